package org.astragal.certification.battery;

/** What one finding says. */
public enum Status {
  /** The statistic lies inside its threshold. */
  PASS,
  /** The statistic lies outside its threshold. */
  FAIL,
  /** The data cannot carry the test; the finding's note says what it needs. */
  NOT_RUN
}
