package org.astragal.appliance;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.astragal.rng.NoiseSource;
import org.astragal.rng.NoiseSourceException;

/**
 * Another noise source, read a few pieces ahead by a thread of its own, so that the token works
 * while the samples before are tested. For exports, which read at full speed and have the token for
 * themselves. What was read and is not wanted is wiped.
 *
 * <p>Thread safety: use by one thread at a time.
 */
final class ReadAhead implements NoiseSource, AutoCloseable {
  /** So many pieces bridge the time that a thread may wait for a processor. */
  private static final int PIECES = 4;

  private final NoiseSource source;
  private final int pieceSamples;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("read-ahead").factory());

  /** Pieces that are read or being read, the oldest first. */
  private final Deque<Future<byte[]>> ahead = new ArrayDeque<>();

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
    while (ahead.size() < PIECES) {
      readOneMore();
    }
  }

  private void readOneMore() {
    ahead.add(reader.submit(() -> source.read(pieceSamples)));
  }

  @Override
  public int bitsPerSample() {
    return source.bitsPerSample();
  }

  @Override
  public byte[] read(int count) throws NoiseSourceException {
    if (used == piece.length && count == pieceSamples) {
      return taken();
    }
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
    Future<byte[]> current = ahead.getFirst();
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
        ahead.removeFirst();
        readOneMore();
      }
    }
  }

  /** Waits for the reads that are under way, and wipes what nobody took. */
  @Override
  public void close() {
    reader.close();
    for (Future<byte[]> read : ahead) {
      if (read.state() == Future.State.SUCCESS) {
        Arrays.fill(read.resultNow(), (byte) 0);
      }
    }
    Arrays.fill(piece, (byte) 0);
  }
}
