package org.astragal.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.astragal.ledger.MeterHub.Next;

/**
 * What one watcher gets next. The first change after a rest comes at once; from then on what came
 * meanwhile comes together, the newest value of each level. A fall of a level, which is a win or an
 * act of people, waits for nothing, and what the level stood at before it is not left out.
 *
 * <p>Used by one thread.
 */
final class MeterPace {
  /** Between two parcels for a watcher: 20 a second. */
  static final Duration USUAL = Duration.ofMillis(50);

  /** Most changes handed over at a time to a watcher that wants every one. */
  private static final int PER_SEND = 256;

  private final MeterHub hub;
  private final Duration apart;
  private final Optional<String> pool;
  private Optional<Long> position;
  private Optional<Long> sentAt = Optional.empty();

  /**
   * A watcher's pace.
   *
   * @param from the position after which it goes on; empty asks for a snapshot
   * @param apart between two parcels; zero for every single change
   * @param pool the only one that it watches
   */
  MeterPace(MeterHub hub, Optional<Long> from, Duration apart, Optional<String> pool) {
    this.hub = hub;
    this.position = from;
    this.apart = apart;
    this.pool = pool;
  }

  /** Waits for what the watcher wants, at most {@code wait}. */
  Next next(Duration wait) throws InterruptedException {
    var end = System.nanoTime() + wait.toNanos();
    if (position.isPresent() && sentAt.isPresent()) {
      var now = System.nanoTime();
      var rest = sentAt.get() + apart.toNanos() - now;
      var most = Duration.ofNanos(Math.max(Math.min(rest, end - now), 0));
      if (!hub.awaitFall(position.get(), pool, most) && rest > end - now) {
        return new Next.Nothing(position.get());
      }
    }
    var left = Duration.ofNanos(Math.max(end - System.nanoTime(), 0));
    var limit = apart.isZero() ? PER_SEND : MeterHub.KEPT_IN_MEMORY;
    return chosen(hub.next(position, pool, limit, left));
  }

  private Next chosen(Next next) {
    return switch (next) {
      case Next.Changes(var changes) -> {
        position = Optional.of(changes.getLast().position());
        sentAt = Optional.of(System.nanoTime());
        yield apart.isZero() ? next : new Next.Changes(coalesced(changes));
      }
      case Next.Snapshot(var newest) -> {
        position = Optional.of(newest.isEmpty() ? 0L : newest.getFirst().position());
        sentAt = Optional.of(System.nanoTime());
        yield next;
      }
      case Next.Nothing(var upTo) -> {
        // What others' pools did meanwhile need not be looked through again.
        position = position.map(at -> Math.max(at, upTo));
        yield next;
      }
      case Next.Closed _ -> next;
    };
  }

  /** {@return the newest change of each level, and the last one before each fall, in order} */
  static List<MeterChange> coalesced(List<MeterChange> changes) {
    var after = new HashMap<List<String>, Long>();
    var kept = new ArrayList<MeterChange>();
    for (var change : changes.reversed()) {
      var later = after.put(List.of(change.pool(), change.level()), change.micro());
      if (later == null || later < change.micro()) {
        kept.add(change);
      }
    }
    return List.copyOf(kept.reversed());
  }
}
