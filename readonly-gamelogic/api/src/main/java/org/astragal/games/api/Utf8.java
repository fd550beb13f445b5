package org.astragal.games.api;

/** Lengths of text in canonical JSON. */
final class Utf8 {
  private Utf8() {}

  static void requireWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new IllegalArgumentException("text has a surrogate that stands alone at " + i);
      }
    }
  }

  // RFC 8785, 3.2.2.2: two-character escapes for these seven, six characters for the other
  // controls.
  static int jsonStringBytes(String text) {
    int bytes = 2;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes +=
          switch (c) {
            case '"', '\\', '\b', '\t', '\n', '\f', '\r' -> 2;
            default -> c < 0x20 ? 6 : utf8Bytes(c);
          };
    }
    return bytes;
  }

  // Each half of a surrogate pair counts two: the pair is four bytes of UTF-8.
  private static int utf8Bytes(char c) {
    if (c < 0x80) {
      return 1;
    }
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }
}
