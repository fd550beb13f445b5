package org.astragal.certification.games;

import java.util.ArrayList;
import java.util.List;

/**
 * The tests of independent draws from one range, in one pass. Use by one thread.
 *
 * <p>Tests of patterns want a small alphabet. A range of up to 60 values is its own; of a larger
 * one ten classes are made that are exactly equal: a few highest values belong to none and are left
 * out of these tests.
 */
final class NumberTests {
  /** A coupon collector's set is held in a word. */
  private static final int MOST_VALUES = 60;

  private static final int CLASSES = 10;

  /** Draws that are taken as one round where nobody says how many belong together. */
  private static final int ROUND = 5;

  private final int alphabet;
  private final long classWidth;
  private final Frequency frequency;
  private final List<Tally> tallies = new ArrayList<>();
  private final Interplay interplay;
  private final int[] round = new int[ROUND];
  private final boolean wantsInterplay;
  private int inRound;
  private long draws;
  private long classified;

  /**
   * Begins.
   *
   * @param below how many values are possible
   * @param lines says which tests are wanted
   */
  NumberTests(long below, Lines lines) {
    alphabet = below <= MOST_VALUES ? (int) below : CLASSES;
    classWidth = below / alphabet;
    frequency = new Frequency(below);
    add(lines, TestName.OVERLAPS, new Overlaps(Chances.equal(alphabet)));
    add(lines, TestName.GAP, new Gaps(alphabet));
    add(lines, TestName.POKER, new Poker(alphabet));
    add(lines, TestName.COUPON_COLLECTOR, new Coupons(alphabet));
    add(lines, TestName.RUNS, new MedianRuns(alphabet));
    add(lines, TestName.SERIAL_PAIRS, new SerialPairs(alphabet));
    add(lines, TestName.SUBSEQUENCES, new Subsequences(alphabet));
    if (alphabet > 2) {
      add(lines, TestName.ADJACENCY, new Adjacency(alphabet));
    }
    interplay = new Interplay(ROUND, alphabet, true);
    wantsInterplay = lines.wants(TestName.INTERPLAY_CORRELATION);
  }

  private void add(Lines lines, TestName test, Tally tally) {
    if (lines.wants(test)) {
      tallies.add(tally);
    }
  }

  void add(long value) {
    draws++;
    frequency.add(value);
    long symbol = value / classWidth;
    if (symbol >= alphabet) {
      return;
    }
    classified++;
    for (Tally tally : tallies) {
      tally.add((int) symbol);
    }
    if (wantsInterplay) {
      round[inRound++] = (int) symbol;
      if (inRound == ROUND) {
        interplay.add(round);
        inRound = 0;
      }
    }
  }

  /** {@return how many draws there were} */
  long draws() {
    return draws;
  }

  void finish(Lines lines) {
    frequency.finish(lines, draws);
    for (Tally tally : tallies) {
      tally.finish(lines, classified);
    }
    if (wantsInterplay) {
      // The rounds before are what the lags of the serial correlation are.
      interplay.finish(lines, false);
    }
  }
}
