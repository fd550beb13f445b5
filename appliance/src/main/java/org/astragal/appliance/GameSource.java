package org.astragal.appliance;

import java.nio.ByteBuffer;
import org.astragal.games.api.Draws;
import org.astragal.games.api.DrawsException;
import org.astragal.outcome.Hash;
import org.astragal.rng.RngException;
import org.astragal.rng.RngStream;

/**
 * Where the chance of one game comes from: its own stream of the generator.
 *
 * <p>Thread safety: for any threads.
 */
final class GameSource {
  /** Words of 62 bits in a nonce: more than 256 bits, before they are hashed. */
  private static final int NONCE_WORDS = 5;

  private static final long WORD = 1L << 62;

  private final RngStream stream;

  GameSource(RngStream stream) {
    this.stream = stream;
  }

  /** {@return the stream as a game sees it} */
  Draws draws() {
    return this::below;
  }

  /** {@return 32 bytes that nobody can guess} */
  byte[] nonce() throws DrawsException {
    ByteBuffer words = ByteBuffer.allocate(NONCE_WORDS * Long.BYTES);
    for (int i = 0; i < NONCE_WORDS; i++) {
      words.putLong(below("nonce", WORD));
    }
    return Hash.sha256(words.array()).bytes();
  }

  private long below(String purpose, long n) throws DrawsException {
    try {
      return stream.below(n);
    } catch (RngException e) {
      throw new DrawsException(
          switch (e.fault()) {
            case ALARM -> DrawsException.Fault.ALARM;
            case UNAVAILABLE, CLOSED -> DrawsException.Fault.UNAVAILABLE;
          },
          purpose + " below " + n,
          e);
    }
  }
}
