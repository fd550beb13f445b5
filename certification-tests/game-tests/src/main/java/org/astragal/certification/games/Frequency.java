package org.astragal.certification.games;

/** How often each value comes; values of a large range by intervals. */
final class Frequency {
  /** More values than this are counted by intervals, so that each expects enough. */
  private static final int MOST_CELLS = 4_096;

  private static final int INTERVALS = 1_024;

  /** So many counts are printed. */
  private static final int PRINTED = 128;

  private final long below;
  private final long width;
  private final long[] counts;

  /**
   * Begins.
   *
   * @param below how many values are possible
   */
  Frequency(long below) {
    this.below = below;
    this.width = below <= MOST_CELLS ? 1 : (below - 1) / INTERVALS + 1;
    this.counts = new long[(int) ((below - 1) / width + 1)];
  }

  void add(long value) {
    counts[(int) (value / width)]++;
  }

  void finish(Lines lines, long draws) {
    double[] p = new double[counts.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = (double) Math.min(width, below - i * width) / below;
    }
    if (counts.length <= PRINTED) {
      lines.chiSquare(TestName.FREQUENCY, "", counts, p, draws, "counts", Lines.list(counts));
    } else {
      lines.chiSquare(TestName.FREQUENCY, "", counts, p, draws, "cells", counts.length);
    }
  }
}
