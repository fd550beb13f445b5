package org.astragal.appliance;

import java.nio.ByteBuffer;
import org.astragal.outcome.Hash;
import org.astragal.outcome.JackpotEvent;
import org.astragal.outcome.ThresholdOpening;

/**
 * A threshold that nobody may know yet, and the nonce of its commitment. Immutable; it is in memory
 * as long as its cycle lasts.
 */
final class ThresholdSecret {
  private final long thresholdMinor;
  private final byte[] nonce;

  ThresholdSecret(long thresholdMinor, byte[] nonce) {
    this.thresholdMinor = thresholdMinor;
    this.nonce = nonce.clone();
  }

  static ThresholdSecret of(byte[] bytes) {
    ByteBuffer read = ByteBuffer.wrap(bytes);
    long minor = read.getLong();
    byte[] nonce = new byte[read.remaining()];
    read.get(nonce);
    return new ThresholdSecret(minor, nonce);
  }

  /** {@return both; the caller wipes them} */
  byte[] bytes() {
    return ByteBuffer.allocate(Long.BYTES + nonce.length)
        .putLong(thresholdMinor)
        .put(nonce)
        .array();
  }

  Hash commitment(JackpotEvent.Place place) {
    return ThresholdOpening.commitment(place, thresholdMinor, nonce);
  }

  /** {@return whether a level that holds so much has reached the threshold} */
  boolean isReachedBy(long micro) {
    return micro / JackpotEvent.MICRO >= thresholdMinor;
  }

  /** Tells it: the cycle is over. */
  ThresholdOpening open() {
    return ThresholdOpening.of(thresholdMinor, nonce);
  }

  /** Says nothing. */
  @Override
  public String toString() {
    return "a threshold";
  }
}
