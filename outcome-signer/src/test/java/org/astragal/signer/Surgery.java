package org.astragal.signer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Damage to stored logs, done on purpose. */
final class Surgery {
  /** Works on an open store. */
  @FunctionalInterface
  interface Cut {
    void on(Store store, StoreBatch batch) throws Exception;
  }

  private Surgery() {}

  /** Changes what a closed log has stored. */
  static void operate(Path log, Cut cut) throws Exception {
    NativeLibrary.load(Optional.empty(), log);
    try (Store store = Store.open(log.resolve("store"), false);
        StoreBatch batch = store.batch()) {
      cut.on(store, batch);
      store.write(batch);
      store.flush();
    }
  }

  /** Removes an entry: the log itself never does. */
  static void remove(Store store, StoreBatch batch, Store.Family family, byte[] key)
      throws Exception {
    batch.unwrap().delete(store.handle(family), key);
  }

  /** Copies an open log that is idle: what a power failure would leave. */
  static void image(Path log, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(log)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = to.resolve(log.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  /** {@return the store's files with a suffix, the largest first} */
  static List<Path> files(Path log, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(log.resolve("store"))) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .sorted(Comparator.comparingLong((Path file) -> file.toFile().length()).reversed())
          .toList();
    }
  }

  /** Flips one bit. */
  static void flip(Path file, long at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[Math.toIntExact(at)] ^= 4;
    Files.write(file, bytes);
  }

  /** Cuts a file. */
  static void cut(Path file, long length) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }
}
