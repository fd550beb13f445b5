package org.astragal.certification.diehard;

/**
 * How the battery judges. Immutable.
 *
 * @param level a test fails if its P-value is below this; above 0 and below 0.5
 * @param samples how often a test is repeated at most, on fresh data, from 1
 * @param overlappingSums whether the overlapping sums test runs, which is known to fail good data
 */
public record DiehardOptions(double level, int samples, boolean overlappingSums) {
  private static final int MOST_SAMPLES = 1000;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public DiehardOptions {
    if (!(level > 0 && level < 0.5)) {
      throw new IllegalArgumentException("a level lies above 0 and below 0.5, not at " + level);
    }
    if (samples < 1 || samples > MOST_SAMPLES) {
      throw new IllegalArgumentException(
          "a test is repeated 1 to " + MOST_SAMPLES + " times, not " + samples);
    }
  }

  /** {@return the level 0.0001, a hundred samples at most, and no overlapping sums} */
  public static DiehardOptions defaults() {
    return new DiehardOptions(0.0001, 100, false);
  }
}
