package org.astragal.certification.battery;

import java.util.Arrays;

/**
 * The length of the shortest linear feedback shift register that makes a bit sequence, by the
 * algorithm of Berlekamp and Massey on 64 coefficients at a time. Bit i of a sequence is bit {@code
 * 63 - i % 64} of word {@code i / 64}.
 */
public final class LinearComplexity {
  /** Up to this degree the polynomials are held in four registers. */
  private static final int REGISTER_DEGREE = 255;

  private LinearComplexity() {}

  /**
   * Computes the linear complexity.
   *
   * @param bits the words that hold the sequence
   * @param offset of its first bit
   * @param length of the sequence in bits
   * @return from 0 to {@code length}
   * @throws IndexOutOfBoundsException if the sequence does not lie within the words
   */
  public static int of(long[] bits, long offset, int length) {
    if (offset < 0 || length < 0 || offset + length > 64L * bits.length) {
      throw new IndexOutOfBoundsException(
          length + " bits from " + offset + " of " + 64L * bits.length);
    }
    if (length <= 2 * REGISTER_DEGREE) {
      int complexity = inRegisters(bits, offset, length);
      if (complexity <= REGISTER_DEGREE) {
        return complexity;
      }
    }
    return inArrays(bits, offset, length);
  }

  /**
   * For short sequences. Degrees above 255 fall off the end; they matter only after the complexity
   * has grown above that, and it never shrinks again.
   */
  private static int inRegisters(long[] bits, long offset, int length) {
    // C = c3 c2 c1 c0 is the connection polynomial, B the one before its last change of length
    // times x for each step since; bit j of R is the bit j steps back.
    long c0 = 1;
    long c1 = 0;
    long c2 = 0;
    long c3 = 0;
    long b0 = 1;
    long b1 = 0;
    long b2 = 0;
    long b3 = 0;
    long r0 = 0;
    long r1 = 0;
    long r2 = 0;
    long r3 = 0;
    long complexity = 0;
    for (int i = 0; i < length; i++) {
      long at = offset + i;
      long bit = (bits[(int) (at >>> 6)] << (at & 63)) >>> 63;
      r3 = (r3 << 1) | (r2 >>> 63);
      r2 = (r2 << 1) | (r1 >>> 63);
      r1 = (r1 << 1) | (r0 >>> 63);
      r0 = (r0 << 1) | bit;
      b3 = (b3 << 1) | (b2 >>> 63);
      b2 = (b2 << 1) | (b1 >>> 63);
      b1 = (b1 << 1) | (b0 >>> 63);
      b0 <<= 1;
      long sum = (c0 & r0) ^ (c1 & r1) ^ (c2 & r2) ^ (c3 & r3);
      // No branch: a discrepancy is a coin flip, which no processor predicts.
      long differs = -(Long.bitCount(sum) & 1L);
      long grows = differs & ((2 * complexity - i - 1) >> 63);
      long d0 = b0 & differs;
      long d1 = b1 & differs;
      long d2 = b2 & differs;
      long d3 = b3 & differs;
      b0 ^= (b0 ^ c0) & grows;
      b1 ^= (b1 ^ c1) & grows;
      b2 ^= (b2 ^ c2) & grows;
      b3 ^= (b3 ^ c3) & grows;
      c0 ^= d0;
      c1 ^= d1;
      c2 ^= d2;
      c3 ^= d3;
      complexity += (i + 1 - 2 * complexity) & grows;
    }
    return (int) complexity;
  }

  private static int inArrays(long[] bits, long offset, int length) {
    int words = length / 64 + 2;
    // Bit length - 1 - i of the reversed sequence is bit i of the sequence.
    long[] reversed = new long[words + 1];
    for (int i = 0; i < length; i++) {
      long at = offset + i;
      int to = length - 1 - i;
      reversed[to >>> 6] |= ((bits[(int) (at >>> 6)] << (at & 63)) >>> 63) << to;
    }
    long[] c = new long[words];
    long[] b = new long[words];
    long[] held = new long[words];
    c[0] = 1;
    b[0] = 1;
    int complexity = 0;
    int degreeWords = 1;
    int shift = 0;
    for (int i = 0; i < length; i++) {
      shift++;
      if (!differs(c, complexity / 64 + 1, reversed, length - 1 - i)) {
        continue;
      }
      if (2 * complexity > i) {
        addShifted(c, b, degreeWords, shift);
        continue;
      }
      int used = complexity / 64 + 1;
      System.arraycopy(c, 0, held, 0, used);
      addShifted(c, b, degreeWords, shift);
      Arrays.fill(b, 0, degreeWords, 0);
      long[] free = b;
      b = held;
      held = free;
      degreeWords = used;
      shift = 0;
      complexity = i + 1 - complexity;
    }
    return complexity;
  }

  private static boolean differs(long[] c, int used, long[] reversed, int from) {
    int word = from >>> 6;
    int bit = from & 63;
    long sum = 0;
    if (bit == 0) {
      for (int k = 0; k < used && word + k < reversed.length; k++) {
        sum ^= c[k] & reversed[word + k];
      }
    } else {
      for (int k = 0; k < used && word + k + 1 < reversed.length; k++) {
        sum ^= c[k] & ((reversed[word + k] >>> bit) | (reversed[word + k + 1] << (64 - bit)));
      }
    }
    return (Long.bitCount(sum) & 1) != 0;
  }

  /** Adds x^shift B to C; what B has lies within its first words and fits. */
  private static void addShifted(long[] c, long[] b, int used, int shift) {
    int word = shift >>> 6;
    int bit = shift & 63;
    int last = Math.min(used, c.length - word);
    if (bit == 0) {
      for (int k = 0; k < last; k++) {
        c[word + k] ^= b[k];
      }
      return;
    }
    c[word] ^= b[0] << bit;
    for (int k = 1; k < last; k++) {
      c[word + k] ^= (b[k] << bit) | (b[k - 1] >>> (64 - bit));
    }
    if (word + last < c.length) {
      c[word + last] ^= b[last - 1] >>> (64 - bit);
    }
  }
}
