package org.astragal.signer;

/** The reason codes of {@code round.voided} that this module gives itself. */
final class VoidReason {
  /** The appliance stopped between the intent and the record. */
  static final String INTERRUPTED = "interrupted";

  /** The record of the round would be longer than a record can be. */
  static final String RECORD_TOO_LARGE = "record-too-large";

  /** The play failed in a way that its author did not foresee. */
  static final String INTERNAL = "internal";

  private static final int MAX_LENGTH = 64;

  private VoidReason() {}

  static String check(String reason) {
    if (reason.isEmpty() || reason.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a reason has 1 to 64 characters: " + reason.length());
    }
    for (int i = 0; i < reason.length(); i++) {
      char c = reason.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
        throw new IllegalArgumentException("a reason is a-z, 0-9 and '-': " + reason);
      }
    }
    return reason;
  }
}
