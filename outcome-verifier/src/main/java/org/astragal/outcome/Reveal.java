package org.astragal.outcome;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Opens a commitment to draws that players were not to see: the record that waits for a choice
 * holds the commitment, the record that settles the round this.
 *
 * <p>The commitment is SHA-256(domain ‖ nonce ‖ draws), where the domain is {@value #DOMAIN} and a
 * line feed, the nonce is 32 bytes, and the draws stand in canonical JSON as they do in the record.
 *
 * @param commitment what the waiting record holds
 * @param nonce 64 lower case hexadecimal digits
 * @param step choices that had been made when the draws were made
 */
public record Reveal(Hash commitment, String nonce, int step) {
  /** Keeps these commitments apart from any other hash. */
  static final String DOMAIN = "astragal.org/hidden-draws/v1";

  private static final int NONCE_BYTES = 32;

  /** Refuses what cannot be. */
  public Reveal {
    if (!nonce.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a nonce is 64 lower case hexadecimal digits");
    }
    Check.range("step", step, 0, Integer.MAX_VALUE);
  }

  /**
   * Commits to draws.
   *
   * @param nonce 32 random bytes; not kept
   * @param step choices that had been made when the draws were made
   * @param hidden the draws
   * @return commitment and nonce
   */
  public static Reveal of(byte[] nonce, int step, List<Draw> hidden) {
    if (nonce.length != NONCE_BYTES) {
      throw new IllegalArgumentException("a nonce has 32 bytes: " + nonce.length);
    }
    return new Reveal(commitment(nonce, hidden), HexFormat.of().formatHex(nonce), step);
  }

  /**
   * {@return whether these are the draws that were committed to}
   *
   * @param hidden the draws of that step that were hidden, in order
   */
  public boolean opens(List<Draw> hidden) {
    return commitment.equals(commitment(HexFormat.of().parseHex(nonce), hidden));
  }

  private static Hash commitment(byte[] nonce, List<Draw> hidden) {
    MessageDigest digest = Hash.digest();
    digest.update((DOMAIN + "\n").getBytes(StandardCharsets.US_ASCII));
    digest.update(nonce);
    digest.update(RecordWriter.draws(hidden));
    return Hash.of(digest.digest());
  }
}
