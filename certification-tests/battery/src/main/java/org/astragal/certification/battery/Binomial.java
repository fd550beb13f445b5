package org.astragal.certification.battery;

import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Exact statements on proportions.
 *
 * @param trials how many there are, at least 1
 * @param probability of success, above 0 and below 1
 */
public record Binomial(int trials, double probability) {
  /**
   * Refuses what has no distribution.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public Binomial {
    if (trials < 1 || !(probability > 0 && probability < 1)) {
      throw new IllegalArgumentException(trials + " trials with probability " + probability);
    }
  }

  /**
   * A closed range of proportions.
   *
   * @param low from 0 to 1
   * @param high from {@code low} to 1
   */
  public record Interval(double low, double high) {}

  /**
   * {@return the probability of exactly this many successes}
   *
   * @param successes any number
   */
  public double at(int successes) {
    return BinomialDistribution.of(trials, probability).probability(successes);
  }

  /**
   * {@return the probability of at least this many successes}
   *
   * @param successes any number
   */
  public PValue upper(int successes) {
    if (successes <= 0) {
      return PValue.ONE;
    }
    if (successes > trials) {
      return PValue.ZERO;
    }
    double p = RegularizedBeta.value(probability, successes, trials - successes + 1.0);
    return p < PValue.SMALL
        ? PValue.ofLn(SmallTails.lnBinomialUpper(trials, probability, successes))
        : PValue.of(Math.min(1, p));
  }

  /**
   * {@return the probability of at most this many successes}
   *
   * @param successes any number
   */
  public PValue lower(int successes) {
    if (successes < 0) {
      return PValue.ZERO;
    }
    if (successes >= trials) {
      return PValue.ONE;
    }
    double p = RegularizedBeta.complement(probability, successes + 1.0, trials - successes);
    return p < PValue.SMALL
        ? PValue.ofLn(SmallTails.lnBinomialUpper(trials, 1 - probability, trials - successes))
        : PValue.of(Math.min(1, p));
  }

  /**
   * {@return the two-sided probability: twice that of the smaller tail}
   *
   * @param successes from 0 to the number of trials
   */
  public PValue twoSided(int successes) {
    return PValue.twoSided(lower(successes), upper(successes));
  }

  /**
   * The proportions of successes that ideal data show: outside each end lies at most half of what
   * the confidence leaves.
   *
   * @param confidence above 0 and below 1
   * @return the band, whole numbers of successes divided by the trials
   */
  public Interval band(double confidence) {
    double half = (1 - confidence) / 2;
    var distribution = BinomialDistribution.of(trials, probability);
    return new Interval(
        (double) distribution.inverseCumulativeProbability(half) / trials,
        (double) distribution.inverseSurvivalProbability(half) / trials);
  }

  /**
   * The exact confidence interval of Clopper and Pearson for an unknown probability.
   *
   * @param successes from 0 to {@code trials}
   * @param trials at least 1
   * @param confidence above 0 and below 1
   * @return the interval
   * @throws IllegalArgumentException if a number is out of range
   */
  public static Interval confidence(int successes, int trials, double confidence) {
    if (trials < 1 || successes < 0 || successes > trials) {
      throw new IllegalArgumentException(successes + " of " + trials);
    }
    double half = (1 - confidence) / 2;
    double low =
        successes == 0
            ? 0
            : BetaDistribution.of(successes, trials - successes + 1.0)
                .inverseCumulativeProbability(half);
    double high =
        successes == trials
            ? 1
            : BetaDistribution.of(successes + 1.0, trials - successes)
                .inverseSurvivalProbability(half);
    return new Interval(low, high);
  }
}
