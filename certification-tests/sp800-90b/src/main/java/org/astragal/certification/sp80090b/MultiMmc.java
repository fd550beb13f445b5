package org.astragal.certification.sp80090b;

/**
 * Predicts by Markov models of order 1 to 16 that count as they go.
 *
 * @spec sp800-90b.html#6.3.9 SP 800-90B, 6.3.9 MultiMMC Prediction
 */
final class MultiMmc implements Estimator {
  /** D, the highest order. */
  static final int ORDERS = 16;

  /** The most pairs of context and symbol of one order. */
  private static final int MAX_ENTRIES = 100_000;

  /** So many samples fill the highest order once. */
  private static final int LEAST = ORDERS + 2;

  private static final int CHECK_EVERY = 1 << 18;

  @Override
  public Estimate estimate(Series series) throws InterruptedException {
    if (series.length() < LEAST) {
      return new Estimate.Unfit("needs at least " + LEAST + " samples, has " + series.length());
    }
    var scores = series.alphabet() == 2 ? ofBits(series.symbols()) : ofSymbols(series.symbols());
    return scores.successes.estimate(series.length() - 2L, series.alphabet());
  }

  // Step 4 with orders from 0 for order 1. A context of order d + 1 begins with what no context of
  // order d holds; so once one order has not seen it, no higher one has. Prediction and update of
  // an
  // order are one step: a symbol is counted after it was predicted.
  private static Scores ofSymbols(byte[] s) throws InterruptedException {
    var models = new Contexts[ORDERS];
    int[] entries = new int[ORDERS];
    int hash = 0;
    for (int d = 0; d < ORDERS; d++) {
      models[d] = new Contexts(s, d + 1);
      hash = hashOf(s, d + 1, d + 1);
      models[d].count(models[d].findOrAdd(d + 1, hash), s[d + 1], true);
      entries[d] = 1;
    }
    var scores = new Scores();
    boolean room = true;
    for (int i = 2; i < s.length; i++) {
      if ((i & (CHECK_EVERY - 1)) == 0 && Thread.interrupted()) {
        throw new InterruptedException();
      }
      scores.next();
      hash = 0;
      boolean seen = true;
      for (int d = 0; d < ORDERS && d <= i - 2 && (seen || room); d++) {
        hash = Contexts.lengthen(hash, s[i - d - 1]);
        int node = seen ? models[d].find(i, hash) : -1;
        seen = node >= 0;
        boolean mayAdd = entries[d] < MAX_ENTRIES;
        if (seen) {
          scores.predicted(d, models[d].bestSymbol(node) == (s[i] & 0xff));
        } else if (mayAdd) {
          node = models[d].findOrAdd(i, hash);
          // Counted as an entry even where the pair is known, as the reference program does.
          models[d].count(node, s[i], true);
          entries[d]++;
          continue;
        }
        if (seen && models[d].count(node, s[i], mayAdd)) {
          entries[d]++;
        }
      }
      if (!seen && i > ORDERS + 1) {
        room = anyRoom(entries);
      }
    }
    return scores;
  }

  private static boolean anyRoom(int[] entries) {
    for (int used : entries) {
      if (used < MAX_ENTRIES) {
        return true;
      }
    }
    return false;
  }

  private static int hashOf(byte[] s, int end, int length) {
    int hash = 0;
    for (int i = 1; i <= length; i++) {
      hash = Contexts.lengthen(hash, s[end - i]);
    }
    return hash;
  }

  /** The same with tables of all contexts: there are at most 2^16 of each order. */
  private static Scores ofBits(byte[] s) throws InterruptedException {
    var models = new BitContexts(ORDERS);
    int[] entries = new int[ORDERS];
    int history = 0;
    for (int d = 0; d < ORDERS; d++) {
      history = (history << 1) | s[d];
      models.counts[BitContexts.index(d + 1, history) + s[d + 1]] = 1;
      entries[d] = 1;
    }
    int[] counts = models.counts;
    var scores = new Scores();
    history = s[0];
    for (int i = 2; i < s.length; i++) {
      if ((i & (CHECK_EVERY - 1)) == 0 && Thread.interrupted()) {
        throw new InterruptedException();
      }
      history = (history << 1) | s[i - 1];
      int bit = s[i];
      scores.next();
      boolean seen = true;
      for (int d = 0; d < ORDERS && d <= i - 2; d++) {
        int at = BitContexts.index(d + 1, history);
        int zeros = counts[at];
        int ones = counts[at + 1];
        seen = seen && (zeros | ones) != 0;
        if (seen) {
          scores.predicted(d, (zeros > ones ? 0 : 1) == bit);
        }
        if (seen && counts[at + bit] != 0) {
          counts[at + bit]++;
        } else if (entries[d] < MAX_ENTRIES) {
          counts[at + bit] = 1;
          entries[d]++;
        }
      }
    }
    return scores;
  }

  /** The scoreboard of steps 3 and 4. */
  private static final class Scores {
    private final int[] of = new int[ORDERS];
    private int winner;
    private int predictor;
    private final Successes successes = new Successes();

    /** The best so far predicts the next symbol. */
    void next() {
      predictor = winner;
    }

    void predicted(int d, boolean right) {
      if (right) {
        int score = ++of[d];
        if (score >= of[winner]) {
          winner = d;
        }
      }
      if (d == predictor) {
        successes.count(right);
      }
    }
  }
}
