package org.astragal.signer;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Refuses new work while the file system is nearly full, so that what is pending, and the next
 * start, still find room: the store cannot go on after a write that found none.
 *
 * <p>Thread safety: any thread; the file system is asked at most every {@link #INTERVAL_NANOS}.
 */
final class SpaceGuard {
  /** 250 ms: at 100 MB/s, 25 MB. */
  private static final long INTERVAL_NANOS = 250_000_000;

  private final FileStore files;
  private final long minimum;
  private final Health health;
  private final AtomicLong next = new AtomicLong(System.nanoTime());

  private SpaceGuard(FileStore files, long minimum, Health health) {
    this.files = files;
    this.minimum = minimum;
    this.health = health;
  }

  /** {@return a guard of the file system that holds a directory} */
  static SpaceGuard of(Path directory, long minimum, Health health) throws LogException {
    try {
      return new SpaceGuard(Files.getFileStore(directory), minimum, health);
    } catch (IOException e) {
      throw new LogException(
          LogException.Fault.STORAGE, "the free space of " + directory + " is not known: " + e, e);
    }
  }

  /** Looks, if it is time. */
  void check() {
    long due = next.get();
    long now = System.nanoTime();
    if (now - due >= 0 && next.compareAndSet(due, now + INTERVAL_NANOS)) {
      look();
    }
  }

  private void look() {
    try {
      long free = files.getUsableSpace();
      if (free < minimum) {
        health.set(
            LogState.STORAGE_LOW, free + " bytes are free, at least " + minimum + " are wanted");
      } else if (free >= minimum + minimum / 8) {
        // An eighth more, so that the state does not flicker.
        health.clear(LogState.STORAGE_LOW, free + " bytes are free again");
      }
    } catch (IOException e) {
      health.set(LogState.STORAGE_LOW, "the free space cannot be read: " + e.getMessage());
    }
  }
}
