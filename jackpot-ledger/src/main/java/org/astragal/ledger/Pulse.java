package org.astragal.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How this process is doing, for people who watch: what was posted in the last minute and how long
 * it took, what waits, what was refused since the start. Thread-safe; costs the same however long
 * the process runs.
 */
final class Pulse {
  /** How far back rates and percentiles look. */
  static final Duration WINDOW = Duration.ofMinutes(1);

  /** Transactions looked at; if there were more in the window, the newest. */
  static final int KEPT = 8_192;

  private final LongSupplier clock;
  private final Instant since;
  private final long began;
  private final long[] ends = new long[KEPT];
  private final long[] lengths = new long[KEPT];
  private final long[] records = new long[KEPT];
  private final Map<String, Long> refused = new TreeMap<>();
  private int next;
  private int held;
  private long verified;
  private long duplicates;
  private IntSupplier queue = () -> 0;
  private IntSupplier watchers = () -> 0;

  /**
   * Nothing has happened yet.
   *
   * @param since when the process began
   * @param clock nanoseconds that never go back
   */
  Pulse(Instant since, LongSupplier clock) {
    this.since = since;
    this.clock = clock;
    this.began = clock.getAsLong();
  }

  /**
   * One moment.
   *
   * @param since when the process began
   * @param verified records verified and posted since then
   * @param duplicates records delivered again since then
   * @param refused what was refused since then, by reason
   * @param queue deliveries that wait
   * @param watchers who watch the meters
   * @param perSecond records posted a second, over the window
   * @param transactions of the window, as far as they are kept
   * @param p50 nanoseconds that half of these took at most; 0 if there were none
   * @param p95 the same for 95 of 100
   * @param p99 the same for 99 of 100
   * @param max the longest
   */
  record Moment(
      Instant since,
      long verified,
      long duplicates,
      Map<String, Long> refused,
      int queue,
      int watchers,
      double perSecond,
      int transactions,
      long p50,
      long p95,
      long p99,
      long max) {
    Moment {
      refused = new TreeMap<>(refused);
    }
  }

  /** A transaction of so many records was committed. */
  synchronized void committed(long count, long nanos) {
    ends[next] = clock.getAsLong();
    lengths[next] = nanos;
    records[next] = count;
    next = (next + 1) % KEPT;
    held = Math.min(held + 1, KEPT);
    verified += count;
  }

  synchronized void duplicates(long count) {
    duplicates += count;
  }

  /** Something was refused; there are only as many reasons as the program has. */
  synchronized void refused(String reason) {
    refused.merge(reason, 1L, Long::sum);
  }

  synchronized void queue(IntSupplier waiting) {
    this.queue = waiting;
  }

  synchronized void watchers(IntSupplier count) {
    this.watchers = count;
  }

  synchronized Moment moment() {
    var now = clock.getAsLong();
    var times = new long[held];
    var count = 0;
    var posted = 0L;
    var reach = Math.min(WINDOW.toNanos(), Math.max(now - began, 1));
    for (var back = 1; back <= held; back++) {
      var at = Math.floorMod(next - back, KEPT);
      if (now - ends[at] > reach) {
        break;
      }
      times[count++] = lengths[at];
      posted += records[at];
      if (back == KEPT) {
        reach = Math.max(now - ends[at], 1);
      }
    }
    var sorted = Arrays.copyOf(times, count);
    Arrays.sort(sorted);
    return new Moment(
        since,
        verified,
        duplicates,
        refused,
        queue.getAsInt(),
        watchers.getAsInt(),
        posted / (reach / 1e9),
        count,
        rank(sorted, 50),
        rank(sorted, 95),
        rank(sorted, 99),
        rank(sorted, 100));
  }

  /** {@return the least value that so many of 100 do not exceed} */
  private static long rank(long[] sorted, int ofHundred) {
    if (sorted.length == 0) {
      return 0;
    }
    return sorted[Math.max(Math.ceilDiv(sorted.length * ofHundred, 100) - 1, 0)];
  }
}
