package org.astragal.certification;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.battery.MemorySample;
import org.astragal.certification.battery.Status;
import org.astragal.certification.games.GameOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code certify selftest}: whether this program computes what others do, and sees what is bad. */
@Command(
    name = "selftest",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compares the batteries with known answers, and tries them on good and bad generators.",
      "A generator is seen at a size where one test rejects its streams of three seeds. Exit"
          + " status 0: every answer is right, no stream of a good generator is rejected, and each"
          + " battery sees the bad ones from the size on that is known; 1: not so."
    })
final class SelftestCommand implements Callable<Integer> {
  /** 1, 10, 100 and 800 Mbit. */
  private static final List<Integer> SIZES = List.of(125_000, 1_250_000, 12_500_000, 100_000_000);

  /** SP 800-22 recommends sequences of a million bits. */
  private static final int SEQUENCE_BYTES = 125_000;

  private static final int MAX_SEQUENCES = 100;

  /** Names of tests in a cell. */
  private static final int NAMED = 3;

  private static final String KNOWN = "aes-ctr";

  /** One stream may be rejected by luck; the same test does not reject three. */
  private static final int SEEDS = 3;

  /** First seed of the fresh data of a repetition. */
  private static final int FRESH = 1_000;

  private static final String LINE = "%-16s %-42s %-10s %12s  %s%n";

