package org.astragal.outcome;

/** Decimal strings of 64-bit numbers in their only spelling: no sign, no leading zeros. */
final class Decimals {
  /** Digits of 2^63 - 1. */
  private static final int MAX_DIGITS = 19;

  private Decimals() {}

  /** {@return the value, or -1 if {@code text} is not 0 to 2^63 - 1 in its only spelling} */
  static long parse(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_DIGITS || (text.charAt(0) == '0' && length > 1)) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
      // Nineteen nines are below 2^64, so an overflow shows as a negative number.
      if (value < 0) {
        return -1;
      }
    }
    return value;
  }
}
