package org.astragal.certification.games;

/** Runs of draws in the lower and in the upper half of the range (Wald and Wolfowitz). */
final class MedianRuns implements Tally {
  private final int values;
  private long upper;
  private long lower;
  private long runs;
  private int last = -1;

  /**
   * Begins.
   *
   * @param values how many there are
   */
  MedianRuns(int values) {
    this.values = values;
  }

  @Override
  public void add(int value) {
    int half = 2L * value >= values ? 1 : 0;
    upper += half;
    lower += 1 - half;
    runs += half == last ? 0 : 1;
    last = half;
  }

  @Override
  public void finish(Lines lines, long draws) {
    double n = upper + (double) lower;
    double mean = 2.0 * upper * lower / n + 1;
    double variance = (mean - 1) * (mean - 2) / (n - 1);
    if (!(variance >= 1)) {
      lines.notRun(TestName.RUNS, "median", draws, "needs draws in both halves of the range");
      return;
    }
    lines.normal(
        TestName.RUNS,
        "median",
        (runs - mean) / Math.sqrt(variance),
        draws,
        "runs",
        runs,
        "upper",
        upper,
        "lower",
        lower);
  }
}
