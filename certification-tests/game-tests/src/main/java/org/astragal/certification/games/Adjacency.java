package org.astragal.certification.games;

/**
 * Pairs of draws, each draw in one pair: how often the two are neighbours, x and x + 1 or x - 1.
 */
final class Adjacency implements Tally {
  private final int values;
  private long neighbours;
  private long pairs;
  private int held = -1;

  /**
   * Begins.
   *
   * @param values how many there are, at least 3: of two values, different ones are neighbours
   */
  Adjacency(int values) {
    this.values = values;
  }

  @Override
  public void add(int value) {
    if (held < 0) {
      held = value;
    } else {
      pairs++;
      neighbours += Math.abs(held - value) == 1 ? 1 : 0;
      held = -1;
    }
  }

  @Override
  public void finish(Lines lines, long draws) {
    double p = 2.0 * (values - 1) / values / values;
    lines.chiSquare(
        TestName.ADJACENCY,
        "",
        new long[] {neighbours, pairs - neighbours},
        new double[] {p, 1 - p},
        draws,
        "neighbours",
        neighbours);
  }
}
