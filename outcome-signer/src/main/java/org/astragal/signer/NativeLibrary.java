package org.astragal.signer;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * Loads the native library of the store once for each process.
 *
 * <p>The library's own loader unpacks 17 MB into the temporary directory at each start, and a
 * process that is killed leaves them there. Here it is taken from an installed file, or unpacked
 * into a directory of ours and removed as soon as it is loaded.
 */
final class NativeLibrary {
  /** System property that names the directory of the installed library. */
  static final String PROPERTY = "org.astragal.signer.rocksdb";

  private static boolean loaded;

  private NativeLibrary() {}

  /**
   * Loads it, if it is not loaded yet.
   *
   * @param installed where it is installed, if the configuration says so
   * @param scratch existing directory into which it may be unpacked for a moment
   */
  static synchronized void load(Optional<Path> installed, Path scratch) throws LogException {
    if (loaded) {
      return;
    }
    String file = file();
    Optional<Path> found =
        installed
            .or(() -> Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of))
            .or(() -> onLibraryPath(file));
    // The loader looks in a directory for this name, which is not the name in the jar.
    String name = Environment.getJniLibraryFileName("rocksdbjni");
    Path expected = scratch.resolve(name);
    try {
      // Replaces what a killed process may have left.
      Files.deleteIfExists(expected);
      if (found.isPresent()) {
        Files.createSymbolicLink(expected, found.get().resolve(file).toAbsolutePath());
      } else {
        unpack(scratch, name);
      }
      RocksDB.loadLibrary(List.of(scratch.toAbsolutePath().toString()));
      // A loaded library stays mapped without its file.
      Files.deleteIfExists(expected);
    } catch (UnsatisfiedLinkError | IOException e) {
      throw new LogException(
          LogException.Fault.NATIVE_LIBRARY,
          "the store's native library " + file + " cannot be loaded: " + e.getMessage(),
          e);
    }
    loaded = true;
  }

  private static Optional<Path> onLibraryPath(String file) {
    return Stream.of(System.getProperty("java.library.path", "").split(File.pathSeparator))
        .filter(part -> !part.isEmpty())
        .map(Path::of)
        .filter(directory -> Files.isRegularFile(directory.resolve(file)))
        .findFirst();
  }

  private static String file() {
    return Environment.getJniLibraryFileName("rocksdb");
  }

  /** Installs the library in a directory, under its own name. */
  static void unpack(Path directory) throws IOException {
    unpack(directory, file());
  }

  private static void unpack(Path directory, String name) throws IOException {
    try (InputStream in = RocksDB.class.getClassLoader().getResourceAsStream(file())) {
      if (in == null) {
        throw new IOException("it is not in the jar of RocksDB");
      }
      Files.copy(in, directory.resolve(name));
    }
  }
}
