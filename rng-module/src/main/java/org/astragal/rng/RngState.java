package org.astragal.rng;

/** Whether a generator draws. */
public enum RngState {
  /** All tests passed; draws are given. */
  OK,
  /** The noise source is away; draws are refused until it is back and passes the start-up tests. */
  UNAVAILABLE,
  /**
   * Bad randomness was seen; draws are refused until the start-up tests succeed and, as configured,
   * somebody says so.
   */
  ALARM,
  /** Closed. */
  CLOSED
}
