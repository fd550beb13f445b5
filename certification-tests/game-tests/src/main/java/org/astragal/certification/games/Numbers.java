package org.astragal.certification.games;

import org.astragal.certification.battery.SampleException;

/** Draws in order, from wherever they come. Use by one thread. */
interface Numbers {
  /** There are no more. */
  long END = -1;

  /**
   * {@return the next number from 0 to {@code below - 1}, or {@link #END}}
   *
   * @param below how many values are possible, at least 1
   * @throws BadDrawException if the next number is none
   */
  long next(long below) throws SampleException, InterruptedException, BadDrawException;
}
