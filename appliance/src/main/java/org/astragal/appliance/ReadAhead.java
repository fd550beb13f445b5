package org.astragal.appliance;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.astragal.rng.NoiseSource;
import org.astragal.rng.NoiseSourceException;

/**
 * Another noise source, read one piece ahead by a thread of its own, so that the token works while
 * the samples before are tested. For exports, which read at full speed and have the token for
 * themselves. What was read and is not wanted is wiped.
 *
 * <p>Thread safety: use by one thread at a time.
 */
final class ReadAhead implements NoiseSource, AutoCloseable {
  private final NoiseSource source;
  private final int pieceSamples;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("read-ahead").factory());

  private Future<byte[]> next;
  private byte[] piece = {};
  private int used;

  /**
   * Begins to read.
   *
   * @param source stays the caller's
   * @param pieceSamples how much is read at a time, 1 to 65 536
   */
  ReadAhead(NoiseSource source, int pieceSamples) {
    this.source = source;
    this.pieceSamples = pieceSamples;
    next = read();
  }

  private Future<byte[]> read() {
    return reader.submit(() -> source.read(pieceSamples));
  }

  @Override
  public int bitsPerSample() {
    return source.bitsPerSample();
  }

  @Override
  public byte[] read(int count) throws NoiseSourceException {
    byte[] samples = new byte[count];
    boolean complete = false;
    try {
      for (int at = 0; at < count; ) {
        if (used == piece.length) {
          piece = taken();
          used = 0;
        }
        int part = Math.min(count - at, piece.length - used);
        System.arraycopy(piece, used, samples, at, part);
        Arrays.fill(piece, used, used + part, (byte) 0);
        used += part;
        at += part;
      }
      complete = true;
      return samples;
    } finally {
      if (!complete) {
        Arrays.fill(samples, (byte) 0);
      }
    }
  }

  private byte[] taken() throws NoiseSourceException {
    Future<byte[]> current = next;
    try {
      return current.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoiseSourceException(
          NoiseSourceException.Fault.TIMEOUT, "interrupted while it was read", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case NoiseSourceException failure -> throw failure;
        case RuntimeException bug -> throw bug;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    } finally {
      if (current.isDone()) {
        next = read();
      }
    }
  }

  /** Waits for the read that is under way, and wipes what nobody took. */
  @Override
  public void close() {
    reader.shutdown();
    try {
      Arrays.fill(next.get(), (byte) 0);
    } catch (ExecutionException | CancellationException e) {
      // There is nothing to wipe.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Arrays.fill(piece, (byte) 0);
  }
}
