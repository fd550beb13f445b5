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
  // an order are one step: a symbol is counted after it was predicted.
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
          scores.predicted(d, models[d].bestSymbol(node) == (s[i] & 0xff) ? 1 : 0);
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
    long[] counts = new BitContexts(ORDERS).counts;
    int[] entries = new int[ORDERS];
    int history = 0;
    for (int d = 0; d < ORDERS; d++) {
      history = (history << 1) | s[d];
      counts[BitContexts.index(d + 1, history)] = BitContexts.one(s[d + 1]);
      entries[d] = 1;
    }
    var scores = new Scores();
    history = s[0];
    for (int i = 2; i < s.length; i++) {
      if ((i & (CHECK_EVERY - 1)) == 0 && Thread.interrupted()) {
        throw new InterruptedException();
      }
      history = (history << 1) | s[i - 1];
      int bit = s[i];
      long one = BitContexts.one(bit);
      scores.next();
      boolean seen = true;
      int orders = Math.min(ORDERS, i - 1);
      for (int d = 0; d < orders; d++) {
        int at = BitContexts.index(d + 1, history);
        long both = counts[at];
        seen = seen && both != 0;
        if (seen) {
          scores.predicted(d, 1 - (BitContexts.frequent(both) ^ bit));
        }
        if (seen && BitContexts.count(both, bit) != 0) {
          counts[at] = both + one;
        } else if (entries[d] < MAX_ENTRIES) {
          // Without a shorter context that was seen, this one is new.
          counts[at] = both + one;
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
    private int most;
    private int predictor;
    private final Successes successes = new Successes();

    /** The best so far predicts the next symbol. */
    void next() {
      predictor = winner;
    }

    /** Takes a prediction: 1 if it was right, else 0. */
    void predicted(int d, int right) {
      int score = of[d] + right;
      of[d] = score;
      if (score >= most && right != 0) {
        most = score;
        winner = d;
      }
      if (d == predictor) {
        successes.count(right != 0);
      }
    }
  }
}
