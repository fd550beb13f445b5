package org.astragal.certification.sp80090b;

/** One of the ten estimators of section 6.3. Without state. */
interface Estimator {
  /**
   * Estimates.
   *
   * @param series the symbols
   * @return the min-entropy of a symbol, or what the data lacks
   * @throws InterruptedException if the thread is interrupted
   */
  Estimate estimate(Series series) throws InterruptedException;
}
