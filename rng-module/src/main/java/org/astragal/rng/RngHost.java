package org.astragal.rng;

import java.util.Optional;

/**
 * What a generator needs of the program around it, and whom it tells. The generator itself sees no
 * clock and no source of randomness but its noise.
 *
 * <p>Thread safety: called from any thread.
 */
public interface RngHost {
  /**
   * Fills an array with random bytes of the operating system. They are additional input of the
   * DRBG, so that a bad token alone does not decide; no entropy is claimed for them.
   */
  void fillFromSystem(byte[] out);

  /** {@return the time of a clock that never goes back, in nanoseconds} */
  long nanoTime();

  /**
   * Hears each new state. Must not block, and must not call the generator.
   *
   * @param state the new state
   * @param alarm the cause, if the state is {@code ALARM}
   */
  void changed(RngState state, Optional<RngAlarm> alarm);
}
