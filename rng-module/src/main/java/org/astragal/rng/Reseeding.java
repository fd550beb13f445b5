package org.astragal.rng;

import java.time.Duration;

/**
 * When a DRBG takes fresh entropy from the noise.
 *
 * @param requests generate calls between two reseeds, 1 to 2^48; each call makes one block
 * @param interval longest time between two reseeds, above zero; looked at when a block is made
 * @param predictionResistance whether every generate call reseeds first, whatever the others say
 * @spec sp800-90a.html#9.2 SP 800-90A rev 1, 9.2 Reseeding
 */
public record Reseeding(long requests, Duration interval, boolean predictionResistance) {
  /** The recommended one: each 2^16 blocks, and each minute. */
  public static final Reseeding USUAL = new Reseeding(1L << 16, Duration.ofMinutes(1), false);

  /** Refuses what is out of range. */
  public Reseeding {
    // SP 800-90A, tables 2 and 3: at most 2^48 requests between reseeds.
    if (requests < 1 || requests > 1L << 48) {
      throw new IllegalArgumentException("requests must be 1 to 2^48: " + requests);
    }
    if (interval.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("interval must be above zero: " + interval);
    }
  }
}
