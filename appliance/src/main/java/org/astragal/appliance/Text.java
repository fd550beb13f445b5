package org.astragal.appliance;

import java.time.Duration;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Small rules about text that several classes share. */
final class Text {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9}) ?(ms|s|min|h)");

  private Text() {}

  /** {@return whether {@code s} is 1 to 64 letters, digits, dots, hyphens and underscores} */
  static boolean isName(String s) {
    return isVisible(s, 64) && all(s, Text::isNameCharacter);
  }

  /** {@return whether {@code s} is 1 to {@code max} visible ASCII characters} */
  static boolean isVisible(String s, int max) {
    return !s.isEmpty() && s.length() <= max && all(s, c -> c > 0x20 && c < 0x7F);
  }

  /** {@return whether {@code s} is 1 to 32 capital letters, digits, hyphens and underscores} */
  static boolean isCode(String s) {
    return isVisible(s, 32)
        && all(s, c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_');
  }

  /** A loop, not a stream: every request has a dozen of these texts. */
  private static boolean all(String s, IntPredicate allowed) {
    for (int i = 0; i < s.length(); i++) {
      if (!allowed.test(s.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Reads {@code 500ms}, {@code 5 s}, {@code 2min} or {@code 1h}. */
  static Duration parseDuration(String s) {
    Matcher m = DURATION.matcher(s);
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

  /** {@return {@code d} as {@link #parseDuration} reads it} */
  static String duration(Duration d) {
    if (d.toMillis() % 1_000 != 0) {
      return d.toMillis() + "ms";
    }
    return d.toSeconds() % 60 == 0 && !d.isZero() ? d.toMinutes() + "min" : d.toSeconds() + "s";
  }

  private static boolean isNameCharacter(int c) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  }
}
