package org.astragal.games.reference;

import java.math.BigInteger;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.Fraction;

/**
 * Every win that a bet can have, less what was raised, in multiples of the first stake, each with
 * its exact chance.
 */
final class Distribution {
  private final SortedMap<Fraction, Fraction> chances = new TreeMap<>();

  /** Adds the chance of a win. */
  void add(Fraction multiple, Fraction chance) {
    if (chance.numerator().signum() != 0) {
      chances.merge(multiple, chance, Fraction::plus);
    }
  }

  /** {@return the chances by multiple, ascending} */
  SortedMap<Fraction, Fraction> chances() {
    return Collections.unmodifiableSortedMap(chances);
  }

  /** {@return the sum of all chances: one, if nothing was forgotten} */
  Fraction total() {
    return sum(Weight.ONE);
  }

  Fraction mean() {
    return sum(Weight.VALUE);
  }

  Fraction square() {
    return sum(Weight.SQUARE);
  }

  Fraction variance() {
    return square().minus(mean().times(mean()));
  }

  /** {@return the largest win} */
  Fraction largest() {
    return chances.lastKey();
  }

  /** {@return this distribution with every win cut to a cap} */
  Distribution cappedAt(long cap) {
    var capped = new Distribution();
    var limit = Fraction.of(cap, 1);
    chances.forEach(
        (multiple, chance) -> capped.add(multiple.compareTo(limit) > 0 ? limit : multiple, chance));
    return capped;
  }

  /** {@return the figures of a bet that can lose no more than its stake} */
  BetFigures figures(String bet) {
    Fraction hits = Fraction.ONE.minus(chances.getOrDefault(Fraction.ZERO, Fraction.ZERO));
    return new BetFigures(bet, mean(), variance(), hits, largest());
  }

  private enum Weight {
    ONE,
    VALUE,
    SQUARE
  }

  // Over one common denominator: thousands of sums of reduced fractions would take long.
  private Fraction sum(Weight weight) {
    BigInteger common = BigInteger.ONE;
    for (var entry : chances.entrySet()) {
      for (BigInteger d :
          new BigInteger[] {entry.getKey().denominator(), entry.getValue().denominator()}) {
        common = common.divide(common.gcd(d)).multiply(d);
      }
    }
    BigInteger scale = common.multiply(common).multiply(common);
    BigInteger sum = BigInteger.ZERO;
    for (var entry : chances.entrySet()) {
      Fraction value =
          switch (weight) {
            case ONE -> Fraction.ONE;
            case VALUE -> entry.getKey();
            case SQUARE -> entry.getKey().times(entry.getKey());
          };
      Fraction chance = entry.getValue();
      sum =
          sum.add(
              scale
                  .divide(value.denominator().multiply(chance.denominator()))
                  .multiply(value.numerator().multiply(chance.numerator())));
    }
    return new Fraction(sum, scale);
  }
}
