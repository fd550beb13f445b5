package org.astragal.signer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures the log with callers in the same process, each in a closed loop: {@code ThroughputProbe
 * DIRECTORY CALLERS SIGNER_MILLIS SECONDS}. Prints one line a run of the clock; asserts nothing.
 */
final class ThroughputProbe {
  private static final int LARGEST_SAMPLE = 4_000_000;

  private ThroughputProbe() {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    int callers = Integer.parseInt(args[1]);
    int seconds = Integer.parseInt(args[3]);
    var site = new TestLog(directory);
    site.signer.delayMillis(Long.parseLong(args[2]));
    site.maxPending = 100_000;
    try (OutcomeLog log = site.create()) {
      run(log, site, callers, Math.max(2, seconds / 2), "warm-up");
      run(log, site, callers, seconds, "measured");
    }
  }

  private static void run(OutcomeLog log, TestLog site, int callers, int seconds, String what)
      throws InterruptedException {
    var over = new AtomicBoolean();
    var done = new AtomicLong();
    long[] nanos = new long[LARGEST_SAMPLE];
    int signaturesBefore = site.signer.signatures();
    List<Thread> threads = new ArrayList<>();
    long cpuBefore = cpuNanos();
    long begin = System.nanoTime();
    for (int i = 0; i < callers; i++) {
      String caller = what + "-" + i + "-";
      threads.add(Thread.ofVirtual().start(() -> loop(log, caller, over, done, nanos)));
    }
    Thread.sleep(seconds * 1000L);
    over.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    double took = (System.nanoTime() - begin) / 1e9;
    int count = (int) Math.min(done.get(), LARGEST_SAMPLE);
    int signatures = site.signer.signatures() - signaturesBefore;
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%s: %,.0f outcomes/s, %.0f signatures/s, %.0f outcomes each, p50 %.1f ms, p99 %.1f ms,"
            + " max %.1f ms, CPU %.1f us each, log of %,d%n",
        what,
        done.get() / took,
        signatures / took,
        done.get() / (double) Math.max(1, signatures),
        sorted[count / 2] / 1e6,
        sorted[(int) (count * 0.99)] / 1e6,
        sorted[count - 1] / 1e6,
        (cpuNanos() - cpuBefore) / 1e3 / done.get(),
        log.size());
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static void loop(
      OutcomeLog log, String caller, AtomicBoolean over, AtomicLong done, long[] nanos) {
    for (int i = 0; !over.get(); i++) {
      long begin = System.nanoTime();
      Intent intent = Rounds.intent("op-17", caller + i, "r-" + caller + i);
      Submission submission = log.submit(intent, Rounds.play(intent)).join();
      if (!(submission instanceof Submission.Sealed)) {
        throw new IllegalStateException(submission.toString());
      }
      long at = done.getAndIncrement();
      if (at < LARGEST_SAMPLE) {
        nanos[(int) at] = System.nanoTime() - begin;
      }
    }
  }
}
