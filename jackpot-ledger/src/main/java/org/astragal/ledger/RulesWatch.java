package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.astragal.outcome.Hash;
import org.astragal.service.ConfigException;

/**
 * Looks at the rules files and brings changes into force, all files together or none. While the
 * files on disk are refused, what was in force stays so, and {@link #refused} says why.
 *
 * <p>Thread-safe.
 */
final class RulesWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RulesWatch.class.getName());
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Path directory;
  private final Books books;
  private final MeterHub hub;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private List<Hash> seen;
  private volatile Optional<String> refused = Optional.empty();

  private RulesWatch(Path directory, List<RulesFile> inForce, Books books, MeterHub hub) {
    this.directory = directory;
    this.books = books;
    this.hub = hub;
    this.seen = inForce.stream().map(RulesFile::hash).toList();
    this.thread = Thread.ofVirtual().name("rules-watch").unstarted(this::watch);
  }

  /**
   * Starts to watch.
   *
   * @param inForce the files as they were loaded and adopted
   */
  static RulesWatch start(Path directory, List<RulesFile> inForce, Books books, MeterHub hub) {
    var watch = new RulesWatch(directory, inForce, books, hub);
    hub.displays(Displays.of(inForce));
    watch.thread.start();
    return watch;
  }

  /** {@return why the files on disk are not in force; nothing if they are} */
  Optional<String> refused() {
    return refused;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the watch on the rules ends", e);
    }
  }

  private void watch() {
    try {
      while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks once. */
  synchronized void look() {
    try {
      var files = RulesFile.loadAll(directory);
      var hashes = files.stream().map(RulesFile::hash).toList();
      if (hashes.equals(seen) && refused.isEmpty()) {
        return;
      }
      var changes = books.adopt(files);
      hub.displays(Displays.of(files));
      hub.committed(changes);
      if (!hashes.equals(seen)) {
        LOG.log(System.Logger.Level.INFO, "rules in force: {0}", hashes);
      }
      seen = hashes;
      refused = Optional.empty();
    } catch (ConfigException e) {
      refuse(String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      // The files are looked at again in a moment.
      LOG.log(System.Logger.Level.WARNING, "rules wait for PostgreSQL: {0}", e.getMessage());
    }
  }

  private void refuse(String why) {
    if (!refused.equals(Optional.of(why))) {
      LOG.log(System.Logger.Level.ERROR, "rules are refused, what was in force stays so: {0}", why);
      refused = Optional.of(why);
    }
  }
}
