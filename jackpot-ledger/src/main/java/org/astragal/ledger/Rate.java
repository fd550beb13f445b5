package org.astragal.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of a stake a level gets. Exact: minor units times parts per million are micro-units. */
sealed interface Rate {
  /** Slices of a stake, or steps of a pool, that a rate may have. */
  int MAX_PARTS = 16;

  /**
   * {@return micro-units of the stake's currency}
   *
   * @param stakeMinor the stake
   * @param exchange what its currency is worth: bounds are in the pool's
   * @param poolMicro what the level holds
   * @throws ArithmeticException if it does not fit
   */
  long micro(long stakeMinor, Exchange exchange, long poolMicro);

  /** {@return the highest rate that ever holds} */
  long highestPpm();

  /** The same share of every stake. */
  record Fixed(long ppm) implements Rate {
    public Fixed {
      RuleChecks.ppm("ratePpm", ppm);
    }

    @Override
    public long micro(long stakeMinor, Exchange exchange, long poolMicro) {
      return Math.multiplyExact(stakeMinor, ppm);
    }

    @Override
    public long highestPpm() {
      return ppm;
    }
  }

  /**
   * A slice of a stake.
   *
   * @param toMinor where the slice ends, minor units of the pool's currency; the last has no end
   * @param ppm share of this slice
   */
  record Tier(Optional<Long> toMinor, long ppm) {
    public Tier {
      toMinor.ifPresent(to -> RuleChecks.range("toMinor", to, 1, PoolRules.MAX_MINOR));
      RuleChecks.ppm("ppm", ppm);
    }
  }

  /** Each slice of a stake at a share of its own. */
  record Tiered(List<Tier> tiers) implements Rate {
    public Tiered {
      tiers = List.copyOf(tiers);
      requireRising("tiers", tiers.stream().map(Tier::toMinor).toList());
    }

    @Override
    public long micro(long stakeMinor, Exchange exchange, long poolMicro) {
      var micro = 0L;
      var from = 0L;
      for (var tier : tiers) {
        var end = tier.toMinor().map(exchange::floorToSource).orElse(Long.MAX_VALUE);
        var to = Math.min(stakeMinor, end);
        if (to > from) {
          micro = Math.addExact(micro, Math.multiplyExact(to - from, tier.ppm()));
          from = to;
        }
      }
      return micro;
    }

    @Override
    public long highestPpm() {
      return tiers.stream().mapToLong(Tier::ppm).max().orElseThrow();
    }
  }

  /**
   * A step of a pool.
   *
   * @param belowMinor the step holds while the level has less, minor units; the last has no bound
   * @param ppm share of the whole stake
   */
  record Step(Optional<Long> belowMinor, long ppm) {
    public Step {
      belowMinor.ifPresent(to -> RuleChecks.range("belowMinor", to, 1, PoolRules.MAX_MINOR));
      RuleChecks.ppm("ppm", ppm);
    }
  }

  /** The share depends on what the level holds before the bet, in steps. */
  record ByPool(List<Step> steps) implements Rate {
    public ByPool {
      steps = List.copyOf(steps);
      requireRising("steps", steps.stream().map(Step::belowMinor).toList());
    }

    @Override
    public long micro(long stakeMinor, Exchange exchange, long poolMicro) {
      for (var step : steps) {
        if (step.belowMinor().isEmpty()
            || poolMicro < Math.multiplyExact(step.belowMinor().get(), PoolRules.MICRO)) {
          return Math.multiplyExact(stakeMinor, step.ppm());
        }
      }
      throw new IllegalStateException("the last step has no bound");
    }

    @Override
    public long highestPpm() {
      return steps.stream().mapToLong(Step::ppm).max().orElseThrow();
    }
  }

  private static void requireRising(String key, List<Optional<Long>> bounds) {
    RuleChecks.range(key, bounds.size(), 1, MAX_PARTS);
    var before = 0L;
    var last = new ArrayList<>(bounds).removeLast();
    for (var bound : bounds.subList(0, bounds.size() - 1)) {
      if (bound.isEmpty() || bound.get() <= before) {
        throw new IllegalArgumentException(
            key + " must have rising bounds, and none only in the last");
      }
      before = bound.get();
    }
    if (last.isPresent()) {
      throw new IllegalArgumentException(key + " must end with one that has no bound");
    }
  }
}
