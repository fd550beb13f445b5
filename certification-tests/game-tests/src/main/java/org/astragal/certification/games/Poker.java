package org.astragal.certification.games;

import java.util.Arrays;

/** Hands of five draws: how many differ, and which of the seven kinds they are. */
final class Poker implements Tally {
  private static final int HAND = 5;

  /** Kinds of hands, the most equal one first: aaaaa, aaaab, aaabb, aaabc, aabbc, aabcd, abcde. */
  private static final int KINDS = 7;

  private final int values;
  private final int[] hand = new int[HAND];
  private int held;
  private final long[] distinct;
  private final long[] kinds = new long[KINDS];

  /**
   * Begins.
   *
   * @param values how many there are, at least 2
   */
  Poker(int values) {
    this.values = values;
    this.distinct = new long[HAND];
  }

  @Override
  public void add(int value) {
    hand[held++] = value;
    if (held == HAND) {
      held = 0;
      count();
    }
  }

  private void count() {
    int different = 0;
    int pairs = 0;
    for (int i = 0; i < HAND; i++) {
      int before = 0;
      for (int j = 0; j < i; j++) {
        before += hand[i] == hand[j] ? 1 : 0;
      }
      different += before == 0 ? 1 : 0;
      pairs += before;
    }
    distinct[different - 1]++;
    kinds[kind(different, pairs)]++;
  }

  private static int kind(int different, int pairs) {
    // Four and one have 6 equal pairs, three and two 4; three, one and one 3, two pairs 2.
    return switch (different) {
      case 1 -> 0;
      case 2 -> pairs == 6 ? 1 : 2;
      case 3 -> pairs == 3 ? 3 : 4;
      case 4 -> 5;
      default -> 6;
    };
  }

  @Override
  public void finish(Lines lines, long draws) {
    long[] possible = Arrays.copyOf(distinct, Math.min(HAND, values));
    double[] chances = Arrays.copyOf(Chances.distinct(values, HAND), possible.length);
    lines.chiSquare(
        TestName.POKER, "distinct", possible, chances, draws, "counts", Lines.list(possible));
    if (values >= HAND) {
      lines.chiSquare(
          TestName.POKER,
          "hands",
          kinds,
          Chances.poker(values),
          draws,
          "counts",
          Lines.list(kinds));
    }
  }
}
