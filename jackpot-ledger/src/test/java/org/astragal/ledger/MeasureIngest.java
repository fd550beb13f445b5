package org.astragal.ledger;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.ledger.IngestResult.Accepted;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.Policy;

/**
 * Not a test: how many outcomes a second are verified and committed, and then audited, from sealed
 * outcomes and from a fetched log. Arguments: outcomes, outcomes a checkpoint, checkpoints a
 * delivery, runs.
 */
final class MeasureIngest {

  /** One hot pool of four levels, of the usual kinds. */
  static final String RULES =
      """
      pool: global.2026
      currency: EUR
      exp: 2
      games: [ref.wheel.54]
      modes: [REAL]
      fundedBy: [CASH]
      jurisdictions: [{id: MT, decision: allow, zone: Europe/Malta, dayStart: "06:00"}]
      elsewhere: deny
      levels:
        - {id: GRAND, seedMinor: 5000000, ratePpm: 5000, reservePpm: 5000, hiddenPpm: 143}
        - {id: MAJOR, seedMinor: 250000, ratePpm: 3000, reservePpm: 1991, ceilingMinor: 90000000}
        - {id: MINOR, seedMinor: 25000, ratePpm: 3000, reservePpm: 628}
        - {id: MINI, seedMinor: 5000, ratePpm: 4000, reservePpm: 244}
      """;

  private MeasureIngest() {}

  public static void main(String[] args) throws Exception {
    var outcomes = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    var perCheckpoint = args.length > 1 ? Integer.parseInt(args[1]) : 100;
    var perDelivery = args.length > 2 ? Integer.parseInt(args[2]) : 20;
    var runs = args.length > 3 ? Integer.parseInt(args[3]) : 6;
    var log = new TestLog("measure.example/outcomes");
    System.out.println("sealing " + outcomes + " outcomes");
    var deliveries = deliveries(log, outcomes, perCheckpoint, perDelivery);
    var bytes = deliveries.stream().mapToLong(d -> d.length).sum();
    var directory = Files.createTempDirectory("measure-");
    for (var run = 0; run < runs; run++) {
      var address = TestDatabase.create();
      try (var books = TestBooks.open(address, directory, RULES, List.of(log))) {
        var began = System.nanoTime();
        var ours = cpu(ProcessHandle.current());
        var theirs = postgres();
        for (var delivery : deliveries) {
          if (!(books.ingest().deliver(log.origin(), new ByteArrayInputStream(delivery))
              instanceof Accepted)) {
            throw new AssertionError("refused");
          }
        }
        var seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
            "%d outcomes of %d bytes in %d deliveries: %.2f s, %.0f outcomes/s; CPU each: ledger"
                + " %.1f us, PostgreSQL %.1f us%n",
            outcomes,
            bytes / outcomes,
            deliveries.size(),
            seconds,
            outcomes / seconds,
            (cpu(ProcessHandle.current()) - ours) / 1e3 / outcomes,
            (postgres() - theirs) / 1e3 / outcomes);
        books.assertBalanced();
      }
      if (run == runs - 1) {
        audit(directory, address, log, deliveries, runs);
      }
    }
    Files.deleteIfExists(directory);
    System.exit(0);
  }

  private static void audit(
      Path directory, DatabaseAddress address, TestLog log, List<byte[]> deliveries, int runs)
      throws Exception {
    var outcomes = directory.resolve("outcomes.jsonl");
    try (var out = Files.newOutputStream(outcomes)) {
      for (var delivery : deliveries) {
        out.write(delivery);
      }
    }
    var books = directory.resolve("books");
    var began = System.nanoTime();
    Export.write(address.owner().orElseThrow(), books);
    System.out.printf("export: %.2f s%n", (System.nanoTime() - began) / 1e9);
    var folder = directory.resolve("log");
    began = System.nanoTime();
    LogFetch.run((path, _) -> log.published(path), Policy.of(List.of(log.key())), folder);
    System.out.printf("fetch: %.2f s%n", (System.nanoTime() - began) / 1e9);
    for (var run = 0; run < runs; run++) {
      audit(books, log, outcomes);
      audit(books, log, folder);
    }
    try (var all = Files.walk(directory)) {
      for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(directory)) {
          Files.delete(file);
        }
      }
    }
  }

  private static void audit(Path books, TestLog log, Path outcomes) throws Exception {
    var signatures = new FastSignatures();
    var began = System.nanoTime();
    var ours = cpu(ProcessHandle.current());
    var result =
        Audit.run(
            books,
            List.of(outcomes),
            Policy.of(List.of(log.key(), TestBooks.JOURNAL.verifier())).checkedBy(signatures),
            new KeyTrail(false, signatures),
            Optional.empty(),
            Audit.Known.NOTHING,
            Replay.Observer.NOBODY);
    var seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "audit of %s: %d outcomes, holds %b: %.2f s, %.0f outcomes/s; CPU each %.1f us%n",
        outcomes.getFileName(),
        result.outcomes(),
        result.holds(),
        seconds,
        result.outcomes() / seconds,
        (cpu(ProcessHandle.current()) - ours) / 1e3 / result.outcomes());
  }

  private static long postgres() {
    return TestDatabase.postmaster()
        .map(p -> p.descendants().mapToLong(MeasureIngest::cpu).sum())
        .orElse(0L);
  }

  private static long cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  private static List<byte[]> deliveries(
      TestLog log, int outcomes, int perCheckpoint, int perDelivery) {
    var deliveries = new ArrayList<byte[]>();
    var lines = new ArrayList<byte[]>(List.of(log.create()));
    var checkpoints = 1;
    for (var i = 0; i < outcomes; i += perCheckpoint) {
      var bodies = new ArrayList<org.astragal.outcome.RoundSettled>();
      for (var j = i; j < i + perCheckpoint; j++) {
        var stake = 100 + j % 900;
        bodies.add(
            Round.of("round-" + j, stake)
                .claims(
                    Map.of(
                        "GRAND", stake * 5000L,
                        "MAJOR", stake * 3000L,
                        "MINI", stake * 4000L,
                        "MINOR", stake * 3000L))
                .body());
      }
      lines.addAll(log.seal(bodies));
      if (++checkpoints % perDelivery == 0) {
        deliveries.add(TestLog.body(lines));
        lines.clear();
      }
    }
    if (!lines.isEmpty()) {
      deliveries.add(TestLog.body(lines));
    }
    return deliveries;
  }
}
