package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;
import org.astragal.ledger.Findings.Kind;

/** What exported books keep beside the postings, held against what follows from these. */
final class SumsCheck {
  /** Where the first field of a row begins, behind their count and its length. */
  private final Path books;

  private final Findings findings;

  /**
   * A check.
   *
   * @param books a folder that {@link Export} has written
   */
  SumsCheck(Path books, Findings findings) {
    this.books = books;
    this.findings = findings;
  }

  /**
   * Compares every balance and every settled round.
   *
   * @param pools as they were recomputed
   * @param posted the rounds that were posted
   */
  void run(Pools pools, RoundSet posted) throws IOException {
    balances(pools);
    settled(posted);
  }

  private void balances(Pools pools) throws IOException {
    var expected = new HashMap<String, Long>();
    for (var pool : pools.all()) {
      for (var level : pool.levels()) {
        for (var kind : AccountKind.values()) {
          expected.put(pool.name() + " " + level.name() + " " + kind, level.micro(kind));
        }
      }
    }
    try (var rows = CopyReader.open(books.resolve(Export.BALANCES))) {
      for (var row = rows.next(); row.isPresent(); row = rows.next()) {
        var fields = CopyReader.fields(row.get());
        var account =
            CopyReader.text(fields.get(0))
                + " "
                + CopyReader.text(fields.get(1))
                + " "
                + CopyReader.text(fields.get(2));
        var micro = CopyReader.int8(fields.get(3));
        var due = Optional.ofNullable(expected.remove(account));
        if (due.isEmpty() || due.get() != micro) {
          findings.add(
              Kind.BALANCE,
              "%s holds %d micro, %s follow"
                  .formatted(account, micro, due.map(String::valueOf).orElse("none")));
        }
      }
    }
    expected.forEach((account, micro) -> {
      if (micro != 0) {
        findings.add(Kind.BALANCE, account + " is missing, " + micro + " micro follow");
      }
    });
  }

  private void settled(RoundSet posted) throws IOException {
    var seen = new RoundSet();
    try (var rows = CopyReader.open(books.resolve(Export.SETTLED))) {
      for (var row = rows.next(); row.isPresent(); row = rows.next()) {
        var fields = CopyReader.fields(row.get());
        var round = fields.get(0);
        if (round.length != RoundKey.BYTES) {
          findings.add(Kind.SETTLEMENT, "a round is settled under a key that is none");
          continue;
        }
        var key = RoundKey.of(round);
        if (!seen.add(key)) {
          findings.add(
              Kind.SETTLEMENT, "a round is settled twice: " + CopyReader.text(fields.get(1)));
        }
        if (!posted.contains(key)) {
          findings.add(
              Kind.SETTLEMENT,
              "a round is settled that was never posted: "
                  + CopyReader.text(fields.get(1))
                  + " seq "
                  + CopyReader.int8(fields.get(2)));
        }
      }
    }
    if (seen.size() != posted.size()) {
      findings.add(
          Kind.SETTLEMENT,
          "%d rounds are settled, %d were posted".formatted(seen.size(), posted.size()));
    }
  }
}
