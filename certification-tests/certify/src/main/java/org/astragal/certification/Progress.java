package org.astragal.certification;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * Tells a person at a terminal how far the run is and how long it still takes; silent elsewhere.
 *
 * <p>Thread safety: for any threads.
 */
final class Progress {
  private static final long EVERY_NANOS = 500_000_000;
  private static final int WIDTH = 100;

  private final PrintWriter err;
  private final boolean terminal;
  private long told;
  private boolean open;
  private String phase = "";
  private long started;
  private long all;
  private long done;

  /** Creates one that writes to {@code err} if that is a terminal. */
  Progress(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** So many bytes of so many have been read; {@code of} is negative where nobody knows. */
  synchronized void read(long bytes, long of) {
    if (due()) {
      show(
          of < 0
              ? String.format(Locale.ROOT, "reading: %,d bytes", bytes)
              : String.format(Locale.ROOT, "reading: %,d of %,d bytes", bytes, of));
    }
  }

  /**
   * Tasks begin.
   *
   * @param name of the phase
   * @param cost of all of them, in milliseconds of one core
   */
  synchronized void begin(String name, long cost) {
    phase = name;
    all = Math.max(1, cost);
    done = 0;
    started = System.nanoTime();
  }

  /** A task of this cost has ended, after so many others. */
  synchronized void finished(long cost, int tasks, int ofTasks) {
    done += cost;
    if (due() || tasks == ofTasks) {
      double share = Math.min(1, (double) done / all);
      double seconds = (System.nanoTime() - started) * 1e-9;
      show(
          String.format(
              Locale.ROOT,
              "%s: %d of %d tasks, %.0f %%, %s to go",
              phase,
              tasks,
              ofTasks,
              share * 100,
              share > 0 ? duration(seconds / share - seconds) : "?"));
    }
  }

  /** The line ends: something else is about to be printed. */
  synchronized void end() {
    if (open) {
      err.println();
      err.flush();
      open = false;
    }
  }

  private boolean due() {
    long now = System.nanoTime();
    if (!terminal || (open && now - told < EVERY_NANOS)) {
      return false;
    }
    told = now;
    return true;
  }

  private void show(String text) {
    if (terminal) {
      err.print("\r" + text + " ".repeat(Math.max(0, WIDTH - text.length())));
      err.flush();
      open = true;
    }
  }

  static String duration(double seconds) {
    long whole = Math.max(0, Math.round(seconds));
    return whole < 60
        ? whole + " s"
        : whole < 3_600
            ? whole / 60 + " min " + whole % 60 + " s"
            : whole / 3_600 + " h " + whole % 3_600 / 60 + " min";
  }
}
