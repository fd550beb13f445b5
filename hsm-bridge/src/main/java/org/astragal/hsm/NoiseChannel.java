package org.astragal.hsm;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The token's random numbers, by C_GenerateRandom and without SunPKCS11's SecureRandom: that one
 * serves short requests from a buffer of its own, repeats part of it after an error, and mixes in
 * other sources when seeded. Nothing here is ever seeded.
 *
 * <p>Thread safety: safe; requests are served one after the other.
 */
final class NoiseChannel {
  /**
   * So much is read by one thread in one go: handing a call to a thread costs more than a block.
   */
  private static final int TURN_BYTES = 16 * Link.BLOCK_BYTES;

  private final long limitNanos;
  private final Recovery recovery;
  private final ReentrantLock turn = new ReentrantLock(true);

  /** Zeros for the next turn; not there while a call has it, and never again if that call hung. */
  private final AtomicReference<byte @Nullable []> spare = new AtomicReference<>();

  NoiseChannel(TokenConfig config, Recovery recovery) {
    this.limitNanos = config.callTimeout().toNanos();
    this.recovery = recovery;
  }

  /** Fills the array; after an exception it holds zeros only. */
  void fill(byte[] out) throws TokenException {
    try {
      if (!turn.tryLock(limitNanos, TimeUnit.NANOSECONDS)) {
        throw TokenException.busy("others were reading random numbers all the time", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TokenException.busy("interrupted before the call", e);
    }
    boolean complete = false;
    try {
      for (int at = 0; at < out.length; at += TURN_BYTES) {
        int count = Math.min(TURN_BYTES, out.length - at);
        byte[] fresh = recovery.use(link -> read(link, count));
        System.arraycopy(fresh, 0, out, at, count);
        Arrays.fill(fresh, 0, count, (byte) 0);
        spare.set(fresh);
      }
      complete = true;
    } finally {
      if (!complete) {
        Arrays.fill(out, (byte) 0);
      }
      turn.unlock();
    }
  }

  private byte[] read(Link link, int count) throws TokenException {
    byte[] taken = spare.getAndSet(null);
    byte[] bytes = taken == null || taken.length < count ? new byte[count] : taken;
    link.random(bytes, count);
    return bytes;
  }
}
