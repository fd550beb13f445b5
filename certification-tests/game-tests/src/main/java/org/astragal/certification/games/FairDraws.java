package org.astragal.certification.games;

import java.nio.ByteBuffer;
import java.util.function.LongUnaryOperator;
import org.astragal.certification.battery.Generators;

/** Unbiased draws of a good stream, as the product makes them: by rejection on 64-bit words. */
final class FairDraws {
  /** Words of a part of the stream, which has a seed of its own. */
  private static final int PART_WORDS = 1 << 14;

  private final long seed;
  private ByteBuffer part = ByteBuffer.allocate(0);
  private long parts;

  private FairDraws(long seed) {
    this.seed = seed;
  }

  /** {@return a draw below a bound at each call} */
  static LongUnaryOperator of(long seed) {
    return new FairDraws(seed)::below;
  }

  private long below(long n) {
    // 2^64 mod n words are too many.
    long reject = Long.remainderUnsigned(-n, n);
    long word = word();
    while (Long.compareUnsigned(word, reject) < 0) {
      word = word();
    }
    return Long.remainderUnsigned(word, n);
  }

  private long word() {
    if (!part.hasRemaining()) {
      part =
          ByteBuffer.wrap(
              Generators.aesCtr((seed + 1) * 1_000_000 + parts++).bytes(PART_WORDS * Long.BYTES));
    }
    return part.getLong();
  }
}
