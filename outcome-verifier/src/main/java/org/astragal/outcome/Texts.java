package org.astragal.outcome;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Small strict readers that several formats share. */
final class Texts {
  private Texts() {}

  /** RFC 8785 3.2.2.2: a lone surrogate has no UTF-8 form. */
  static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** Strict UTF-8. The JDK's fast decoder replaces what is malformed, so that is looked for. */
  static Optional<String> utf8(byte[] bytes, int from, int length) {
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') < 0) {
      return Optional.of(text);
    }
    try {
      // Either U+FFFD is really there or the decoder put it there.
      ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(buffer).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Whether a name may go into logs and tables as it is: no control characters. */
  static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        return !hasLoneSurrogate(text) && text.chars().noneMatch(Character::isISOControl);
      }
    }
    return true;
  }

  /**
   * Standard base64 with padding, in its only canonical spelling. The JDK's decoder also takes
   * missing padding and stray low bits, so the result is encoded again and compared.
   */
  static Optional<byte[]> base64(String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(ascii);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return Arrays.equals(Base64.getEncoder().encode(decoded), ascii) && isAscii(text)
        ? Optional.of(decoded)
        : Optional.empty();
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** Whether every character is visible ASCII, 0x21 to 0x7e. */
  static boolean isVisibleAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= 0x20 || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }
}
