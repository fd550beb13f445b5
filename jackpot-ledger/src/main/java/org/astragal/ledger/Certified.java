package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.astragal.outcome.Hash;
import org.astragal.service.ConfigException;
import org.astragal.service.ConfigFile;

/**
 * The logic hashes that may move a pool, from a file that is read again when it changes. A file
 * that cannot be used leaves the old list in force, and says why.
 *
 * <p>Thread-safe.
 */
final class Certified {
  private static final System.Logger LOG = System.getLogger(Certified.class.getName());
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Optional<Path> file;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile long lookedAt = System.nanoTime();
  private volatile byte[] content;
  private volatile Set<Hash> hashes;

  private Certified(Optional<Path> file, byte[] content, Set<Hash> hashes) {
    this.file = file;
    this.content = content;
    this.hashes = hashes;
  }

  /**
   * Reads the list.
   *
   * @param file lines {@code sha256:<hex>}, with what stands after {@code #} left out; without a
   *     file everything may move a pool, which is told
   */
  static Certified load(Optional<Path> file) throws ConfigException {
    if (file.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "no list of certified game logic is configured: whatever a log seals contributes");
      return new Certified(file, new byte[0], Set.of());
    }
    var content = ConfigFile.bytes(file.get());
    return new Certified(file, content, parse(file.get(), content));
  }

  /** {@return whether rounds of this logic may move a pool} */
  boolean has(Hash logic) {
    if (file.isEmpty()) {
      return true;
    }
    if (System.nanoTime() - lookedAt > LOOK.toNanos() && lock.tryLock()) {
      try {
        lookedAt = System.nanoTime();
        reload();
      } finally {
        lock.unlock();
      }
    }
    return hashes.contains(logic);
  }

  /** Reads the file again if it has changed. */
  void reload() {
    var path = file.orElseThrow();
    try {
      var now = ConfigFile.bytes(path);
      if (!java.util.Arrays.equals(now, content)) {
        hashes = parse(path, now);
        content = now;
        LOG.log(
            System.Logger.Level.INFO,
            "{0}: {1} logic hashes are certified",
            path,
            Integer.toString(hashes.size()));
      }
    } catch (ConfigException e) {
      LOG.log(System.Logger.Level.ERROR, "the list in force stays: {0}", e.getMessage());
    }
  }

  private static Set<Hash> parse(Path file, byte[] content) throws ConfigException {
    var hashes = new HashSet<Hash>();
    var number = 0;
    for (var line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
      number++;
      var comment = line.indexOf('#');
      var text = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (!text.isEmpty()) {
        try {
          hashes.add(Hash.parse(text));
        } catch (IllegalArgumentException e) {
          throw new ConfigException(
              ConfigException.Fault.MALFORMED, file + ":" + number + ": " + e.getMessage(), e);
        }
      }
    }
    return Set.copyOf(hashes);
  }
}
