package org.astragal.certification.sp80090b;

/**
 * Predicts by a dictionary of what followed strings of up to 16 symbols, which is filled once.
 *
 * @spec sp800-90b.html#6.3.10 SP 800-90B, 6.3.10 LZ78Y Prediction
 */
final class Lz78y implements Estimator {
  /** B, the longest string. */
  private static final int LONGEST = 16;

  private static final int MAX_DICTIONARY = 65_536;
  private static final int LEAST = LONGEST + 3;
  private static final int CHECK_EVERY = 1 << 18;

  @Override
  public Estimate estimate(Series series) throws InterruptedException {
    if (series.length() < LEAST) {
      return new Estimate.Unfit("needs at least " + LEAST + " samples, has " + series.length());
    }
    var successes = series.alphabet() == 2 ? ofBits(series.symbols()) : ofSymbols(series.symbols());
    return successes.estimate(series.length() - LONGEST - 1L, series.alphabet());
  }

  private static Successes ofSymbols(byte[] s) throws InterruptedException {
    var dictionary = new Contexts[LONGEST + 1];
    int[] hashes = new int[LONGEST + 1];
    int[] nodes = new int[LONGEST + 1];
    int used = 0;
    for (int j = 1; j <= LONGEST; j++) {
      dictionary[j] = new Contexts(s, j);
      hashes[j] = Contexts.lengthen(hashes[j - 1], s[LONGEST - j]);
      dictionary[j].count(dictionary[j].findOrAdd(LONGEST, hashes[j]), s[LONGEST], true);
      used++;
    }
    var successes = new Successes();
    // The step in which the dictionary filled up: of its strings the longest may be there although
    // the shorter are not. Of all others, every string comes with its endings.
    int lastAdded = LONGEST;
    for (int i = LONGEST + 1; i < s.length; i++) {
      if ((i & (CHECK_EVERY - 1)) == 0 && Thread.interrupted()) {
        throw new InterruptedException();
      }
      int known = lookUp(dictionary, s, i, lastAdded, hashes, nodes, used < MAX_DICTIONARY);
      // Step 3b: the longest string of the highest count predicts.
      int most = 0;
      int predicted = -1;
      for (int j = known; j > 0; j--) {
        if (nodes[j] >= 0) {
          if (dictionary[j].bestCount(nodes[j]) > most) {
            most = dictionary[j].bestCount(nodes[j]);
            predicted = dictionary[j].bestSymbol(nodes[j]);
          }
          dictionary[j].count(nodes[j], s[i], true);
        } else if (used < MAX_DICTIONARY) {
          dictionary[j].count(dictionary[j].findOrAdd(i, hashes[j]), s[i], true);
          used++;
          lastAdded = i;
        }
      }
      successes.count(predicted == (s[i] & 0xff));
    }
    return successes;
  }

  /** Sets the nodes of the strings that end before i, and returns the longest to look at. */
  private static int lookUp(
      Contexts[] dictionary,
      byte[] s,
      int i,
      int lastAdded,
      int[] hashes,
      int[] nodes,
      boolean all) {
    for (int j = 1; j <= LONGEST; j++) {
      hashes[j] = Contexts.lengthen(hashes[j - 1], s[i - j]);
      nodes[j] = dictionary[j].find(i, hashes[j]);
      if (nodes[j] < 0 && !all && !sameEnding(s, i, lastAdded, j)) {
        return j - 1;
      }
    }
    return LONGEST;
  }

  private static boolean sameEnding(byte[] s, int a, int b, int length) {
    for (int j = 1; j <= length; j++) {
      if (s[a - j] != s[b - j]) {
        return false;
      }
    }
    return true;
  }

  /** The same with tables of all strings. */
  private static Successes ofBits(byte[] s) throws InterruptedException {
    long[] counts = new BitContexts(LONGEST).counts;
    int history = 0;
    for (int i = 0; i < LONGEST; i++) {
      history = (history << 1) | s[i];
    }
    int used = LONGEST;
    for (int j = 1; j <= LONGEST; j++) {
      counts[BitContexts.index(j, history)] = BitContexts.one(s[LONGEST]);
    }
    var successes = new Successes();
    for (int i = LONGEST + 1; i < s.length; i++) {
      if ((i & (CHECK_EVERY - 1)) == 0 && Thread.interrupted()) {
        throw new InterruptedException();
      }
      history = (history << 1) | s[i - 1];
      int bit = s[i];
      long one = BitContexts.one(bit);
      int most = 0;
      int predicted = -1;
      for (int j = LONGEST; j > 0; j--) {
        int at = BitContexts.index(j, history);
        long both = counts[at];
        int frequent = BitContexts.frequent(both);
        int best = BitContexts.count(both, frequent);
        if (best > most) {
          most = best;
          predicted = frequent;
        }
        if (both != 0) {
          counts[at] = both + one;
        } else if (used < MAX_DICTIONARY) {
          counts[at] = one;
          used++;
        }
      }
      successes.count(predicted == bit);
    }
    return successes;
  }
}
