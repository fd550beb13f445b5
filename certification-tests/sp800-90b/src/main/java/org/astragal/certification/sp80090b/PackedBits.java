package org.astragal.certification.sp80090b;

/** Bits, 64 in a word, the first in the lowest place. */
final class PackedBits {
  private final long[] words;

  /** Packs bits that come one in a byte. */
  PackedBits(byte[] bits) {
    words = new long[bits.length / Long.SIZE + 2];
    for (int i = 0; i < bits.length; i++) {
      words[i / Long.SIZE] |= (long) bits[i] << (i % Long.SIZE);
    }
  }

  /** {@return 64 bits from that index on, with zeros beyond the end} */
  long at(int index) {
    int word = index / Long.SIZE;
    int shift = index % Long.SIZE;
    return shift == 0
        ? words[word]
        : (words[word] >>> shift) | (words[word + 1] << (Long.SIZE - shift));
  }
}
