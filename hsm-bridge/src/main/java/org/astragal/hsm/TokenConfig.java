package org.astragal.hsm;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the token is and how to log in. Slots are never configured: their numbers move when tokens
 * come and go, labels do not.
 *
 * @param module absolute path of the PKCS#11 library; no quote, dollar, backslash or line break
 * @param label the token's label, 1 to 32 bytes of UTF-8, without spaces at its end
 * @param pinFile file of mode 0600 that holds the user PIN; read at each login, never kept
 * @param callTimeout longest wait for one PKCS#11 call, above 0 s and at most 60 s; opening the
 *     token and making a key are many calls and may take ten times as long
 */
public record TokenConfig(Path module, String label, Path pinFile, Duration callTimeout) {
  private static final int MAX_LABEL_BYTES = 32;
  private static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);

  /** Refuses values that no token can have. */
  public TokenConfig {
    requireModule(module);
    requireTokenLabel(label);
    if (callTimeout.isNegative()
        || callTimeout.isZero()
        || callTimeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException("callTimeout must be in (0 s, 60 s]: " + callTimeout);
    }
  }

  static void requireModule(Path module) {
    // SunPKCS11 reads the path from a configuration text that knows quotes and ${properties}.
    if (!module.isAbsolute() || module.toString().matches("(?s).*[\"'$\\\\\\p{Cntrl}].*")) {
      throw new IllegalArgumentException(
          "module must be an absolute path without quotes, dollars or backslashes: " + module);
    }
  }

  static void requireTokenLabel(String label) {
    int bytes = label.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > MAX_LABEL_BYTES || !label.strip().equals(label)) {
      throw new IllegalArgumentException(
          "a token label has 1 to 32 bytes and no spaces around it: \"" + label + '"');
    }
  }
}
