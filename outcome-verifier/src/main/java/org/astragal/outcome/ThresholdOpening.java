package org.astragal.outcome;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Opens the commitment to a jackpot threshold: {@code jackpot.threshold.committed} holds the
 * commitment, the record that ends the cycle this.
 *
 * <p>The commitment is SHA-256(domain ‖ pool ‖ level ‖ cycle ‖ threshold ‖ nonce), where each of
 * the first four is followed by a line feed, the cycle is decimal, the threshold is 8 bytes,
 * big-endian, and the nonce is 32 bytes.
 *
 * @param thresholdMinor the threshold in minor units of the pool's currency
 * @param nonce 64 lower case hexadecimal digits
 */
public record ThresholdOpening(long thresholdMinor, String nonce) {
  /** Keeps these commitments apart from any other hash. */
  static final String DOMAIN = "astragal.org/jackpot-threshold/v1";

  private static final int NONCE_BYTES = 32;

  /** Refuses what cannot be. */
  public ThresholdOpening {
    if (!nonce.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a nonce is 64 lower case hexadecimal digits");
    }
    Check.range("thresholdMinor", thresholdMinor, 1, JackpotEvent.MAX_MINOR);
  }

  /**
   * {@return an opening with this nonce}
   *
   * @param thresholdMinor the threshold
   * @param nonce 32 random bytes; not kept
   */
  public static ThresholdOpening of(long thresholdMinor, byte[] nonce) {
    if (nonce.length != NONCE_BYTES) {
      throw new IllegalArgumentException("a nonce has 32 bytes: " + nonce.length);
    }
    return new ThresholdOpening(thresholdMinor, HexFormat.of().formatHex(nonce));
  }

  /** {@return what the level must hold to be won, micro-units} */
  public long thresholdMicro() {
    return thresholdMinor * JackpotEvent.MICRO;
  }

  /**
   * {@return the commitment that it opens}
   *
   * @param place the level and its cycle
   */
  public Hash commitment(JackpotEvent.Place place) {
    return commitment(place, thresholdMinor, HexFormat.of().parseHex(nonce));
  }

  /**
   * {@return the commitment to a threshold}
   *
   * @param place the level and its cycle
   * @param thresholdMinor the threshold
   * @param nonce 32 random bytes; not kept
   */
  public static Hash commitment(JackpotEvent.Place place, long thresholdMinor, byte[] nonce) {
    MessageDigest digest = Hash.digest();
    String text =
        String.join("\n", DOMAIN, place.pool(), place.level(), Long.toString(place.cycle()), "");
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(thresholdMinor).flip());
    digest.update(nonce);
    return Hash.of(digest.digest());
  }

  /** Says nothing of what it holds: it may not be told yet. */
  @Override
  public String toString() {
    return "an opening";
  }
}
