package org.astragal.certification.sp80090b;

/** A way to assess samples. */
public enum Track {
  /** The ten estimators of section 6.3, for any source. */
  NON_IID,
  /** The tests of section 5: whether the samples may be taken as independent and alike. */
  IID,
  /**
   * The restart tests of section 3.1.4: the data are the first 1,000 samples after each of 1,000
   * restarts, one restart after the other.
   */
  RESTART
}
