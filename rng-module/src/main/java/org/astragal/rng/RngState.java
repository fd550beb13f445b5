package org.astragal.rng;

/** Whether a generator draws. */
public enum RngState {
  /** All tests passed; draws are given. */
  OK,
  /** The noise source is away; each draw is refused after one attempt to get it back. */
  UNAVAILABLE,
  /** Bad randomness was seen; every draw is refused for the rest of this generator's life. */
  ALARM,
  /** Closed. */
  CLOSED
}
