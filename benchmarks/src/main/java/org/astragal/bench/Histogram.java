package org.astragal.bench;

/**
 * Counts of durations in log-linear buckets: 128 to each power of two, so a quantile is at most 0.8
 * % too high and never too low. 35 kB whatever is recorded.
 *
 * <p>Thread safety: one thread at a time.
 */
final class Histogram {
  private static final int SUB_BITS = 7;
  private static final int SUB = 1 << SUB_BITS;

  /** Longest duration told apart: 2^40 ns, 18 minutes. */
  private static final long LIMIT_NANOS = (1L << 40) - 1;

  private final long[] counts = new long[(40 - SUB_BITS + 1) * SUB];
  private long count;
  private long max;
  private double sum;

  /** Records one duration in nanoseconds; a negative one counts as 0. */
  void record(long nanos) {
    long value = Math.clamp(nanos, 0L, LIMIT_NANOS);
    counts[indexOf(value)]++;
    count++;
    sum += value;
    max = Math.max(max, value);
  }

  /** Adds all that {@code other} holds. */
  void add(Histogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    count += other.count;
    sum += other.sum;
    max = Math.max(max, other.max);
  }

  long count() {
    return count;
  }

  /** {@return the longest duration in nanoseconds, exact; 0 when nothing was recorded} */
  long max() {
    return max;
  }

  /** {@return the mean in nanoseconds; 0 when nothing was recorded} */
  double mean() {
    return count == 0 ? 0 : sum / count;
  }

  /**
   * {@return the smallest bucket limit, in nanoseconds, that {@code fraction} of the durations do
   * not exceed; 0 when nothing was recorded}
   *
   * @param fraction above 0 and at most 1; 0.99 for the 99th percentile
   */
  long quantile(double fraction) {
    if (!(fraction > 0) || fraction > 1) {
      throw new IllegalArgumentException("fraction must be in (0, 1]: " + fraction);
    }
    long wanted = (long) Math.ceil(fraction * count);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && counts[i] > 0) {
        return Math.min(upperBound(i), max);
      }
    }
    return 0;
  }

  private static int indexOf(long value) {
    if (value < SUB) {
      return (int) value;
    }
    int shift = 63 - Long.numberOfLeadingZeros(value) - SUB_BITS;
    return (shift + 1) * SUB + (int) ((value >>> shift) - SUB);
  }

  private static long upperBound(int index) {
    if (index < SUB) {
      return index;
    }
    int shift = index / SUB - 1;
    return ((index % SUB + SUB + 1L) << shift) - 1;
  }
}
