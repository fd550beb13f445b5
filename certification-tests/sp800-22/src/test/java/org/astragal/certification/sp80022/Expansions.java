package org.astragal.certification.sp80022;

import java.math.BigInteger;

/** The first bits of famous numbers, integer part included. */
final class Expansions {
  private Expansions() {}

  static byte[] e(int bits) {
    // The sum of 1 / k! by binary splitting; 110,000 terms are enough for 1.6 million bits.
    BigInteger[] sum = factorials(0, 110_000);
    return bytes(sum[0].add(sum[1]).shiftLeft(bits - 2).divide(sum[1]), bits);
  }

  /** {@return P and Q with P / Q = the sum of from! / k! for k above from, up to to} */
  private static BigInteger[] factorials(int from, int to) {
    if (to - from == 1) {
      return new BigInteger[] {BigInteger.ONE, BigInteger.valueOf(to)};
    }
    int middle = (from + to) / 2;
    BigInteger[] left = factorials(from, middle);
    BigInteger[] right = factorials(middle, to);
    return new BigInteger[] {left[0].multiply(right[1]).add(right[0]), left[1].multiply(right[1])};
  }

  static byte[] pi(int bits) {
    // Chudnovsky's series by binary splitting: 47 bits a term.
    BigInteger[] sum = chudnovsky(0, bits / 47 + 2);
    int guard = 64;
    BigInteger root = BigInteger.valueOf(10_005).shiftLeft(2 * (bits + guard)).sqrt();
    BigInteger pi = sum[1].multiply(BigInteger.valueOf(426_880)).multiply(root).divide(sum[2]);
    return bytes(pi.shiftRight(guard + 2), bits);
  }

  private static BigInteger[] chudnovsky(int from, int to) {
    if (to - from == 1) {
      BigInteger k = BigInteger.valueOf(from);
      BigInteger p =
          from == 0
              ? BigInteger.ONE
              : BigInteger.valueOf(6L * from - 5)
                  .multiply(BigInteger.valueOf(2L * from - 1))
                  .multiply(BigInteger.valueOf(6L * from - 1));
      BigInteger q =
          from == 0
              ? BigInteger.ONE
              : k.pow(3).multiply(BigInteger.valueOf(10_939_058_860_032_000L));
      BigInteger t = p.multiply(BigInteger.valueOf(13_591_409 + 545_140_134L * from));
      return new BigInteger[] {p, q, from % 2 == 0 ? t : t.negate()};
    }
    int middle = (from + to) / 2;
    BigInteger[] left = chudnovsky(from, middle);
    BigInteger[] right = chudnovsky(middle, to);
    return new BigInteger[] {
      left[0].multiply(right[0]),
      left[1].multiply(right[1]),
      right[1].multiply(left[2]).add(left[0].multiply(right[2]))
    };
  }

  static byte[] sqrt2(int bits) {
    return bytes(BigInteger.ONE.shiftLeft(2 * bits - 1).sqrt(), bits);
  }

  private static byte[] bytes(BigInteger value, int bits) {
    if (value.bitLength() != bits) {
      throw new IllegalStateException(value.bitLength() + " bits");
    }
    byte[] all = value.shiftLeft((8 - bits % 8) % 8).toByteArray();
    byte[] bytes = new byte[(bits + 7) / 8];
    System.arraycopy(all, all.length - bytes.length, bytes, 0, bytes.length);
    return bytes;
  }
}
