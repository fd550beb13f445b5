package org.astragal.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./astragal bench}: measures this machine with real processes on a temporary site. */
@Command(
    name = "astragal bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures this machine; see benchmarks/RESULTS.md for what each figure means.")
final class Main implements Callable<Integer> {
  private static final List<Experiment> ALL =
      List.of(
          new ClosedLoopExperiment("single", 1, 256),
          new ClosedLoopExperiment("batch", 100, 16),
          new SignerExperiment(),
          new HsmExperiment(),
          new GrowthExperiment(),
          new MeterExperiment(),
          new MetersExperiment(),
          new IngestExperiment(),
          new RngExperiment(),
          new CertifyExperiment(),
          new GamesExperiment());

  @Option(names = "--json", description = "Print the findings as one JSON object on the last line.")
  private boolean json;

  @Option(names = "--quick", description = "Short rounds: to see that it works, not to quote.")
  private boolean quick;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "Run only these, as --only does.")
  private List<String> named = List.of();

  @Option(
      names = "--only",
      arity = "1..*",
      paramLabel = "NAME",
      description = "Run only these: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Names.class)
  private List<String> only = List.of();

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  /** For picocli: the names that --help shows. */
  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Names() {
      super(ALL.stream().map(Experiment::name).toList());
    }
  }

  /** Runs the command; exit status 0 when all was measured, 1 when something failed, 2 on usage. */
  static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    List<String> known = new Names();
    Set<String> chosen = new TreeSet<>(only);
    chosen.addAll(named);
    for (String name : chosen) {
      if (!known.contains(name)) {
        err.println("astragal bench: no benchmark " + name + "; there are " + known);
        return 2;
      }
    }
    Path home = Path.of(System.getenv().getOrDefault("ASTRAGAL_HOME", ".")).toAbsolutePath();
    Plan plan =
        new Plan(
            home.normalize(),
            home.resolve(".astragal").resolve("bench").normalize(),
            quick,
            what -> err.println("... " + what));
    Machine machine = Machine.here();
    out.println(machine.text());
    List<Section> sections = new ArrayList<>();
    int failed = 0;
    for (Experiment experiment : ALL) {
      if (chosen.isEmpty() || chosen.contains(experiment.name())) {
        failed += measure(experiment, plan, sections) ? 0 : 1;
      }
    }
    if (json) {
      out.println(new Report(LocalDate.now(ZoneOffset.UTC), quick, machine, sections).json());
    }
    return failed == 0 ? 0 : 1;
  }

  /** {@return whether there are figures} */
  private boolean measure(Experiment experiment, Plan plan, List<Section> sections)
      throws InterruptedException {
    try {
      Section section = experiment.run(plan);
      sections.add(section);
      out.println();
      out.print(section.text());
      return true;
    } catch (LoadException e) {
      err.println("astragal bench: " + experiment.name() + " failed: " + e.getMessage());
      return false;
    }
  }
}
