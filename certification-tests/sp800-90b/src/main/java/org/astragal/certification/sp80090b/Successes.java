package org.astragal.certification.sp80090b;

/**
 * Which predictions came true: what the four prediction estimators count for their last steps.
 *
 * <p>Thread safety: use by one thread.
 */
final class Successes {
  private long correct;
  private long run;
  private long longestRun;

  /** Counts one prediction. */
  void count(boolean right) {
    if (right) {
      correct++;
      run++;
      longestRun = Math.max(longestRun, run);
    } else {
      run = 0;
    }
  }

  /**
   * {@return what they say of the min-entropy}
   *
   * @param predictions N, how many there were, at least 2
   * @param alphabet k, the number of different symbols
   */
  Estimate estimate(long predictions, int alphabet) {
    return Prediction.of(correct, predictions, longestRun, alphabet);
  }
}
