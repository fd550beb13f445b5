package org.astragal.certification.games;

/** Pairs of neighbouring draws, each draw in one pair: all pairs are equally likely. */
final class SerialPairs implements Tally {
  private final int values;
  private final long[] counts;
  private int held = -1;

  /**
   * Begins.
   *
   * @param values how many there are
   */
  SerialPairs(int values) {
    this.values = values;
    this.counts = new long[values * values];
  }

  @Override
  public void add(int value) {
    if (held < 0) {
      held = value;
    } else {
      counts[held * values + value]++;
      held = -1;
    }
  }

  @Override
  public void finish(Lines lines, long draws) {
    lines.chiSquare(
        TestName.SERIAL_PAIRS, "", counts, Chances.equal(counts.length), draws, "pairs", draws / 2);
  }
}
