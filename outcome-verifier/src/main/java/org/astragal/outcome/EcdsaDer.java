package org.astragal.outcome;

/**
 * The only DER spelling of an ECDSA signature on P-256: platforms differ in what else they take.
 *
 * @spec rfc5480.html#appendix-A RFC 5480, Appendix A ASN.1 Module
 */
final class EcdsaDer {
  private static final byte SEQUENCE = 0x30;
  private static final byte INTEGER = 0x02;

  /** A 256-bit number with its sign byte. */
  private static final int MAX_INTEGER = 33;

  /** Two such integers in a sequence. */
  static final int MAX_BYTES = 2 + 2 * (2 + MAX_INTEGER);

  private EcdsaDer() {}

  static boolean isStrict(byte[] der) {
    // Two integers of at most 35 bytes: the length always fits one byte.
    if (der.length < 8 || der.length > MAX_BYTES) {
      return false;
    }
    if (der[0] != SEQUENCE || der[1] != der.length - 2) {
      return false;
    }
    int second = integerEnd(der, 2);
    return second > 0 && integerEnd(der, second) == der.length;
  }

  /** {@return the place after the positive integer at {@code at}, or -1 if there is none} */
  private static int integerEnd(byte[] der, int at) {
    if (at + 3 > der.length || der[at] != INTEGER) {
      return -1;
    }
    int length = der[at + 1];
    if (length < 1 || length > MAX_INTEGER || at + 2 + length > der.length) {
      return -1;
    }
    byte first = der[at + 2];
    boolean padded = first == 0 && (length == 1 || der[at + 3] >= 0);
    boolean tooLong = length == MAX_INTEGER && first != 0;
    return first < 0 || padded || tooLong ? -1 : at + 2 + length;
  }
}
