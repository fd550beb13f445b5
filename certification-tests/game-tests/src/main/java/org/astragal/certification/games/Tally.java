package org.astragal.certification.games;

/** Takes draws one after the other, and says at the end how they fit. Use by one thread. */
interface Tally {
  /**
   * Takes the next draw.
   *
   * @param value from 0 on, below what the tally was made for
   */
  void add(int value);

  /**
   * Says how they fit.
   *
   * @param lines receives it
   * @param draws how many were taken
   */
  void finish(Lines lines, long draws);
}
