package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.outcome.Hash;
import org.astragal.service.ConfigException;
import org.astragal.service.ConfigFile;

/**
 * The mappings in force: every {@code *.yaml} of a directory, read again when one of them changes.
 * A change takes effect as a whole or not at all: while one file cannot be used, the old ones stay
 * in force, and the log says why.
 *
 * <p>Thread-safe.
 */
final class Mappings implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Mappings.class.getName());
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int MAX_FILES = 256;

  private final Path directory;
  private final Thread watcher;
  private volatile Map<String, MappingFile> bySource;
  private volatile String trouble = "";

  private Mappings(Path directory, Map<String, MappingFile> bySource) {
    this.directory = directory;
    this.bySource = bySource;
    this.watcher = Thread.ofVirtual().name("mappings").start(this::watch);
  }

  /**
   * Reads the directory, and looks at it every second from then on.
   *
   * @throws ConfigException if one of its files cannot be used
   */
  static Mappings load(Path directory) throws ConfigException {
    return new Mappings(directory, read(directory, Map.of()));
  }

  /** {@return the mapping of a source} */
  Optional<MappingFile> of(String source) {
    return Optional.ofNullable(bySource.get(source));
  }

  /** {@return all mappings in force, by source} */
  List<MappingFile> all() {
    return List.copyOf(new TreeMap<>(bySource).values());
  }

  /** {@return why the files as they are now are not in force, empty if they are} */
  String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    watcher.interrupt();
  }

  /** Reads the directory again; what has not changed is not proved again. */
  void reload() {
    try {
      var next = read(directory, bySource);
      for (var file : next.values()) {
        if (!file.equals(bySource.get(file.mapping().source()))) {
          LOG.log(
              System.Logger.Level.INFO,
              "mapping {0} is in force: {1}",
              file.mapping().source(),
              file.hash());
        }
      }
      bySource = next;
      trouble = "";
    } catch (ConfigException e) {
      var message = String.valueOf(e.getMessage());
      if (!message.equals(trouble)) {
        LOG.log(System.Logger.Level.ERROR, "the mappings in force stay: {0}", message);
      }
      trouble = message;
    }
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        reload();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, MappingFile> read(Path directory, Map<String, MappingFile> known)
      throws ConfigException {
    var byHash = new HashMap<Hash, MappingFile>();
    known.values().forEach(file -> byHash.put(file.hash(), file));
    var bySource = new HashMap<String, MappingFile>();
    for (var file : files(directory)) {
      var content = ConfigFile.bytes(file);
      var same = byHash.get(Hash.sha256(content));
      var one = same == null ? MappingFile.load(file, content) : same;
      if (bySource.put(one.mapping().source(), one) != null) {
        throw new ConfigException(
            ConfigException.Fault.KEY,
            file + ": source " + one.mapping().source() + " has another mapping too");
      }
    }
    return Map.copyOf(bySource);
  }

  private static List<Path> files(Path directory) throws ConfigException {
    var files = new ArrayList<Path>();
    try (var entries = Files.newDirectoryStream(directory, "*.yaml")) {
      entries.forEach(files::add);
    } catch (IOException e) {
      throw new ConfigException(
          ConfigException.Fault.UNREADABLE, directory + " cannot be read: " + e.getMessage(), e);
    }
    if (files.size() > MAX_FILES) {
      throw new ConfigException(
          ConfigException.Fault.UNREADABLE, directory + " has more than " + MAX_FILES + " files");
    }
    files.sort(null);
    return files;
  }
}
