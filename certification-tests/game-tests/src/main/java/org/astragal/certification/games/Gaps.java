package org.astragal.certification.games;

/**
 * How many draws lie between two hits of the lowest three tenths of the values; the first gap
 * begins with the data.
 */
final class Gaps implements Tally {
  private static final double HITS = 0.3;

  /** Longer gaps, which fewer than eight in ten thousand are, are counted together. */
  private static final double LONG = Math.log(0.0008);

  private final int hits;
  private final double p;
  private final long[] counts;
  private int gap;

  /**
   * Begins.
   *
   * @param values how many there are
   */
  Gaps(int values) {
    hits = (int) Math.max(1, Math.round(HITS * values));
    p = (double) hits / values;
    counts = new long[(int) Math.round(LONG / Math.log1p(-p)) + 1];
  }

  @Override
  public void add(int value) {
    if (value < hits) {
      counts[Math.min(gap, counts.length - 1)]++;
      gap = 0;
    } else {
      gap++;
    }
  }

  @Override
  public void finish(Lines lines, long draws) {
    double[] chances = new double[counts.length];
    for (int i = 0; i < chances.length; i++) {
      chances[i] = (i == chances.length - 1 ? 1 : p) * Math.pow(1 - p, i);
    }
    lines.chiSquare(
        TestName.GAP,
        "",
        counts,
        chances,
        draws,
        "hits",
        "0-" + (hits - 1),
        "longest",
        counts.length - 1);
  }
}
