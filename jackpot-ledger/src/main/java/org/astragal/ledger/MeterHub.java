package org.astragal.ledger;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Committed meter changes, in order, for whoever watches.
 *
 * <p>Who commits hands them over, so a watcher has them at once. What is missing between two of
 * them, as when the answer to a commit was lost, one thread reads from the books: what a watcher
 * sees is durable and without a gap. Recent changes are kept in memory, so a watcher is only a
 * position and costs nothing while it waits.
 *
 * <p>Thread-safe.
 */
final class MeterHub implements AutoCloseable {
  /** Changes kept in memory; a watcher further behind gets a snapshot. */
  static final int KEPT_IN_MEMORY = 16_384;

  /** Changes kept in the books. */
  static final int KEPT_IN_BOOKS = 100_000;

  private static final System.Logger LOG = System.getLogger(MeterHub.class.getName());
  private static final int PER_READ = 2_000;

  /** Also without a signal the books are looked at: a broken commit may have succeeded. */
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

  /** The same where other processes commit, too, and hand nothing over. */
  private static final Duration LONGEST_SLEEP_SHARED = Duration.ofMillis(50);

  private final Queries queries;
  private final int kept;
  private final Duration sleep;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition missing = lock.newCondition();
  private final Feed all = new Feed();
  private final Map<String, Feed> pools = new TreeMap<>();
  private final Deque<MeterChange> recent = new ArrayDeque<>();
  private final Map<String, MeterChange> newest = new TreeMap<>();
  private final Thread reader;
  private volatile Displays displays = Displays.NONE;
  private long last;
  private long knownFrom;
  private boolean wanted;
  private boolean closed;

  private MeterHub(Queries queries, int kept, Duration sleep) {
    this.queries = queries;
    this.kept = kept;
    this.sleep = sleep;
    this.reader = Thread.ofPlatform().daemon().name("meter-hub").unstarted(this::read);
  }

  /** What those wait for who watch the same; guarded by the lock. */
  private final class Feed {
    private final Condition changed = lock.newCondition();
    private final Condition fell = lock.newCondition();
    private long newest;
    private long newestFall;

    private void add(MeterChange change, boolean isFall) {
      newest = change.position();
      if (isFall) {
        newestFall = change.position();
      }
    }

    /** {@return whether nothing has come after a position, as far as that is known} */
    private boolean isCurrent(long position) {
      return newest <= position && knownFrom <= position + 1 && position <= last;
    }

    /** Wakes those who wait, of changes after {@code position}. */
    private void tell(long position) {
      if (newest > position) {
        changed.signalAll();
      }
      if (newestFall > position) {
        fell.signalAll();
      }
    }

    private void end() {
      changed.signalAll();
      fell.signalAll();
    }
  }

  /** What a watcher gets next. */
  sealed interface Next {
    /** Changes after the watcher's position, oldest first. */
    record Changes(List<MeterChange> changes) implements Next {}

    /** Changes are missing; the newest of each level instead. */
    record Snapshot(List<MeterChange> newest) implements Next {}

    /** Nothing new up to a position. */
    record Nothing(long position) implements Next {}

    /** The hub has closed. */
    record Closed() implements Next {}
  }

  /** Starts with what the books hold. */
  static MeterHub start(Queries queries) throws StoreException {
    return start(queries, KEPT_IN_MEMORY);
  }

  /** The same, for books that other processes may write, too. */
  static MeterHub start(Queries queries, boolean shared) throws StoreException {
    return start(queries, KEPT_IN_MEMORY, shared ? LONGEST_SLEEP_SHARED : LONGEST_SLEEP);
  }

  /** The same, with {@code kept} changes in memory. */
  static MeterHub start(Queries queries, int kept) throws StoreException {
    return start(queries, kept, LONGEST_SLEEP);
  }

  private static MeterHub start(Queries queries, int kept, Duration sleep) throws StoreException {
    var hub = new MeterHub(queries, kept, sleep);
    var view = queries.pools();
    hub.last = view.position();
    hub.all.newest = view.position();
    hub.knownFrom = view.position() + 1;
    for (var level : view.levels()) {
      var change =
          new MeterChange(
              view.position(),
              level.pool(),
              level.level(),
              level.of(AccountKind.POOL),
              java.time.Instant.now());
      hub.newest.put(key(change), change);
    }
    queries
        .metersAfter(view.position() - kept, kept)
        .forEach(c -> {
          if (c.position() <= view.position()) {
            hub.knownFrom = Math.min(hub.knownFrom, c.position());
            hub.recent.add(c);
            hub.newest.put(key(c), c);
            hub.feed(Optional.of(c.pool())).add(c, false);
          }
        });
    hub.reader.start();
    return hub;
  }

