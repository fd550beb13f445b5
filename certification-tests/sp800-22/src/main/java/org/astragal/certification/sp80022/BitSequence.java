package org.astragal.certification.sp80022;

/**
 * The bits under test, 64 to a word: bit i is bit {@code 63 - i % 64} of word {@code i / 64}, so
 * the first bit of a file is the most significant bit of its first byte. Beyond the end there are
 * zeros, two words of them at least. Immutable.
 */
final class BitSequence {
  private final long[] words;
  private final int length;

  private BitSequence(long[] words, int length) {
    this.words = words;
    this.length = length;
  }

  /** Takes the first bits of bytes. */
  static BitSequence of(byte[] bytes, int length) {
    if (length < 1 || length > 8L * bytes.length) {
      throw new IllegalArgumentException(length + " bits of " + bytes.length + " bytes");
    }
    long[] words = new long[(length + 63) / 64 + 2];
    for (int i = 0; i < (length + 7) / 8; i++) {
      words[i >>> 3] |= (bytes[i] & 0xffL) << (56 - 8 * (i & 7));
    }
    if ((length & 63) != 0) {
      words[length >>> 6] &= -1L << (64 - (length & 63));
    }
    return new BitSequence(words, length);
  }

  int length() {
    return length;
  }

  /** {@return the words; the caller must not change them} */
  long[] words() {
    return words;
  }

  int bit(int index) {
    return (int) (words[index >>> 6] >>> (63 - (index & 63))) & 1;
  }

  /** {@return the 64 bits from an index on, the first one most significant} */
  long from(int index) {
    int word = index >>> 6;
    int bit = index & 63;
    // A shift by 64 would be none: two of them, by 63 - bit and by 1, are one.
    return (words[word] << bit) | (words[word + 1] >>> 1 >>> (63 - bit));
  }

  /** {@return how many ones lie from one index to before another} */
  int ones(int start, int end) {
    int count = 0;
    int at = start;
    for (; at + 64 <= end; at += 64) {
      count += Long.bitCount(from(at));
    }
    return at < end ? count + Long.bitCount(from(at) >>> (64 - (end - at))) : count;
  }
}
