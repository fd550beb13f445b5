package org.astragal.signer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.astragal.signer.LogException.Fault;
import org.jspecify.annotations.Nullable;

/** Keeps a second writer out of a log's directory, as long as it is open. */
final class DirectoryLock implements AutoCloseable {
  private static final String NAME = "lock";

  private final FileChannel file;

  private DirectoryLock(FileChannel file) {
    this.file = file;
  }

  static DirectoryLock take(Path directory) throws LogException {
    FileChannel file = null;
    try {
      file =
          FileChannel.open(
              directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = file.tryLock();
      if (lock != null) {
        return new DirectoryLock(file);
      }
      file.close();
    } catch (OverlappingFileLockException e) {
      closeQuietly(file);
    } catch (IOException e) {
      throw new LogException(
          Fault.STORAGE, "the directory " + directory + " cannot be locked: " + e, e);
    }
    throw new LogException(
        Fault.LOCKED, "the log in " + directory + " is open already, here or in another process");
  }

  private static void closeQuietly(@Nullable FileChannel file) {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws LogException {
    try {
      // The lock goes with the file.
      file.close();
    } catch (IOException e) {
      throw new LogException(Fault.STORAGE, "the lock file cannot be closed: " + e, e);
    }
  }
}