  /**
   * Something was committed.
   *
   * @param changes what it did to the meters, in order; another commit may have come before it
   */
  void committed(List<MeterChange> changes) {
    lock.lock();
    try {
      if (!changes.isEmpty() && changes.getFirst().position() <= last + 1) {
        add(changes);
      } else if (!changes.isEmpty()) {
        wanted = true;
        missing.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for changes after {@code position}.
   *
   * @param position the watcher's; empty asks for a snapshot at once
   * @param pool the only one that it watches; changes of others do not wake it
   * @param limit most changes returned
   */
  Next next(Optional<Long> position, Optional<String> pool, int limit, Duration wait)
      throws InterruptedException {
    lock.lock();
    try {
      if (position.isEmpty()) {
        return closed ? new Next.Closed() : snapshot(pool);
      }
      var after = position.get();
      var feed = feed(pool);
      var left = wait.toNanos();
      while (!closed && feed.isCurrent(after) && left > 0) {
        left = feed.changed.awaitNanos(left);
      }
      if (closed) {
        return new Next.Closed();
      }
      if (feed.isCurrent(after)) {
        return new Next.Nothing(last);
      }
      return isKnown(after) ? changes(after, pool, limit) : snapshot(pool);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits {@code rest}, but no longer than until a level has fallen after {@code position}, or the
   * hub has closed. {@return whether one of these was so}
   */
  boolean awaitFall(long position, Optional<String> pool, Duration rest)
      throws InterruptedException {
    lock.lock();
    try {
      var feed = feed(pool);
      var left = rest.toNanos();
      while (!closed && feed.newestFall <= position && left > 0) {
        left = feed.fell.awaitNanos(left);
      }
      return closed || feed.newestFall > position;
    } finally {
      lock.unlock();
    }
  }

  private Feed feed(Optional<String> pool) {
    return pool.map(name -> pools.computeIfAbsent(name, _ -> new Feed())).orElse(all);
  }

  /** Other currencies to show meters in, from now on. */
  void displays(Displays newest) {
    displays = newest;
  }

  /** {@return other currencies to show meters in} */
  Displays displays() {
    return displays;
  }

  /** {@return whether a pool of that name has meters} */
  boolean knows(String pool) {
    lock.lock();
    try {
      return newest.values().stream().anyMatch(change -> change.pool().equals(pool));
    } finally {
      lock.unlock();
    }
  }

  /** {@return the position of the newest change} */
  long position() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      missing.signalAll();
      all.end();
      pools.values().forEach(Feed::end);
    } finally {
      lock.unlock();
    }
  }

  /** Whether every change after {@code position} is at hand. */
  private boolean isKnown(long position) {
    return position < last && !recent.isEmpty() && recent.getFirst().position() <= position + 1;
  }

  private Next changes(long after, Optional<String> pool, int limit) {
    // From the new end: most watchers are close to it.
    var newer = new ArrayList<MeterChange>();
    for (var at = recent.descendingIterator(); at.hasNext(); ) {
      var change = at.next();
      if (change.position() <= after) {
        break;
      }
      if (isOf(change, pool)) {
        newer.add(change);
      }
    }
    return new Next.Changes(newer.reversed().stream().limit(limit).toList());
  }

  private static boolean isOf(MeterChange change, Optional<String> pool) {
    return pool.isEmpty() || change.pool().equals(pool.get());
  }

  private Next snapshot(Optional<String> pool) {
    return new Next.Snapshot(
        newest.values().stream()
            .filter(c -> isOf(c, pool))
            .map(c -> new MeterChange(last, c.pool(), c.level(), c.micro(), c.at()))
            .toList());
  }

  private void read() {
    while (awaitMissing()) {
      try {
        var full = true;
        while (full) {
          var changes = queries.metersAfter(position(), PER_READ);
          add(changes);
          full = changes.size() == PER_READ;
        }
      } catch (StoreException e) {
        LOG.log(System.Logger.Level.DEBUG, "meters wait for PostgreSQL", e);
      } catch (RuntimeException e) {
        // The pool of connections answers so to whoever asks while it is closed.
        LOG.log(System.Logger.Level.DEBUG, "meters could not be read", e);
      }
    }
  }

  private boolean awaitMissing() {
    lock.lock();
    try {
      var left = sleep.toNanos();
      while (!wanted && !closed && left > 0) {
        left = missing.awaitNanos(left);
      }
      wanted = false;
      return !closed;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Adds what is newer than all there is. */
  private void add(List<MeterChange> changes) {
    lock.lock();
    try {
      var was = last;
      for (var change : changes) {
        if (change.position() <= last) {
          continue; // handed over while it was read
        }
        if (change.position() != last + 1) {
          // The books were trimmed past us: nobody can resume over the hole.
          recent.clear();
          knownFrom = change.position();
        }
        recent.add(change);
        var before = newest.put(key(change), change);
        var isFall = before != null && change.micro() < before.micro();
        all.add(change, isFall);
        feed(Optional.of(change.pool())).add(change, isFall);
        last = change.position();
        if (recent.size() > kept) {
          recent.removeFirst();
        }
      }
      all.tell(was);
      for (var feed : pools.values()) {
        feed.tell(was);
      }
    } finally {
      lock.unlock();
    }
  }

  private static String key(MeterChange change) {
    return change.pool() + '\n' + change.level();
  }
}
