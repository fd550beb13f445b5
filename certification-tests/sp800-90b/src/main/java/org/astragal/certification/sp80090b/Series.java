package org.astragal.certification.sp80090b;

/**
 * A sequence of symbols as an estimator of section 6.3 takes it. Nobody writes to the array after
 * it was made.
 *
 * <p>Not a record: an array in a record would compare by identity.
 */
final class Series {
  private final byte[] symbols;
  private final int alphabet;

  /**
   * Creates one.
   *
   * @param symbols each from 0 to {@code alphabet} - 1, unsigned; not copied
   * @param alphabet how many different symbols there are, from 2 to 256
   */
  Series(byte[] symbols, int alphabet) {
    this.symbols = symbols;
    this.alphabet = alphabet;
  }

  /** {@return the symbols; to be read only} */
  byte[] symbols() {
    return symbols;
  }

  /** {@return how many symbols there are} */
  int length() {
    return symbols.length;
  }

  /** {@return k, the number of different symbols} */
  int alphabet() {
    return alphabet;
  }
}
