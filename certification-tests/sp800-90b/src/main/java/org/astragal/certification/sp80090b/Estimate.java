package org.astragal.certification.sp80090b;

import java.util.Map;

/** What one estimator says of one series. */
sealed interface Estimate {
  /**
   * The data carried the estimator.
   *
   * @param minEntropy bits for each symbol, 0 or more
   * @param details the figures that it follows from, in the order of the report
   */
  record Value(double minEntropy, Map<String, String> details) implements Estimate {}

  /**
   * The data did not.
   *
   * @param reason what it needs
   */
  record Unfit(String reason) implements Estimate {}
}
