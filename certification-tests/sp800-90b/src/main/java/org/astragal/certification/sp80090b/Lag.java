package org.astragal.certification.sp80090b;

import java.util.Arrays;

/**
 * Predicts that a symbol comes again after 1 to 128 others.
 *
 * @spec sp800-90b.html#6.3.8 SP 800-90B, 6.3.8 Lag Prediction
 */
final class Lag implements Estimator {
  /** D, the longest lag. */
  private static final int LAGS = 128;

  private static final int CHECK_EVERY = 1 << 20;

  @Override
  public Estimate estimate(Series series) throws InterruptedException {
    if (series.length() < 3) {
      return new Estimate.Unfit("needs at least 3 samples");
    }
    var scores = series.alphabet() == 2 ? ofBits(series.symbols()) : ofSymbols(series);
    return scores.successes.estimate(series.length() - 1L, series.alphabet());
  }

  private static Scores ofSymbols(Series series) throws InterruptedException {
    byte[] s = series.symbols();
    var scores = new Scores();
    int[] last = new int[series.alphabet()];
    Arrays.fill(last, -LAGS - 1);
    // Where the symbol at i came before, for the last 128 places: a chain of equal symbols.
    int[] before = new int[LAGS];
    for (int i = 0; i < s.length; i++) {
      if ((i & (CHECK_EVERY - 1)) == 0 && Thread.interrupted()) {
        throw new InterruptedException();
      }
      int symbol = s[i] & 0xff;
      if (i > 0) {
        scores.successes.count(s[i - scores.winner] == s[i]);
      }
      for (int j = last[symbol]; i - j <= LAGS; j = before[j % LAGS]) {
        scores.hit(i - j);
      }
      before[i % LAGS] = last[symbol];
      last[symbol] = i;
    }
    return scores;
  }

  /**
   * For bits, 64 at once. A lag that is more than 64 successes behind cannot win within the block:
   * its successes are only counted. The few others are followed bit by bit.
   */
  private static Scores ofBits(byte[] s) throws InterruptedException {
    var bits = new PackedBits(s);
    var scores = new Scores();
    int[] near = new int[LAGS];
    long[] matches = new long[LAGS + 1];
    for (int from = 0; from < s.length; from += Long.SIZE) {
      if ((from & (CHECK_EVERY - 1)) == 0 && Thread.interrupted()) {
        throw new InterruptedException();
      }
      int length = Math.min(Long.SIZE, s.length - from);
      long block = bits.at(from);
      long within = length == Long.SIZE ? -1L : (1L << length) - 1;
      int count = 0;
      for (int lag = 1; lag <= LAGS; lag++) {
        int start = from - lag;
        long earlier = start >= 0 ? bits.at(start) : start <= -Long.SIZE ? 0 : bits.at(0) << -start;
        long known = start >= 0 ? -1L : start <= -Long.SIZE ? 0 : -1L << -start;
        matches[lag] = ~(block ^ earlier) & known & within;
        if (scores.of[lag] + Long.SIZE >= scores.of[scores.winner]) {
          near[count++] = lag;
        } else {
          scores.of[lag] += Long.bitCount(matches[lag]);
        }
      }
      for (int t = 0; t < length; t++) {
        if (from + t > 0) {
          scores.successes.count(((matches[scores.winner] >>> t) & 1) != 0);
        }
        for (int c = 0; c < count; c++) {
          if (((matches[near[c]] >>> t) & 1) != 0) {
            scores.hit(near[c]);
          }
        }
      }
    }
    return scores;
  }

  /** The scoreboard of steps 2 and 3. */
  private static final class Scores {
    private final long[] of = new long[LAGS + 1];
    private int winner = 1;
    private final Successes successes = new Successes();

    /** The lag was right; of equal scores, the last to get there wins. */
    void hit(int lag) {
      of[lag]++;
      if (of[lag] >= of[winner]) {
        winner = lag;
      }
    }
  }
}
