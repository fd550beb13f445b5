package org.astragal.certification;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;

/**
 * What one pass over all of the data shows.
 *
 * @param sha256 of the bytes as they lie in the source, in lower case hexadecimal digits
 * @param bytes how many
 * @param counts how often each of the 256 values of a byte occurs
 * @param firstBytes the first bytes in hexadecimal digits, at most {@link #FIRST}
 */
record Survey(String sha256, long bytes, List<Long> counts, String firstBytes) {
  /** Bytes that are printed, so that people see the order of bits. */
  static final int FIRST = 16;

  private static final int BUFFER = 1 << 20;

  Survey {
    counts = List.copyOf(counts);
  }

  /**
   * Reads everything once.
   *
   * @param symbolBits 1 to 8: no byte may hold more
   * @param progress is told of each piece
   * @throws CertifyException if a symbol is out of range, or the data cannot be read
   */
  static Survey of(Sample sample, int symbolBits, Progress progress)
      throws CertifyException, InterruptedException {
    MessageDigest hash = Sha256.begin();
    long[] counts = new long[256];
    byte[] first = new byte[(int) Math.min(FIRST, sample.size())];
    byte[] buffer = new byte[BUFFER];
    try {
      sample.read(0, first);
      for (long at = 0; at < sample.size(); at += buffer.length) {
        if (sample.size() - at < buffer.length) {
          buffer = new byte[(int) (sample.size() - at)];
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        sample.read(at, buffer);
        hash.update(buffer);
        count(buffer, counts);
        requireRange(counts, buffer, at, symbolBits);
        progress.read(at + buffer.length, sample.size());
      }
    } catch (SampleException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw new CertifyException(CertifyException.Fault.SOURCE, String.valueOf(e.getMessage()), e);
    }
    return new Survey(
        Sha256.end(hash),
        sample.size(),
        LongStream.of(counts).boxed().toList(),
        HexFormat.of().formatHex(first));
  }

  private static void count(byte[] buffer, long[] counts) {
    for (byte b : buffer) {
      counts[b & 0xff]++;
    }
  }

  private static void requireRange(long[] counts, byte[] buffer, long at, int symbolBits)
      throws CertifyException {
    for (int value = 1 << symbolBits; value < counts.length; value++) {
      if (counts[value] > 0) {
        int place = 0;
        while ((buffer[place] & 0xff) >> symbolBits == 0) {
          place++;
        }
        throw new CertifyException(
            CertifyException.Fault.SOURCE,
            String.format(
                Locale.ROOT,
                "byte %d of the source is %d, but a symbol of %d bits is at most %d: one symbol"
                    + " stands in each byte; check --symbol-bits",
                at + place,
                buffer[place] & 0xff,
                symbolBits,
                (1 << symbolBits) - 1));
      }
    }
  }

  /** {@return how many one bits there are} */
  long ones() {
    long ones = 0;
    for (int value = 0; value < counts.size(); value++) {
      ones += counts.get(value) * Integer.bitCount(value);
    }
    return ones;
  }
}
