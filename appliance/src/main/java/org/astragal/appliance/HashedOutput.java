package org.astragal.appliance;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Writes and hashes in two threads of its own, so that the next chunks are made meanwhile. Chunks
 * are filled in turn; there are {@value #CHUNKS} of them, so a slow output holds the maker up.
 *
 * <p>Thread safety: use by one thread at a time.
 */
final class HashedOutput implements AutoCloseable {
  /** Bytes of a chunk: handing one to a thread costs little, and all of them stay in the caches. */
  static final int CHUNK_BYTES = 1 << 18;

  /** One is filled, one is hashed, one is written, and one is between. */
  private static final int CHUNKS = 4;

  /** Where the bytes go. */
  interface Sink {
    /** Writes the first {@code count} bytes of a chunk after those before. */
    void write(byte[] chunk, int count) throws IOException;
  }

  private final Sink sink;
  private final MessageDigest hash = sha256();
  private final ExecutorService hasher = thread("hasher");
  private final ExecutorService writer = thread("writer");
  private final List<Chunk> chunks = Stream.generate(Chunk::new).limit(CHUNKS).toList();
  private int turn;

  /** Whether a write failed: what would come behind a hole is not written. Of the writer. */
  private boolean broken;

  /** A chunk, and what is still done to what it holds. */
  private static final class Chunk {
    private final byte[] bytes = new byte[CHUNK_BYTES];
    private Future<?> hashed = CompletableFuture.completedFuture(null);
    private Future<?> written = CompletableFuture.completedFuture(null);
  }

  /**
   * Creates one.
   *
   * @param sink stays the caller's
   */
  HashedOutput(Sink sink) {
    this.sink = sink;
  }

  /**
   * {@return the next chunk of {@link #CHUNK_BYTES} to fill; what it held is written by now}
   *
   * @throws IOException if that could not be written
   */
  byte[] next() throws IOException, InterruptedException {
    Chunk chunk = chunks.get(turn);
    await(chunk);
    return chunk.bytes;
  }

  /** Begins to write the first bytes of the chunk that {@link #next} gave, which are left alone. */
  void write(int count) {
    Chunk chunk = chunks.get(turn);
    turn = (turn + 1) % CHUNKS;
    chunk.hashed = hasher.submit(() -> hash.update(chunk.bytes, 0, count));
    chunk.written =
        writer.submit(() -> {
          if (!broken) {
            broken = true;
            sink.write(chunk.bytes, count);
            broken = false;
          }
          return true;
        });
  }

  /**
   * Waits until all is written. {@return the SHA-256 of it}
   *
   * @throws IOException if some of it could not be written
   */
  byte[] finish() throws IOException, InterruptedException {
    for (Chunk chunk : chunks) {
      await(chunk);
    }
    return hash.digest();
  }

  private static void await(Chunk chunk) throws IOException, InterruptedException {
    try {
      chunk.hashed.get();
      chunk.written.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  /** Ends the threads, after what they are doing. */
  @Override
  public void close() {
    hasher.close();
    writer.close();
  }

  private static ExecutorService thread(String name) {
    return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
