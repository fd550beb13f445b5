package org.astragal.ledger;

import java.util.Currency;

/** Amounts as others write them, read digit by digit: no floating-point number is ever made. */
final class Amounts {
  private static final int MICRO_DIGITS = 6;
  private static final int MAX_DIGITS = 40;

  private Amounts() {}

  /** {@return the decimals of a currency's minor unit, ISO 4217} */
  static int decimals(String currency) throws DoubtException {
    try {
      var digits = Currency.getInstance(currency).getDefaultFractionDigits();
      if (digits >= 0) {
        return digits;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new DoubtException(Doubt.BAD_VALUE, "currency: not an ISO 4217 code of a currency");
  }

  /** {@return minor units} The text has major units and at most {@code decimals} decimals. */
  static long minor(String name, String text, int decimals) throws DoubtException {
    return scaled(name, text, decimals);
  }

  /** {@return micro-units, of which a minor unit has 10^6} */
  static long micro(String name, String text, int decimals) throws DoubtException {
    return scaled(name, text, decimals + MICRO_DIGITS);
  }

  /** {@return a whole number, 0 or more} */
  static long whole(String name, String text) throws DoubtException {
    return scaled(name, text, 0);
  }

  /** {@return the number times 10^places, exact} Zeros at the end of the decimals do not count. */
  private static long scaled(String name, String text, int places) throws DoubtException {
    var point = text.indexOf('.');
    var whole = point < 0 ? text : text.substring(0, point);
    var decimals = point < 0 ? "" : text.substring(point + 1);
    if (text.length() > MAX_DIGITS
        || !isDigits(whole)
        || (point >= 0 && !isDigits(decimals))
        || (whole.length() > 1 && whole.charAt(0) == '0' && point >= 0)) {
      throw new DoubtException(Doubt.BAD_VALUE, name + ": not a plain decimal number, 0 or more");
    }
    var end = decimals.length();
    while (end > places && decimals.charAt(end - 1) == '0') {
      end--;
    }
    if (end > places) {
      throw new DoubtException(Doubt.TOO_PRECISE, name + ": more than " + places + " decimals");
    }
    try {
      var value = 0L;
      for (var i = 0; i < whole.length(); i++) {
        value = Math.addExact(Math.multiplyExact(value, 10), whole.charAt(i) - '0');
      }
      for (var i = 0; i < places; i++) {
        value =
            Math.addExact(Math.multiplyExact(value, 10), i < end ? decimals.charAt(i) - '0' : 0);
      }
      return value;
    } catch (ArithmeticException e) {
      throw new DoubtException(Doubt.BAD_VALUE, name + ": too large");
    }
  }

  /** {@return 10 to the power of {@code digits}, 0 to 18} */
  static long powerOfTen(int digits) {
    var power = 1L;
    for (var i = 0; i < digits; i++) {
      power = Math.multiplyExact(power, 10);
    }
    return power;
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
