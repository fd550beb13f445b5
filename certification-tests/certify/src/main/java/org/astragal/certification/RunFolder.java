package org.astragal.certification;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a report. One process works in it at a time; it holds nothing but one run.
 *
 * <p>Thread safety: use by one thread.
 */
final class RunFolder implements AutoCloseable {
  /** What is finished of the run. */
  static final String JOURNAL = "findings.ndjson";

  private static final String LOCK = ".lock";
  private static final String SOURCE = "source.bin";
  private static final String RETEST = "retest.bin";

  /** What may lie here before a journal does: the traces of a run that did not get that far. */
  private static final Set<String> BEFORE = Set.of(LOCK, SOURCE + ".part", SOURCE);

  private final Path folder;
  private final FileChannel lockFile;
  private final FileLock lock;

  private RunFolder(Path folder, FileChannel lockFile, FileLock lock) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Opens a folder that is empty, is not there yet, or holds a run.
   *
   * @throws CertifyException if it holds anything else, or another process works in it
   */
  static RunFolder open(Path folder) throws CertifyException {
    try {
      Files.createDirectories(folder);
      requireOurs(folder);
      return lock(folder);
    } catch (FileAlreadyExistsException e) {
      throw new CertifyException(
          CertifyException.Fault.FOLDER, folder + " is a file: give a folder as --report", e);
    } catch (IOException e) {
      throw new CertifyException(
          CertifyException.Fault.DISK, "cannot use the folder " + folder + ": " + Reasons.of(e), e);
    }
  }

  private static void requireOurs(Path folder) throws IOException, CertifyException {
    List<String> names;
    try (Stream<Path> list = Files.list(folder)) {
      names = list.map(path -> path.getFileName().toString()).toList();
    }
    if (!names.contains(JOURNAL) && !BEFORE.containsAll(names)) {
      throw new CertifyException(
          CertifyException.Fault.FOLDER,
          folder + " is not empty and holds no run: give an empty folder as --report");
    }
  }

  private static RunFolder lock(Path folder) throws IOException, CertifyException {
    FileChannel file =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException _) {
      // The same as a lock of another process.
    }
    if (lock == null) {
      file.close();
      throw new CertifyException(
          CertifyException.Fault.FOLDER,
          "another process works in " + folder + ": wait for it, or give another --report");
    }
    return new RunFolder(folder, file, lock);
  }

  Path path() {
    return folder;
  }

  Path journal() {
    return folder.resolve(JOURNAL);
  }

  /** {@return where data are kept that do not come from a file} */
  Path data(Phase phase) {
    return folder.resolve(phase == Phase.FIRST ? SOURCE : RETEST);
  }

  /** {@return whether a run of this folder had all its data, which then lie in {@link #data}} */
  boolean hasData(Phase phase) {
    return Files.isRegularFile(journal()) && Files.isRegularFile(data(phase));
  }

  /** Writes a file of the report, whole or not at all. */
  void write(String name, Content content) throws CertifyException {
    Path file = folder.resolve(name);
    Path part = Spool.part(file);
    try {
      content.writeTo(part);
      try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CertifyException(
          CertifyException.Fault.DISK,
          "cannot write " + file + ": " + Reasons.of(e) + ". Free space and run the same again",
          e);
    }
  }

  /** Removes a file of an earlier report that this one does not have. */
  void remove(String name) throws CertifyException {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      throw new CertifyException(
          CertifyException.Fault.DISK, "cannot remove " + name + ": " + Reasons.of(e), e);
    }
  }

  /** Writes a file. */
  @FunctionalInterface
  interface Content {
    void writeTo(Path file) throws IOException;
  }

  @Override
  public void close() {
    try {
      lock.release();
      lockFile.close();
    } catch (IOException _) {
      // The lock ends with the process.
    }
  }
}
