package org.astragal.bench;

/**
 * How much was done in a second.
 *
 * @param clock of the clock
 * @param processor of processor time, of all threads together; tells more than the clock where
 *     others use the processors too
 */
record Rates(double clock, double processor) {
  /** {@return both, divided by a number} */
  Rates dividedBy(double number) {
    return new Rates(clock / number, processor / number);
  }
}