  private final Batteries batteries;
  private final Main.Streams streams;

  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      split = ",",
      description = "Which batteries, separated by commas; all if left out.")
  private List<String> suites = List.of();

  @Option(
      names = "--generator",
      paramLabel = "NAME",
      split = ",",
      description = "Which generators, separated by commas; all if left out.")
  private List<String> generators = List.of();

  @Option(
      names = "--largest",
      paramLabel = "BYTES",
      defaultValue = "1250000",
      description =
          "Try sizes up to this: 125000, 1250000, 12500000 or 100000000. Default ${DEFAULT-VALUE}.")
  private int largest;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Write the table of generators, as reports have it.")
  private Optional<Path> csv = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads; one for each core if left out.")
  private Optional<Integer> threads = Optional.empty();

  SelftestCommand(Batteries batteries, Main.Streams streams) {
    this.batteries = batteries;
    this.streams = streams;
  }

  @Override
  public Integer call() throws CertifyException, InterruptedException {
    if (!SIZES.contains(largest)) {
      throw new CertifyException(
          CertifyException.Fault.USAGE, "--largest must be one of " + SIZES + ": " + largest);
    }
    List<String> chosen =
        suites.isEmpty() ? batteries.kinds().stream().map(Batteries.Kind::suite).toList() : suites;
    chosen = batteries.named(chosen).stream().map(Batteries.Kind::suite).toList();
    List<Specimen> specimens = specimens();
    boolean right = answers(chosen);
    if (chosen.contains(Contract.SUITE) && largest >= Contract.BYTES && generators.isEmpty()) {
      right &= contract();
    }
    streams.out().println();
    PowerTable table = table(chosen, specimens);
    if (csv.isPresent()) {
      write(csv.get(), table.csv());
    }
    return right && judge(table) ? Main.OK : Main.REFUTED;
  }

  private boolean answers(List<String> chosen) throws CertifyException, InterruptedException {
    boolean right = true;
    PrintWriter out = streams.out();
    for (String suite : chosen) {
      KnownAnswers known = KnownAnswers.load().of(suite);
      if (known.answers().isEmpty()) {
        continue;
      }
      byte[] data = Generators.named(KNOWN).bytes(known.answers().getFirst().bytes());
      KnownAnswers.Comparison comparison = known.compare(suite, findings(suite, KNOWN, data));
      out.printf(
          Locale.ROOT,
          "%s: %d of %d known answers are right, the farthest by %s%n",
          suite,
          comparison.count() - comparison.wrong().size(),
          comparison.count(),
          Numbers.scientific(comparison.largest()));
      comparison.wrong().forEach(wrong -> out.println("  wrong: " + wrong));
      out.flush();
      right &= comparison.wrong().isEmpty();
    }
    return right;
  }

  /** The bad generators that the reference program rejects must be rejected by the same tests. */
  private boolean contract() throws CertifyException, InterruptedException {
    Contract contract = Contract.load();
    PrintWriter out = streams.out();
    out.printf(
        Locale.ROOT, "%n%-16s %s%n", "generator", "sp800-22: rejects at least 9 of 10 sequences");
    int compared = 0;
    int wrong = 0;
    for (Contract.Row row : contract.rows()) {
      byte[] data = Generators.named(row.generator()).bytes(Contract.BYTES);
      Contract.Kept kept = contract.compare(row, findings(Contract.SUITE, row.generator(), data));
      out.printf(Locale.ROOT, "%-16s %s%n", kept.generator(), String.join(" ", kept.certain()));
      kept.wrong().forEach(line -> out.println("  wrong: " + line));
      out.flush();
      compared += kept.compared();
      wrong += kept.wrong().size();
    }
    out.printf(
        Locale.ROOT,
        "sp800-22: %d of %d counts of rejections are those of the reference program%n",
        compared - wrong,
        compared);
    return wrong == 0;
  }

  private PowerTable table(List<String> chosen, List<Specimen> specimens)
      throws CertifyException, InterruptedException {
    var rows = new ArrayList<PowerTable.Row>();
    PrintWriter out = streams.out();
    out.printf(Locale.ROOT, LINE, "generator", "flaw", "suite", "bytes", "seen by");
    for (Specimen specimen : specimens) {
      for (String suite : chosen) {
        if (specimen.isFor(suite)) {
          PowerTable.Row row = row(specimen, suite);
          rows.add(row);
          out.printf(
              Locale.ROOT,
              LINE,
              row.generator(),
              row.flaw(),
              row.suite(),
              row.bytes().isPresent() ? Numbers.whole(row.bytes().getAsLong()) : "not seen",
              row.tests());
          out.flush();
        }
      }
    }
    return new PowerTable(rows);
  }

  private List<Specimen> specimens() throws CertifyException {
    List<Specimen> all = Specimen.all();
    for (String name : generators) {
      if (all.stream().noneMatch(specimen -> specimen.name().equals(name))) {
        throw new CertifyException(
            CertifyException.Fault.USAGE,
            "--generator: there is no generator '"
                + name
                + "'; there are "
                + all.stream().map(Specimen::name).collect(Collectors.joining(", ")));
      }
    }
    return all.stream()
        .filter(specimen -> generators.isEmpty() || generators.contains(specimen.name()))
        .toList();
  }

  private PowerTable.Row row(Specimen specimen, String suite)
      throws CertifyException, InterruptedException {
    for (int size : SIZES) {
      if (size <= largest) {
        List<String> tests =
            specimen.isGood()
                ? rejectedByAny(specimen, suite, size)
                : rejectedByAll(specimen, suite, size);
        if (!tests.isEmpty()) {
          return row(specimen, suite, OptionalLong.of(size), size, tests);
        }
      }
    }
    return row(specimen, suite, OptionalLong.empty(), largest, List.of());
  }

  private static PowerTable.Row row(
      Specimen specimen, String suite, OptionalLong bytes, long tried, List<String> tests) {
    return new PowerTable.Row(
        specimen.name(),
        specimen.flaw(),
        suite,
        bytes,
        tried,
        tests.stream().limit(NAMED).collect(Collectors.joining(" ")));
  }

  /** {@return the tests that reject the streams of every seed, the most extreme first} */
  private List<String> rejectedByAll(Specimen specimen, String suite, int size)
      throws CertifyException, InterruptedException {
    List<String> tests = rejected(specimen, suite, size, 0);
    for (int seed = 1; seed < SEEDS && !tests.isEmpty(); seed++) {
      List<String> again = rejected(specimen, suite, size, seed);
      tests = tests.stream().filter(again::contains).toList();
    }
    return tests;
  }

  /** {@return the tests that reject the stream of any seed} */
  private List<String> rejectedByAny(Specimen specimen, String suite, int size)
      throws CertifyException, InterruptedException {
    var tests = new LinkedHashSet<String>();
    for (int seed = 0; seed < SEEDS; seed++) {
      tests.addAll(rejected(specimen, suite, size, seed));
    }
    return List.copyOf(tests);
  }

  /** What a report rejects, after the rule of repetition; the most extreme first. */
  private List<String> rejected(Specimen specimen, String suite, int size, int seed)
      throws CertifyException, InterruptedException {
    List<Result> first = rejected(specimen, suite, specimen.bytes(seed, size), _ -> true);
    if (!first.isEmpty() && !Assessment.isFinal(first)) {
      List<Result.Key> flagged = Assessment.flagged(first);
      byte[] fresh = specimen.bytes(FRESH + seed, size * Settings.RETEST_TIMES);
      first = rejected(specimen, suite, fresh, finding -> Assessment.isRepeated(flagged, finding));
    }
    return first.stream().map(Result::test).distinct().toList();
  }

  private List<Result> rejected(
      Specimen specimen, String suite, byte[] data, Predicate<Finding> within)
      throws CertifyException, InterruptedException {
    List<Finding> findings = findings(suite, specimen.name(), data, specimen.games());
    return Family.judge(Phase.FIRST, findings, within).results().stream()
        .filter(result -> result.rejected() || Assessment.isPlainFailure(result))
        .sorted(Comparator.comparingDouble(Result::order))
        .toList();
  }

  private List<Finding> findings(String suite, String name, byte[] data)
      throws CertifyException, InterruptedException {
    return findings(suite, name, data, GameOptions.DEFAULT);
  }

  private List<Finding> findings(String suite, String name, byte[] data, GameOptions games)
      throws CertifyException, InterruptedException {
    var progress = new Progress(streams.err(), streams.terminal());
    int sequences = Math.clamp(data.length / SEQUENCE_BYTES, 1, MAX_SEQUENCES);
    var settings =
        new Settings(List.of(suite), Settings.MAX_SYMBOL_BITS, sequences, Entropy.DEFAULT, games);
    Schedule schedule = Schedule.of(batteries, settings, new MemorySample(data), _ -> true);
    TaskStore store = TaskStore.inMemory();
    int workers = threads.orElse(Runtime.getRuntime().availableProcessors());
    if (!new Runner(workers, progress).run(Phase.FIRST, name, schedule.jobs(), store)) {
      throw new InterruptedException();
    }
    List<Finding> findings = schedule.collect(name, store).findings();
    if (findings.stream().anyMatch(SelftestCommand::isFault)) {
      throw new CertifyException(
          CertifyException.Fault.SOURCE, suite + " failed on the generator " + name);
    }
    return findings;
  }

  private static boolean isFault(Finding finding) {
    return finding.status() == Status.NOT_RUN
        && finding.details().entrySet().containsAll(Runner.FAULT.entrySet());
  }

  /**
   * Whether good generators pass, and bad ones are seen as soon as they were when it was measured.
   */
  private boolean judge(PowerTable table) {
    var known = PowerTable.measured();
    var wrong = new ArrayList<String>();
    for (PowerTable.Row row : table.rows()) {
      if (row.flaw().isEmpty() && row.bytes().isPresent()) {
        wrong.add(row.suite() + " rejects " + row.generator() + ", which is good");
      }
      for (PowerTable.Row other : known.rows()) {
        if (other.generator().equals(row.generator())
            && other.suite().equals(row.suite())
            && other.bytes().isPresent()
            && other.bytes().getAsLong() <= largest
            && !other.bytes().equals(row.bytes())) {
          wrong.add(
              row.suite()
                  + " saw "
                  + row.generator()
                  + " in "
                  + other.bytes().getAsLong()
                  + " bytes when it was measured");
        }
      }
    }
    wrong.forEach(line -> streams.out().println("wrong: " + line));
    streams.out().println(wrong.isEmpty() ? "as it should be" : "NOT as it should be");
    streams.out().flush();
    return wrong.isEmpty();
  }

  private static void write(Path file, String text) throws CertifyException {
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CertifyException(
          CertifyException.Fault.DISK, "cannot write " + file + ": " + Reasons.of(e), e);
    }
  }
}
