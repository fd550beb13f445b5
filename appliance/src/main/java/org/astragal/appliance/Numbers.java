package org.astragal.appliance;

/** Reads numbers that stand in addresses. */
final class Numbers {
  /** Digits of the largest number read. */
  private static final int MAX_DIGITS = 18;

  private Numbers() {}

  /**
   * Reads a decimal without sign or leading zeros.
   *
   * @throws ProblemException if it is another text; it names {@code what}
   */
  static long of(String what, String text) throws ProblemException {
    boolean digits =
        !text.isEmpty()
            && text.length() <= MAX_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9')
            && (text.length() == 1 || text.charAt(0) != '0');
    if (!digits) {
      throw new ProblemException(
          ProblemType.INVALID_PARAMETER, what + " must be a whole number without leading zeros.");
    }
    return Long.parseLong(text);
  }
}
