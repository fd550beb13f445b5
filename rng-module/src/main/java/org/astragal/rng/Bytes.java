package org.astragal.rng;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Several samples at a time, for tests that look at each of them. */
final class Bytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final long LOW_SEVEN_BITS = 0x7f7f7f7f7f7f7f7fL;
  private static final long EACH_BYTE = 0x0101010101010101L;

  private Bytes() {}

  /** {@return eight bytes from there on, the first in the highest bits} */
  static long longAt(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /** {@return how many bytes of a range have a value} */
  static int count(byte[] bytes, int from, int to, byte value) {
    long wanted = (value & 0xff) * EACH_BYTE;
    int count = 0;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      // A byte of the difference is zero where the values are equal, and then its highest bit is
      // the only one that stays clear below.
      long difference = longAt(bytes, i) ^ wanted;
      long unequal = (difference & LOW_SEVEN_BITS) + LOW_SEVEN_BITS | difference | LOW_SEVEN_BITS;
      count += Long.bitCount(~unequal);
    }
    for (; i < to; i++) {
      count += bytes[i] == value ? 1 : 0;
    }
    return count;
  }
}
