package org.astragal.certification;

import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;

/**
 * Symbols of fewer than 8 bits, one in the low bits of each byte, read as a stream of bits: symbol
 * after symbol, the highest bit of each first. Bits of the last byte that no symbol fills are not
 * part of it.
 *
 * <p>Thread safety: for any threads.
 */
final class PackedSample implements Sample {
  private final Sample symbols;
  private final int symbolBits;
  private final long size;

  private PackedSample(Sample symbols, int symbolBits) {
    this.symbols = symbols;
    this.symbolBits = symbolBits;
    this.size = symbols.size() / 8 * symbolBits + symbols.size() % 8 * symbolBits / 8;
  }

  /**
   * {@return the bits of these symbols}
   *
   * @param symbols one in each byte
   * @param symbolBits 1 to 8
   */
  static Sample of(Sample symbols, int symbolBits) {
    return symbolBits == 8 ? symbols : new PackedSample(symbols, symbolBits);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void read(long offset, byte[] into) throws SampleException {
    if (offset < 0 || offset > size - into.length) {
      throw new IllegalArgumentException(into.length + " bytes at " + offset + " of " + size);
    }
    if (into.length == 0) {
      return;
    }
    // 8 symbols fill symbolBits bytes: begin at such a boundary.
    long group = offset / symbolBits;
    int skipped = (int) (offset % symbolBits);
    long lastGroup = (offset + into.length - 1) / symbolBits;
    long first = group * 8;
    byte[] read = new byte[(int) (Math.min(symbols.size(), (lastGroup + 1) * 8) - first)];
    symbols.read(first, read);
    int mask = (1 << symbolBits) - 1;
    int held = 0;
    int bits = 0;
    int at = -skipped;
    for (int i = 0; i < read.length && at < into.length; i++) {
      held = held << symbolBits | (read[i] & mask);
      bits += symbolBits;
      if (bits >= 8) {
        bits -= 8;
        if (at >= 0) {
          into[at] = (byte) (held >> bits);
        }
        at++;
        held &= (1 << bits) - 1;
      }
    }
  }
}
