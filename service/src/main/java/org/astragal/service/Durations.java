package org.astragal.service;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as they are written in a configuration. */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9}) ?(ms|s|min|h)");

  private Durations() {}

  /** Reads {@code 500ms}, {@code 5 s}, {@code 2min} or {@code 1h}. */
  static Duration parse(String s) {
    Matcher m = FORM.matcher(s);
    if (!m.matches()) {
      throw new IllegalArgumentException("a time is a whole number and ms, s, min or h: " + s);
    }
    long n = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "ms" -> Duration.ofMillis(n);
      case "s" -> Duration.ofSeconds(n);
      case "min" -> Duration.ofMinutes(n);
      default -> Duration.ofHours(n);
    };
  }

  /** {@return {@code d} as {@link #parse} reads it} */
  public static String text(Duration d) {
    if (d.toMillis() % 1_000 != 0) {
      return d.toMillis() + "ms";
    }
    return d.toSeconds() % 60 == 0 && !d.isZero() ? d.toMinutes() + "min" : d.toSeconds() + "s";
  }
}
