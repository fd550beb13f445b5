package org.astragal.signer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The newest checkpoint in a small file beside the store. A store that was put back to an earlier
 * state, or whose tail was cut, contradicts it. Written after the store's sync by a thread of its
 * own, so it may trail by a moment; the newest one wins.
 *
 * <p>Thread safety: {@link #offer} by any thread.
 */
final class HeadFile implements Runnable {
  /** Name of the file. */
  static final String NAME = "head";

  private static final String TEMPORARY = "head.new";

  /** 100 ms between two writes: each costs the disk as much as a turn of the log. */
  private static final long PACE_NANOS = 100_000_000;

  private final Path directory;
  private final Health health;
  private final AtomicReference<byte @Nullable []> latest = new AtomicReference<>();
  private final Wakeup wakeup = new Wakeup();
  private volatile boolean stopping;

  HeadFile(Path directory, Health health) {
    this.directory = directory;
    this.health = health;
  }

  /** {@return the bytes of the note in the file, if there is one} */
  static Optional<byte[]> read(Path directory) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(directory.resolve(NAME)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Replaces the file, atomically and durably. */
  static void write(Path directory, byte[] note) throws IOException {
    Path temporary = directory.resolve(TEMPORARY);
    try (var file =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer rest = ByteBuffer.wrap(note);
      while (rest.hasRemaining()) {
        file.write(rest);
      }
      file.force(true);
    }
    Files.move(
        temporary,
        directory.resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    // The new name is durable only with its directory.
    try (var entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  /** Takes the note of a durable checkpoint, newer than all before. */
  void offer(byte[] note) {
    latest.set(note);
    wakeup.signal();
  }

  /** Writes what is still to be written, then ends {@link #run}. */
  void stop() {
    stopping = true;
    wakeup.signal();
  }

  @Override
  public void run() {
    while (true) {
      wakeup.await(() -> latest.get() != null || stopping);
      byte[] note = latest.getAndSet(null);
      if (note == null) {
        return;
      }
      try {
        write(directory, note);
      } catch (IOException e) {
        health.set(LogState.FAILED, "the head file cannot be written: " + e);
        return;
      }
      if (!stopping) {
        LockSupport.parkNanos(this, PACE_NANOS);
      }
    }
  }
}
