package org.astragal.outcome;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What an appliance publishes of a jackpot threshold when it draws it, so that it cannot be another
 * one when it is revealed: SHA-256 of a line of domain separation, a line each for pool, level,
 * cycle and threshold, and the nonce.
 */
public final class ThresholdCommitment {
  /** Bytes of the nonce, which keeps the threshold from being guessed. */
  public static final int NONCE_BYTES = 32;

  private static final String DOMAIN = "astragal.jackpot.threshold.v1";

  private ThresholdCommitment() {}

  /**
   * {@return the commitment}
   *
   * @param pool the pool, without line feeds
   * @param level the level, without line feeds
   * @param cycle the level's cycle, from 1
   * @param thresholdMinor the threshold in minor units of the pool's currency
   * @param nonce {@link #NONCE_BYTES} random bytes; not kept
   * @throws IllegalArgumentException if a name holds a line feed or the nonce has another length
   */
  public static Hash of(
      String pool, String level, long cycle, long thresholdMinor, byte[] nonce) {
    if (pool.indexOf('\n') >= 0 || level.indexOf('\n') >= 0 || nonce.length != NONCE_BYTES) {
      throw new IllegalArgumentException("names without line feeds, and a nonce of 32 bytes");
    }
    var text = new ByteArrayOutputStream();
    text.writeBytes(
        (DOMAIN + '\n' + pool + '\n' + level + '\n' + cycle + '\n' + thresholdMinor + '\n')
            .getBytes(StandardCharsets.UTF_8));
    text.writeBytes(nonce);
    return Hash.sha256(text.toByteArray());
  }
}
