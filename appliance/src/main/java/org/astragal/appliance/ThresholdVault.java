package org.astragal.appliance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenException;

/**
 * Encrypts what the disk may hold of a jackpot threshold, so that only the token opens it, and only
 * for its own level and cycle. Whoever has the disk, or a backup of it, has no threshold.
 *
 * <p>Thread safety: for any threads.
 */
final class ThresholdVault {
  private static final String DOMAIN = "astragal.org/threshold-key/v1\n";

  private final Token token;
  private final String label;

  private ThresholdVault(Token token, String label) {
    this.token = token;
    this.label = label;
  }

  /**
   * Opens the vault, and tries its key.
   *
   * @param holds whether something is kept in it; then no key is made
   * @throws StartException if the token has no such key, or does not vouch for it
   */
  static ThresholdVault open(Token token, ApplianceConfig.Thresholds config, boolean holds)
      throws StartException {
    var vault = new ThresholdVault(token, config.key());
    try {
      try {
        vault.tryKey();
      } catch (TokenException e) {
        if (e.fault() != TokenException.Fault.KEY_NOT_FOUND || !config.create() || holds) {
          throw e;
        }
        token.generateSecretKey(config.key());
        vault.tryKey();
      }
      return vault;
    } catch (TokenException e) {
      throw new StartException(
          StartException.Fault.TOKEN, "thresholds.key cannot be used: " + e.getMessage(), e);
    }
  }

  private void tryKey() throws TokenException {
    byte[] trial = {1};
    byte[] opened =
        token.unseal(label, context("trial"), token.seal(label, context("trial"), trial));
    if (!Arrays.equals(trial, opened)) {
      throw new IllegalStateException("the token opens something else than it sealed");
    }
  }

  private static byte[] context(String what) {
    return (DOMAIN + what).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * {@return a secret in a form that only this token opens}
   *
   * @param context what it belongs to; it opens with no other
   * @throws TokenException if the token fails
   */
  byte[] seal(String context, ThresholdSecret secret) throws TokenException {
    byte[] plain = secret.bytes();
    try {
      return token.seal(label, context(context), plain);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * {@return what {@link #seal} was given}
   *
   * @throws TokenException if the token fails, or it was changed or sealed under another key
   */
  ThresholdSecret open(String context, byte[] sealed) throws TokenException {
    byte[] plain = token.unseal(label, context(context), sealed);
    try {
      return ThresholdSecret.of(plain);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }
}
