package org.astragal.certification;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;

/**
 * What of the data can be looked at.
 *
 * @param image the first bits, a row of {@link #SIDE} in hexadecimal digits each; at most {@link
 *     #SIDE} rows
 * @param correlatedBits how many bits the correlations are of
 * @param correlations of each bit with the one at the distances 1, 2, 3, …
 */
record Portrait(List<String> image, long correlatedBits, List<Double> correlations) {
  /** Bits in a row of the image, and most rows. */
  static final int SIDE = 256;

  /** Distances that are looked at. */
  static final int LAGS = 128;

  private static final int ROW_BYTES = SIDE / 8;

  /** More does not change the picture. */
  private static final int MAX_BYTES = 8 << 20;

  private static final int CHUNK_WORDS = 1 << 14;

  Portrait {
    image = List.copyOf(image);
    correlations = List.copyOf(correlations);
  }

  /**
   * Looks at the beginning of the data.
   *
   * @param bits the data as a stream of bits
   */
  static Portrait of(Sample bits) throws SampleException, InterruptedException {
    return new Portrait(image(bits), usedBits(bits), correlations(bits));
  }

  private static List<String> image(Sample bits) throws SampleException {
    var rows = new ArrayList<String>();
    long whole = Math.min(SIDE, bits.size() / ROW_BYTES);
    byte[] row = new byte[ROW_BYTES];
    for (int i = 0; i < whole; i++) {
      bits.read((long) i * ROW_BYTES, row);
      rows.add(HexFormat.of().formatHex(row));
    }
    return rows;
  }

  /** Whole words, with two more behind them for the distances. */
  private static long words(Sample bits) {
    return Math.max(0, Math.min(bits.size(), MAX_BYTES) / Long.BYTES - LAGS / Long.SIZE - 1);
  }

  private static long usedBits(Sample bits) {
    return words(bits) * Long.SIZE;
  }

  private static List<Double> correlations(Sample bits)
      throws SampleException, InterruptedException {
    long words = words(bits);
    long[] differ = new long[LAGS];
    for (long at = 0; at < words; at += CHUNK_WORDS) {
      int count = (int) Math.min(CHUNK_WORDS, words - at);
      long[] chunk = read(bits, at, count + LAGS / Long.SIZE + 1);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      count(chunk, count, differ);
    }
    var correlations = new ArrayList<Double>();
    for (int lag = 0; words > 0 && lag < LAGS; lag++) {
      correlations.add(1 - 2.0 * differ[lag] / (words * Long.SIZE));
    }
    return correlations;
  }

  private static long[] read(Sample bits, long word, int count) throws SampleException {
    byte[] bytes = new byte[count * Long.BYTES];
    bits.read(word * Long.BYTES, bytes);
    long[] words = new long[count];
    ByteBuffer.wrap(bytes).asLongBuffer().get(words);
    return words;
  }

  private static void count(long[] words, int count, long[] differ) {
    for (int lag = 1; lag <= LAGS; lag++) {
      int skip = lag / Long.SIZE;
      int shift = lag % Long.SIZE;
      long sum = 0;
      for (int i = 0; i < count; i++) {
        long high = words[i + skip] << shift;
        long low = shift == 0 ? 0 : words[i + skip + 1] >>> (Long.SIZE - shift);
        sum += Long.bitCount(words[i] ^ (high | low));
      }
      differ[lag - 1] += sum;
    }
  }
}
