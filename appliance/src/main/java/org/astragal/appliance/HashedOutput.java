package org.astragal.appliance;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes and hashes in a thread of its own, so that the next chunk is made meanwhile.
 *
 * <p>Thread safety: use by one thread at a time.
 */
final class HashedOutput implements AutoCloseable {
  private final OutputStream out;
  private final MessageDigest hash = sha256();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("writer").factory());

  private Future<?> underWay = CompletableFuture.completedFuture(null);

  /**
   * Creates one.
   *
   * @param out stays the caller's
   */
  HashedOutput(OutputStream out) {
    this.out = out;
  }

  /**
   * Begins to write a chunk, which must not be changed before the next call returns: until then the
   * one before is written.
   *
   * @throws IOException if that one could not be written; this one is not then
   */
  void write(byte[] chunk) throws IOException, InterruptedException {
    await();
    underWay =
        writer.submit(() -> {
          out.write(chunk);
          hash.update(chunk);
          return true;
        });
  }

  /** Waits until all is written. {@return the SHA-256 of it} */
  byte[] finish() throws IOException, InterruptedException {
    await();
    out.flush();
    return hash.digest();
  }

  private void await() throws IOException, InterruptedException {
    try {
      underWay.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  /** Ends the thread, after what it is writing. */
  @Override
  public void close() {
    writer.close();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
