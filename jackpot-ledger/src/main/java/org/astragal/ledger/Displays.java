package org.astragal.ledger;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.astragal.outcome.JcsWriter;

/**
 * The other currencies in which meters are shown, by pool. What is shown is rounded down to the
 * minor unit: never worth more than what the ledger holds. Nothing is posted by these rates.
 * Immutable.
 */
final class Displays {
  /** Meters are shown in the pools' own currencies only. */
  static final Displays NONE = new Displays(Map.of());

  private static final BigInteger PARTS =
      BigInteger.valueOf(Exchange.ONE).multiply(BigInteger.valueOf(PoolRules.MICRO));

  private final Map<String, List<Exchange>> byPool;

  private Displays(Map<String, List<Exchange>> byPool) {
    this.byPool = Map.copyOf(byPool);
  }

  /** {@return what the rules of these pools say} */
  static Displays of(List<RulesFile> files) {
    var byPool = new HashMap<String, List<Exchange>>();
    for (var file : files) {
      file.rules().displays().ifPresent(all -> byPool.put(file.rules().pool(), List.copyOf(all)));
    }
    return new Displays(byPool);
  }

  /** Adds the member {@code displays}, if the pool has any. */
  void write(JcsWriter w, String pool, long micro) {
    var all = byPool.getOrDefault(pool, List.of());
    if (all.isEmpty()) {
      return;
    }
    w.name("displays").beginArray();
    for (var one : all) {
      w.beginObject().name("currency").string(one.currency()).name("exp").integer(one.exp());
      w.name("minor").string(minor(micro, one).toString()).endObject();
    }
    w.endArray();
  }

  /** {@return whole minor units of the other currency, rounded towards what is less} */
  static BigInteger minor(long micro, Exchange other) {
    var parts = other.worth(micro).divideAndRemainder(PARTS);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }
}
