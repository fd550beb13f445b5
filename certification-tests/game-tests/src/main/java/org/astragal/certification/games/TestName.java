package org.astragal.certification.games;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The tests, by the names that reports and profiles use. */
enum TestName {
  /** Whether the data are what they are said to be. */
  INPUT,
  /** How often each value comes; for lotteries also at each position. */
  FREQUENCY,
  /** Ones and zeros among all bits. */
  MONOBIT,
  /** The largest distance between the distribution of the values and the right one. */
  KOLMOGOROV_SMIRNOV,
  /** The same distance, weighted at both ends. */
  ANDERSON_DARLING,
  /** Runs up, runs up and down, runs about the median, descents of a shuffle. */
  RUNS,
  /** Draws between two hits of a set of values. */
  GAP,
  /** Hands of five. */
  POKER,
  /** Draws until every value has come. */
  COUPON_COLLECTOR,
  /** Orders of five draws. */
  PERMUTATION,
  /** A draw against the draws 1 to 1000 before; a round against the rounds before. */
  SERIAL_CORRELATION,
  /** Pairs of neighbouring draws, each draw in one pair. */
  SERIAL_PAIRS,
  /** Overlapping tuples. */
  OVERLAPS,
  /** The largest of five; the j-th smallest number of a lottery. */
  ORDER_STATISTIC,
  /** Neighbouring values in one round. */
  ADJACENCY,
  /** Positions of one round against each other; games against each other. */
  INTERPLAY_CORRELATION,
  /** Every second, third, ... draw by itself. */
  SUBSEQUENCES,
  /** Whole outcomes that come again. */
  DUPLICATES,
  /** Birthday spacings, which are Poisson. */
  POISSON,
  /** Peaks and slope of the Fourier spectrum. */
  SPECTRAL,
  /** Each card at each position of a shuffle. */
  POSITION_MATRIX,
  /** Each pair of numbers in one lottery round. */
  PAIR_FREQUENCY,
  /** Cards that stay in their place. */
  FIXED_POINTS,
  /** Cycles of a shuffle. */
  CYCLES,
  /** Outcomes of a game against their exact probabilities. */
  GAME_OUTCOMES,
  /** What a bet returned against its exact return. */
  GAME_RETURN,
  /** How many sequences pass. */
  PROPORTION,
  /** Whether P-values of sequences are uniform: the largest distance. */
  UNIFORMITY_KS,
  /** The same, weighted at both ends. */
  UNIFORMITY_AD,
  /** All tests of a profile together, at its confidence. */
  PROFILE,
  /** What a clause of a profile comes to. */
  CLAUSE,
  /** Clauses of a profile that ask for tests of which the data carry none. */
  UNANSWERED;

  /** {@return the name in reports, such as {@code coupon-collector}} */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<TestName> of(String text) {
    return Arrays.stream(values()).filter(name -> name.text().equals(text)).findFirst();
  }
}
