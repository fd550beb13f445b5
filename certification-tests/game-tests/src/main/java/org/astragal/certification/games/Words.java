package org.astragal.certification.games;

import java.nio.ByteBuffer;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;

/**
 * The words of a part of a sample, highest byte first, in order. Its memory does not grow with the
 * sample. Use by one thread.
 */
final class Words {
  private static final int BLOCK_BYTES = 1 << 16;

  private final Sample sample;
  private final int bytes;
  private final long end;
  private long at;
  private ByteBuffer block = ByteBuffer.allocate(0);
  private long taken;

  /**
   * Begins.
   *
   * @param from first byte
   * @param to byte behind the last; bytes that make no whole word are left out
   * @param wordBits 32 or 64
   */
  Words(Sample sample, long from, long to, int wordBits) {
    if (wordBits != Integer.SIZE && wordBits != Long.SIZE) {
      throw new IllegalArgumentException("words have 32 or 64 bits: " + wordBits);
    }
    this.sample = sample;
    this.bytes = wordBits / Byte.SIZE;
    this.at = from;
    this.end = from + (to - from) / bytes * bytes;
  }

  /** {@return whether there is a word; looks for an interrupt now and then} */
  boolean hasNext() throws SampleException, InterruptedException {
    if (block.hasRemaining()) {
      return true;
    }
    if (at >= end) {
      return false;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    byte[] read = new byte[(int) Math.min(BLOCK_BYTES, end - at)];
    sample.read(at, read);
    at += read.length;
    block = ByteBuffer.wrap(read);
    return true;
  }

  /** {@return the next word in the low bits; {@link #hasNext} said that there is one} */
  long next() {
    taken++;
    return bytes == Integer.BYTES ? Integer.toUnsignedLong(block.getInt()) : block.getLong();
  }

  /** {@return bits of a word} */
  int wordBits() {
    return bytes * Byte.SIZE;
  }

  /** {@return how many words were given} */
  long taken() {
    return taken;
  }
}
