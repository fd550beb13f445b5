package org.astragal.certification;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Generator;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.battery.MemorySample;
import org.astragal.certification.battery.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code certify selftest}: whether this program computes what others do, and sees what is bad. */
@Command(
    name = "selftest",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compares the batteries with known answers, and tries them on good and bad generators.",
      "Exit status 0: every answer is right, every good generator passes, and each battery rejects"
          + " the bad ones from the size on that is known; 1: not so."
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

  private final Batteries batteries;
  private final Main.Streams streams;

  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      split = ",",
      description = "Which batteries, separated by commas; all if left out.")
  private List<String> suites = List.of();

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
    boolean right = answers(chosen);
    if (chosen.contains(Contract.SUITE) && largest >= Contract.BYTES) {
      right &= contract();
    }
    PowerTable table = table(chosen);
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

  private PowerTable table(List<String> chosen) throws CertifyException, InterruptedException {
    var rows = new ArrayList<PowerTable.Row>();
    streams
        .out()
        .printf(
            Locale.ROOT,
            "%n%-16s %-40s %-10s %12s  %s%n",
            "generator",
            "flaw",
            "suite",
            "bytes",
            "seen by");
    for (Generator generator : Generators.all()) {
      for (String suite : chosen) {
        PowerTable.Row row = row(generator, suite);
        rows.add(row);
        streams
            .out()
            .printf(
                Locale.ROOT,
                "%-16s %-40s %-10s %12s  %s%n",
                row.generator(),
                row.flaw(),
                row.suite(),
                row.bytes().isPresent() ? Numbers.whole(row.bytes().getAsLong()) : "not seen",
                row.tests());
        streams.out().flush();
      }
    }
    return new PowerTable(rows);
  }

  private PowerTable.Row row(Generator generator, String suite)
      throws CertifyException, InterruptedException {
    for (int size : SIZES) {
      if (size <= largest) {
        List<Result> rejected = rejected(suite, generator, size);
        if (!rejected.isEmpty()) {
          String tests =
              rejected.stream()
                  .map(Result::test)
                  .distinct()
                  .limit(NAMED)
                  .collect(Collectors.joining(" "));
          return new PowerTable.Row(
              generator.name(), generator.flaw(), suite, OptionalLong.of(size), tests);
        }
      }
    }
    return new PowerTable.Row(generator.name(), generator.flaw(), suite, OptionalLong.empty(), "");
  }

  /** What a report rejects, after the rule of repetition; the most extreme first. */
  private List<Result> rejected(String suite, Generator generator, int size)
      throws CertifyException, InterruptedException {
    List<Result> first =
        rejected(findings(suite, generator.name(), generator.bytes(size)), _ -> true);
    if (first.isEmpty() || Assessment.isFinal(first)) {
      return first;
    }
    List<Result.Key> flagged = Assessment.flagged(first);
    int end = size * (1 + Settings.RETEST_TIMES);
    byte[] fresh = Arrays.copyOfRange(generator.bytes(end), size, end);
    return rejected(
        findings(suite, generator.name() + "-fresh", fresh),
        finding -> Assessment.isRepeated(flagged, finding));
  }

  private static List<Result> rejected(List<Finding> findings, Predicate<Finding> within) {
    return Family.judge(Phase.FIRST, findings, within).results().stream()
        .filter(result -> result.rejected() || Assessment.isPlainFailure(result))
        .sorted(Comparator.comparingDouble(Result::order))
        .toList();
  }

  private List<Finding> findings(String suite, String name, byte[] data)
      throws CertifyException, InterruptedException {
    var progress = new Progress(streams.err(), streams.terminal());
    int sequences = Math.clamp(data.length / SEQUENCE_BYTES, 1, MAX_SEQUENCES);
    var settings =
        new Settings(List.of(suite), Settings.MAX_SYMBOL_BITS, sequences, Entropy.DEFAULT);
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
