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
  private final Condition changed = lock.newCondition();
  private final Condition missing = lock.newCondition();
  private final Condition fell = lock.newCondition();
  private final Deque<MeterChange> recent = new ArrayDeque<>();
  private final Map<String, MeterChange> newest = new TreeMap<>();
  private final Thread reader;
  private long last;
  private long lastFall;
  private boolean wanted;
  private boolean closed;

  private MeterHub(Queries queries, int kept, Duration sleep) {
    this.queries = queries;
    this.kept = kept;
    this.sleep = sleep;
    this.reader = Thread.ofPlatform().daemon().name("meter-hub").unstarted(this::read);
  }

  /** What a watcher gets next. */
  sealed interface Next {
    /** Changes after the watcher's position, oldest first. */
    record Changes(List<MeterChange> changes) implements Next {}

    /** Changes are missing; the newest of each level instead. */
    record Snapshot(List<MeterChange> newest) implements Next {}

    /** Nothing new. */
    record Nothing() implements Next {}

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
            hub.recent.add(c);
            hub.newest.put(key(c), c);
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
   * @param limit most changes returned
   */
  Next next(Optional<Long> position, int limit, Duration wait) throws InterruptedException {
    lock.lock();
    try {
      if (position.isEmpty()) {
        return closed ? new Next.Closed() : snapshot();
      }
      var after = position.get();
      var left = wait.toNanos();
      while (!closed && after == last && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (closed) {
        return new Next.Closed();
      }
      if (after == last) {
        return new Next.Nothing();
      }
      return isKnown(after) ? changes(after, limit) : snapshot();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits {@code rest}, but no longer than until a level has fallen after {@code position}, or the
   * hub has closed. {@return whether one of these was so}
   */
  boolean awaitFall(long position, Duration rest) throws InterruptedException {
    lock.lock();
    try {
      var left = rest.toNanos();
      while (!closed && lastFall <= position && left > 0) {
        left = fell.awaitNanos(left);
      }
      return closed || lastFall > position;
    } finally {
      lock.unlock();
    }
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
      changed.signalAll();
      fell.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether every change after {@code position} is at hand. */
  private boolean isKnown(long position) {
    return position < last && !recent.isEmpty() && recent.getFirst().position() <= position + 1;
  }

  private Next changes(long after, int limit) {
    // From the new end: most watchers are close to it.
    var newer = new ArrayList<MeterChange>();
    for (var at = recent.descendingIterator(); at.hasNext(); ) {
      var change = at.next();
      if (change.position() <= after) {
        break;
      }
      newer.add(change);
    }
    return new Next.Changes(newer.reversed().stream().limit(limit).toList());
  }

  private Next snapshot() {
    return new Next.Snapshot(
        newest.values().stream()
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
      var was = lastFall;
      for (var change : changes) {
        if (change.position() <= last) {
          continue; // handed over while it was read
        }
        if (change.position() != last + 1) {
          // The books were trimmed past us: nobody can resume over the hole.
          recent.clear();
        }
        recent.add(change);
        var before = newest.put(key(change), change);
        if (before != null && change.micro() < before.micro()) {
          lastFall = change.position();
        }
        last = change.position();
        if (recent.size() > kept) {
          recent.removeFirst();
        }
      }
      changed.signalAll();
      if (lastFall > was) {
        fell.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private static String key(MeterChange change) {
    return change.pool() + '\n' + change.level();
  }
}
