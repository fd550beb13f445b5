package org.astragal.certification.sp80090b;

/**
 * Predicts the most common symbol of the last 63, 255, 1023 or 4095.
 *
 * @spec sp800-90b.html#6.3.7 SP 800-90B, 6.3.7 MultiMCW Prediction
 */
final class MultiMcw implements Estimator {
  private static final int[] WINDOWS = {63, 255, 1023, 4095};
  private static final int SHORTEST = 63;
  private static final int LONGEST = 4095;
  private static final int CHECK_EVERY = 1 << 20;

  @Override
  public Estimate estimate(Series series) throws InterruptedException {
    byte[] s = series.symbols();
    if (s.length < LONGEST + 1) {
      return new Estimate.Unfit("needs at least " + (LONGEST + 1) + " samples, has " + s.length);
    }
    return series.alphabet() == 2 ? ofBits(s) : ofSymbols(series);
  }

  private static Estimate ofSymbols(Series series) throws InterruptedException {
    byte[] s = series.symbols();
    var windows = new Window[WINDOWS.length];
    for (int j = 0; j < windows.length; j++) {
      windows[j] = new Window(s, WINDOWS[j], series.alphabet());
    }
    // Steps 2 and 3: i is the index of the symbol to be predicted.
    long[] scores = new long[windows.length];
    int winner = 0;
    var successes = new Successes();
    for (int i = SHORTEST; i < s.length; i++) {
      if ((i & (CHECK_EVERY - 1)) == 0 && Thread.interrupted()) {
        throw new InterruptedException();
      }
      int symbol = s[i] & 0xff;
      successes.count(windows[winner].frequent == symbol);
      for (int j = 0; j < windows.length && i >= WINDOWS[j]; j++) {
        if (windows[j].frequent == symbol) {
          scores[j]++;
          if (scores[j] >= scores[winner]) {
            winner = j;
          }
        }
        windows[j].slide(i);
      }
    }
    return successes.estimate(s.length - SHORTEST, series.alphabet());
  }

  /** For bits, each window counts its ones. All widths are odd: no two counts are equal. */
  private static Estimate ofBits(byte[] s) throws InterruptedException {
    int[] ones = new int[WINDOWS.length];
    for (int j = 0; j < ones.length; j++) {
      for (int i = 0; i < WINDOWS[j]; i++) {
        ones[j] += s[i];
      }
    }
    int[] scores = new int[WINDOWS.length];
    int winner = 0;
    var successes = new Successes();
    for (int i = SHORTEST; i < s.length; i++) {
      if ((i & (CHECK_EVERY - 1)) == 0 && Thread.interrupted()) {
        throw new InterruptedException();
      }
      int bit = s[i];
      successes.count(frequent(ones[winner], WINDOWS[winner]) == bit);
      for (int j = 0; j < ones.length && i >= WINDOWS[j]; j++) {
        int right = 1 - (frequent(ones[j], WINDOWS[j]) ^ bit);
        scores[j] += right;
        if (scores[j] >= scores[winner] && right != 0) {
          winner = j;
        }
        ones[j] += bit - s[i - WINDOWS[j]];
      }
    }
    return successes.estimate(s.length - SHORTEST, 2);
  }

  /** {@return the bit of which there are more} */
  private static int frequent(int ones, int width) {
    return (width - 2 * ones) >>> (Integer.SIZE - 1);
  }

  /** The counts of the last symbols; of those that are most common, the latest is the frequent. */
  private static final class Window {
    private final byte[] s;
    private final int width;
    private final int[] counts;
    private final int[] latest;
    private int most;
    private int frequent;

    Window(byte[] s, int width, int alphabet) {
      this.s = s;
      this.width = width;
      counts = new int[alphabet];
      latest = new int[alphabet];
      for (int i = 0; i < width; i++) {
        add(i);
      }
    }

    private void add(int i) {
      int symbol = s[i] & 0xff;
      latest[symbol] = i;
      int count = ++counts[symbol];
      if (count >= most) {
        most = count;
        frequent = symbol;
      }
    }

    /** Takes the symbol at i in and the one that leaves the window out. */
    void slide(int i) {
      int gone = s[i - width] & 0xff;
      counts[gone]--;
      if (gone == frequent) {
        // Another may now be the most common.
        most = -1;
        counts[s[i] & 0xff]++;
        latest[s[i] & 0xff] = i;
        for (int symbol = 0; symbol < counts.length; symbol++) {
          int count = counts[symbol];
          if (count > most || (count == most && latest[symbol] > latest[frequent])) {
            most = count;
            frequent = symbol;
          }
        }
      } else {
        add(i);
      }
    }
  }
}
