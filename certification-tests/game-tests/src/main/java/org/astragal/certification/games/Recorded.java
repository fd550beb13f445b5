package org.astragal.certification.games;

import java.util.Locale;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;

/** Numbers as a laboratory handed them over. Use by one thread. */
final class Recorded implements Numbers {
  private static final int BLOCK_BYTES = 1 << 16;

  /** Digits of the largest number that fits. */
  private static final int MAX_DIGITS = 18;

  private final Sample sample;
  private final Delivery.Format format;
  private final long first;
  private final int width;
  private long at;
  private byte[] block = new byte[0];
  private int next;
  private long count;

  /**
   * Begins.
   *
   * @param range how many values are possible: sets the bytes of a number in binary form
   * @param first the smallest number, such as 1 for balls
   * @param skipped numbers of a binary file that are left out at its beginning
   */
  Recorded(Sample sample, Delivery.Format format, long range, long first, long skipped) {
    this.sample = sample;
    this.format = format;
    this.first = first;
    this.width = width(range, first);
    this.at = skipped * width;
    this.count = skipped;
  }

  /** {@return bytes of a number in a binary file} */
  static int width(long range, long first) {
    long largest = range + first - 1;
    if (largest < 1L << Byte.SIZE) {
      return 1;
    }
    if (largest < 1L << Short.SIZE) {
      return 2;
    }
    return largest < 1L << Integer.SIZE ? 4 : 8;
  }

  @Override
  public long next(long below) throws SampleException, InterruptedException, BadDrawException {
    long number = format == Delivery.Format.BINARY ? binary() : decimal();
    if (number == END) {
      return END;
    }
    long value = number - first;
    if (number < 0 || value < 0 || value >= below) {
      throw new BadDrawException(
          BadDrawException.Fault.NOT_POSSIBLE,
          String.format(
              Locale.ROOT,
              "number %,d of the data is %s, but the range is %,d to %,d: if that is not a fault"
                  + " of the game, check --draws, --draws-format and --draws-first",
              count,
              Long.toUnsignedString(number),
              first,
              first + below - 1));
    }
    return value;
  }

  private long binary() throws SampleException, InterruptedException {
    // A number that the data end within is left out: it was cut off.
    if (block.length - next < width && !fill()) {
      return END;
    }
    long number = 0;
    for (int i = 0; i < width; i++) {
      number = number << Byte.SIZE | (block[next++] & 0xff);
    }
    count++;
    // The largest number of 8 bytes is none that a range can hold, so END is never a number.
    return number == END ? Long.MIN_VALUE : number;
  }

  private long decimal() throws SampleException, InterruptedException, BadDrawException {
    int digit = read();
    while (digit >= 0 && isSeparator(digit)) {
      digit = read();
    }
    if (digit < 0) {
      return END;
    }
    long number = 0;
    int digits = 0;
    for (; digit >= 0 && !isSeparator(digit); digit = read()) {
      if (digit < '0' || digit > '9' || ++digits > MAX_DIGITS) {
        throw new BadDrawException(
            BadDrawException.Fault.NOT_READABLE,
            String.format(
                Locale.ROOT,
                "number %,d of the text is no whole number of up to %d digits (byte %,d): give"
                    + " decimal numbers with spaces, commas, semicolons or line ends between them",
                count + 1,
                MAX_DIGITS,
                at - block.length + next - 1));
      }
      number = number * 10 + (digit - '0');
    }
    count++;
    return number;
  }

  private static boolean isSeparator(int c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == ',' || c == ';';
  }

  private int read() throws SampleException, InterruptedException {
    if (next == block.length && !fill()) {
      return -1;
    }
    return block[next++] & 0xff;
  }

  /** Reads on; in a binary file, whole numbers only. */
  private boolean fill() throws SampleException, InterruptedException {
    long left = sample.size() - at;
    int size = (int) Math.min(BLOCK_BYTES, left);
    if (format == Delivery.Format.BINARY) {
      size = size / width * width;
    }
    if (size <= 0) {
      return false;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    block = new byte[size];
    next = 0;
    sample.read(at, block);
    at += size;
    return true;
  }
}
