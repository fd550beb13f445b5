package org.astragal.hsm;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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
  /** Real tokens refuse long requests. */
  static final int BLOCK_BYTES = 4_096;

  /**
   * So much is read by one thread in one go: handing a call to a thread costs more than a block.
   */
  private static final int TURN_BYTES = 16 * BLOCK_BYTES;

  /** A session, and the generation of sessions it belongs to. */
  private record Session(long handle, int generation) {}

  private final Connection connection;
  private final CallPool pool;
  private final Recovery recovery;
  private final ReentrantLock turn = new ReentrantLock(true);

  /** Open session, or null; guarded by {@link #turn}. It also keeps the login alive. */
  private @Nullable Session session;

  /** Guarded by {@link #turn}. */
  private int failures;

  NoiseChannel(Connection connection, CallPool pool, Recovery recovery) {
    this.connection = connection;
    this.pool = pool;
    this.recovery = recovery;
  }

  /** Fills the array; after an exception it holds zeros only. */
  void fill(byte[] out) throws TokenException {
    long limit = connection.config().callTimeout().toNanos();
    try {
      if (!turn.tryLock(limit, TimeUnit.NANOSECONDS)) {
        throw new TokenException(
            TokenException.Fault.TIMEOUT, "others were reading random numbers all the time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TokenException(TokenException.Fault.TIMEOUT, "interrupted before the call", e);
    }
    boolean complete = false;
    try {
      for (int at = 0; at < out.length; at += TURN_BYTES) {
        int count = Math.min(TURN_BYTES, out.length - at);
        byte[] fresh = fresh(count);
        System.arraycopy(fresh, 0, out, at, count);
        Arrays.fill(fresh, (byte) 0);
      }
      complete = true;
    } finally {
      if (!complete) {
        Arrays.fill(out, (byte) 0);
      }
      turn.unlock();
    }
  }

  /** Some blocks; a session that has failed is replaced once, and they are read again. */
  private byte[] fresh(int count) throws TokenException {
    Session used = session;
    if (used != null) {
      try {
        return read(used, count);
      } catch (TokenException e) {
        session = null;
        if (e.fault() == TokenException.Fault.TIMEOUT) {
          throw e; // the old session is in use as long as the call hangs
        }
        close(used);
      }
    }
    try {
      recovery.beforeConnecting(failures);
      Session replacement = open();
      session = replacement;
      byte[] bytes = read(replacement, count);
      failures = 0;
      return bytes;
    } catch (TokenException e) {
      session = null;
      failures++;
      throw e;
    }
  }

  private byte[] read(Session from, int count) throws TokenException {
    return call(() -> {
      if (from.generation != connection.generation()) {
        throw new TokenException(
            TokenException.Fault.DEVICE_ERROR, "the connection was replaced meanwhile");
      }
      return blocks(from.handle, count);
    });
  }

  private byte[] blocks(long handle, int count) throws TokenException {
    byte[] bytes = new byte[count];
    try {
      for (int at = 0; at < count; at += BLOCK_BYTES) {
        byte[] block = connection.random(handle, Math.min(BLOCK_BYTES, count - at));
        System.arraycopy(block, 0, bytes, at, block.length);
        Arrays.fill(block, (byte) 0);
      }
      return bytes;
    } catch (CkException e) {
      Arrays.fill(bytes, (byte) 0);
      throw e.toTokenException();
    }
  }

  private Session open() throws TokenException {
    return call(() -> {
      try {
        return new Session(connection.open(false), connection.generation());
      } catch (CkException e) {
        throw e.toTokenException();
      }
    });
  }

  private void close(Session old) throws TokenException {
    call(() -> {
      if (old.generation == connection.generation()) {
        connection.close(old.handle);
      }
      return true;
    });
  }

  private <T> T call(CallPool.NativeCall<T> call) throws TokenException {
    return pool.call(connection.config().callTimeout(), call);
  }

  void close() throws TokenException {
    turn.lock();
    try {
      Session last = session;
      session = null;
      if (last != null) {
        close(last);
      }
    } finally {
      turn.unlock();
    }
  }
}
