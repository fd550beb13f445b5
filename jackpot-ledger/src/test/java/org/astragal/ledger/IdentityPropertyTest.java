package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.astragal.ledger.IngestResult.Accepted;
import org.astragal.ledger.TestLog.Round;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: no micro-unit is lost or made, whatever the stakes and rates. */
final class IdentityPropertyTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void totalsAreTheExactSumOfStakeTimesRate(long seed) throws Exception {
    var random = new Random(seed);
    var rates = random.ints(4, 0, 250_001).asLongStream().toArray();
    var rules =
        """
        pool: global.2026
        currency: EUR
        exp: 2
        games: [ref.wheel.54]
        modes: [REAL]
        fundedBy: [CASH]
        levels:
          - {id: A, seedMinor: 0, ratePpm: %d, reservePpm: %d}
          - {id: B, seedMinor: 17, ratePpm: %d, reservePpm: %d}
        """
            .formatted(rates[0], rates[1], rates[2], rates[3]);
    var log = new TestLog("test.example/outcomes/" + seed);
    log.create();
    var stakes = BigInteger.ZERO;
    try (var books = TestBooks.open(directory, rules, List.of(log))) {
      var from = 0;
      for (var delivery = 0; delivery < 8; delivery++) {
        var bodies = new ArrayList<org.astragal.outcome.RoundSettled>();
        for (var i = 1 + random.nextInt(40); i > 0; i--) {
          var stake = random.nextLong(1L << random.nextInt(1, 36));
          stakes = stakes.add(BigInteger.valueOf(stake));
          bodies.add(Round.of(delivery + "-" + i, stake).body());
        }
        log.seal(bodies);
        var size = Math.toIntExact(log.size());
        assertInstanceOf(
            Accepted.class,
            books.ingest().deliver(log.origin(), TestLog.stream(log.lines(from, size))));
        from = size;
        books.assertBalanced();
      }
      assertMicro(stakes, rates[0], 0, books.micro("A", AccountKind.POOL));
      assertMicro(stakes, rates[1], 0, books.micro("A", AccountKind.RESERVE));
      assertMicro(stakes, rates[2], 17_000_000, books.micro("B", AccountKind.POOL));
      assertMicro(stakes, rates[3], 0, books.micro("B", AccountKind.RESERVE));
    }
  }

  private static void assertMicro(BigInteger stakes, long ppm, long seed, long actual) {
    var due = stakes.multiply(BigInteger.valueOf(ppm)).add(BigInteger.valueOf(seed));
    assertEquals(due, BigInteger.valueOf(actual));
  }
}
