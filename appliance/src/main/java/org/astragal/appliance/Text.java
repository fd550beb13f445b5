package org.astragal.appliance;

import java.util.function.IntPredicate;

/** Small rules about text that several classes share. */
final class Text {
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

  /** {@return the first {@code max} characters of {@code s}, without half a surrogate pair} */
  static String beginning(String s, int max) {
    if (s.length() <= max) {
      return s;
    }
    return s.substring(0, Character.isHighSurrogate(s.charAt(max - 1)) ? max - 1 : max);
  }

  /** {@return whether {@code s} has the form of an ISO 4217 code} */
  static boolean isCurrency(String s) {
    return s.length() == 3 && all(s, c -> c >= 'A' && c <= 'Z');
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

  private static boolean isNameCharacter(int c) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  }
}
