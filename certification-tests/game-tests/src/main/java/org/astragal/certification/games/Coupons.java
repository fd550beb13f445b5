package org.astragal.certification.games;

/** How many draws it takes until every value has come, over and over. */
final class Coupons implements Tally {
  /** So many draws for each value, and more, are counted together. */
  private static final int LONG = 6;

  private final int values;
  private final long[] counts;
  private long seen;
  private int draws;
  private long segments;

  /**
   * Begins.
   *
   * @param values how many there are, 2 to 63
   */
  Coupons(int values) {
    this.values = values;
    this.counts = new long[(LONG - 1) * values + 1];
  }

  @Override
  public void add(int value) {
    draws++;
    seen |= 1L << value;
    if (seen == (1L << values) - 1) {
      counts[Math.min(draws - values, counts.length - 1)]++;
      segments++;
      seen = 0;
      draws = 0;
    }
  }

  @Override
  public void finish(Lines lines, long size) {
    lines.chiSquare(
        TestName.COUPON_COLLECTOR,
        "",
        counts,
        Chances.coupons(values, LONG * values),
        size,
        "segments",
        segments);
  }
}
