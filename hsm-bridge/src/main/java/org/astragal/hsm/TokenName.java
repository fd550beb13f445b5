package org.astragal.hsm;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of a module's tokens is meant: by label, by serial number, or by both. Slots are never
 * named: their numbers move when tokens come and go.
 *
 * @param label the token's label, 1 to 32 bytes of UTF-8, without spaces around it
 * @param serial the token's serial number, 1 to 16 bytes, without spaces around it
 */
public record TokenName(Optional<String> label, Optional<String> serial) {
  private static final int MAX_LABEL_BYTES = 32;
  private static final int MAX_SERIAL_BYTES = 16;

  /** Refuses what no token can be called. */
  public TokenName {
    if (label.isEmpty() && serial.isEmpty()) {
      throw new IllegalArgumentException("a token is named by its label, its serial or both");
    }
    label.ifPresent(TokenName::requireLabel);
    serial.ifPresent(text -> require("serial number", text, MAX_SERIAL_BYTES));
  }

  /** {@return the token with this label} */
  public static TokenName label(String label) {
    return new TokenName(Optional.of(label), Optional.empty());
  }

  /** {@return the token with this serial number} */
  public static TokenName serial(String serial) {
    return new TokenName(Optional.empty(), Optional.of(serial));
  }

  static void requireLabel(String label) {
    require("label", label, MAX_LABEL_BYTES);
  }

  private static void require(String what, String text, int maxBytes) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > maxBytes || !text.strip().equals(text)) {
      throw new IllegalArgumentException(
          "a token "
              + what
              + " has 1 to "
              + maxBytes
              + " bytes and no spaces around it: \""
              + text
              + '"');
    }
  }

  /** {@return whether a token is the one that is meant} */
  boolean means(TokenInfo token) {
    return label.map(token.label()::equals).orElse(true)
        && serial.map(token.serial()::equals).orElse(true);
  }

  @Override
  public String toString() {
    return Stream.concat(
            label.stream().map(text -> "label \"" + text + '"'),
            serial.stream().map(text -> "serial number \"" + text + '"'))
        .collect(Collectors.joining(" and "));
  }
}
