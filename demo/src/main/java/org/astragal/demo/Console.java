package org.astragal.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** What a person sees: one line a step, with its result and its time. One thread at a time. */
final class Console {
  private static final int BAR = 30;

  private final PrintStream out;
  private final boolean terminal;
  private boolean barShown;

  Console(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void title(String text) {
    out.println(text);
    out.println();
  }

  void heading(String text) {
    clearBar();
    out.println();
    out.println("  " + text);
  }

  void done(String what, Duration time, String result) {
    line("✓", what, time, result);
  }

  void failed(String what, Duration time, String result) {
    line("✗", what, time, result);
  }

  private void line(String mark, String what, Duration time, String result) {
    clearBar();
    out.printf(Locale.ROOT, "  %s %-27s %7.2f s   %s%n", mark, what, time.toNanos() / 1e9, result);
  }

  void info(String text) {
    clearBar();
    out.println("    " + text);
  }

  /** Draws the bar again in place; on anything but a terminal it stays silent. */
  void progress(String what, int done, int total) {
    if (!terminal) {
      return;
    }
    var full = (int) ((long) BAR * done / total);
    out.print(
        "\r    %-27s [%s%s] %,d of %,d"
            .formatted(what, "█".repeat(full), "·".repeat(BAR - full), done, total));
    out.flush();
    barShown = true;
  }

  private void clearBar() {
    if (barShown) {
      out.print("\r\033[2K");
      barShown = false;
    }
  }
}
