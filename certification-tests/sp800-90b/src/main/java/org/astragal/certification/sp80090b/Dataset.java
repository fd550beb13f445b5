package org.astragal.certification.sp80090b;

import java.util.Arrays;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;

/**
 * The samples under assessment, read as the reference program reads them: one sample in the low
 * bits of each byte. The different values are renamed 0 to k - 1 in their order, for estimators
 * that ask only which samples are equal.
 */
final class Dataset {
  private final byte[] raw;
  private final byte[] symbols;
  private final int bits;
  private final int[] values;
  private final long[] counts;

  private Dataset(byte[] raw, int bits) {
    this.raw = raw;
    this.bits = bits;
    long[] all = new long[256];
    for (byte sample : raw) {
      all[sample & 0xff]++;
    }
    values = java.util.stream.IntStream.range(0, 256).filter(v -> all[v] > 0).toArray();
    counts = Arrays.stream(values).mapToLong(v -> all[v]).toArray();
    symbols = values.length == values[values.length - 1] + 1 ? raw : renamed();
  }

  /** What came of reading. */
  sealed interface Loading {}

  /**
   * The data can be assessed.
   *
   * @param data with at least one sample
   */
  record Ready(Dataset data) implements Loading {}

  /**
   * They cannot.
   *
   * @param reason why, and what to do
   */
  record Refused(String reason) implements Loading {}

  /**
   * Reads samples.
   *
   * @param sample the data
   * @param bits of a sample, from 1 to 8
   * @param limit how many at most
   */
  static Loading load(Sample sample, int bits, int limit) throws SampleException {
    byte[] raw = new byte[(int) Math.min(limit, sample.size())];
    if (raw.length == 0) {
      return new Refused("there is no sample; give at least 1,000,000, one in each byte");
    }
    sample.read(0, raw);
    for (int i = 0; i < raw.length; i++) {
      if ((raw[i] & 0xff) >>> bits != 0) {
        return new Refused(
            "byte %d is %d, which is no sample of %d bits: write one sample in each byte, or say how"
                    .formatted(i, raw[i] & 0xff, bits)
                + " many bits a sample has");
      }
    }
    return new Ready(new Dataset(raw, bits));
  }

  private byte[] renamed() {
    byte[] names = new byte[256];
    for (int i = 0; i < values.length; i++) {
      names[values[i]] = (byte) i;
    }
    byte[] result = new byte[raw.length];
    for (int i = 0; i < raw.length; i++) {
      result[i] = names[raw[i] & 0xff];
    }
    return result;
  }

  /** {@return how many samples there are} */
  int length() {
    return raw.length;
  }

  /** {@return how many bits a sample has} */
  int bits() {
    return bits;
  }

  /** {@return k, how many different samples there are} */
  int alphabet() {
    return values.length;
  }

  /** {@return the samples as they are; to be read only} */
  byte[] raw() {
    return raw;
  }

  /** {@return the samples with their values renamed 0 to k - 1; to be read only} */
  byte[] symbols() {
    return symbols;
  }

  /** {@return the value of each symbol, rising; to be read only} */
  int[] values() {
    return values;
  }

  /** {@return how often each symbol comes; to be read only} */
  long[] counts() {
    return counts;
  }

  /** {@return the symbols as a series} */
  Series literal() {
    return new Series(symbols, values.length);
  }

  /** {@return the bits of the samples, the highest of each first} */
  Series bitstring() {
    byte[] result = new byte[Math.multiplyExact(raw.length, bits)];
    for (int i = 0, at = 0; i < raw.length; i++) {
      for (int shift = bits - 1; shift >= 0; shift--) {
        result[at++] = (byte) ((raw[i] >>> shift) & 1);
      }
    }
    return new Series(result, 2);
  }

  /** {@return rows of so many samples written column by column; what is left over is not taken} */
  Series transposed(int rows, int columns) {
    byte[] result = new byte[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        result[column * rows + row] = symbols[row * columns + column];
      }
    }
    return new Series(result, values.length);
  }

  /** {@return the mean of the values} */
  double mean() {
    long sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * counts[i];
    }
    return sum / (double) raw.length;
  }

  // 5.1.5: the median of two symbols is taken as between them. For an even number of samples it is
  // the middle of the two in the middle, and no sample lies between those.
  /** {@return the lowest symbol that is not below the median} */
  int firstAboveMedian() {
    if (values.length == 2) {
      return 1;
    }
    int lower = at((raw.length - 1L) / 2);
    int upper = at(raw.length / 2L);
    return lower == upper ? lower : lower + 1;
  }

  /** {@return the symbol at that index of the sorted samples} */
  private int at(long index) {
    long passed = 0;
    int symbol = 0;
    while (passed + counts[symbol] <= index) {
      passed += counts[symbol];
      symbol++;
    }
    return symbol;
  }
}
