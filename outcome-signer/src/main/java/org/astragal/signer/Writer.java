package org.astragal.signer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes to the store, in turns. A turn takes whatever waits: a signed
 * checkpoint, played records and new intents; makes all of it durable with one synced batch; and
 * hands each on. While it syncs, while rounds are played and while the signer signs, the next turn
 * gathers; no timer is needed. A turn begins with each checkpoint, at once when the signer has
 * nothing to do, and before that only for as many intents as are worth it.
 */
final class Writer implements Runnable {
  private static final int MAX_RECORDS = 4096;
  private static final int MAX_INTENTS = 4096;

  /** 16 MiB of records, and as much of intents, in one batch. */
  private static final int MAX_BYTES = 16 << 20;

  private final Store store;
  private final StoreBatch batch;
  private final TreeEdge edge;
  private final Tree tree;
  private final Pipes pipes;
  private final HeadFile headFile;
  private final Health health;
  private long nextOrdinal;

  /** Durable records without a durable checkpoint. */
  private int unsigned;

  private volatile boolean stopping;

  Writer(Store store, TreeEdge edge, Tree tree, Pipes pipes, HeadFile headFile, Health health) {
    this.store = store;
    this.batch = store.batch();
    this.edge = edge;
    this.tree = tree;
    this.pipes = pipes;
    this.headFile = headFile;
    this.health = health;
  }

  /** Ends {@link #run} when nothing waits any more. */
  void stop() {
    stopping = true;
    pipes.writer().signal();
  }

  @Override
  public void run() {
    try (batch) {
      while (true) {
        pipes.intents().enough(worthTurn());
        pipes.writer().await(() -> due() || stopping || health.failed());
        if (health.failed() || (stopping && !waiting())) {
          return;
        }
        turn();
      }
    } catch (LogException e) {
      health.set(LogState.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private boolean due() {
    return !pipes.signed().isEmpty()
        || (unsigned == 0 && waiting())
        || pipes.intents().size() >= worthTurn();
  }

  /**
   * {@return how many intents are worth a turn of their own while the signer is busy} Half of what
   * is on its way to the signer or with it: so a long signature finds the next ones played, and a
   * short one is not surrounded by syncs of a few intents each. What waits, waits for one signature
   * at most.
   */
  private int worthTurn() {
    return Math.max(1, (unsigned + pipes.played().size()) / 2);
  }

  private boolean waiting() {
    return !pipes.signed().isEmpty() || !pipes.played().isEmpty() || !pipes.intents().isEmpty();
  }

  private void turn() throws LogException {
    batch.clear();
    Signed checkpoint = takeCheckpoint();
    List<Entry> records = takeRecords();
    List<Ticket> intents = takeIntents();
    store.write(batch);
    // Everything of this turn is durable from here on; a crash before was as if it never came.
    tree.publish(edge.view());
    release(checkpoint);
    hand(intents, pipes.plays());
    hand(records, pipes.durable());
    unsigned += records.size();
  }

  /** Only looks: as long as it is there, the next one is not signed. */
  private @Nullable Signed takeCheckpoint() throws LogException {
    Signed next = pipes.signed().peek();
    if (next != null) {
      batch.checkpoint(next.tree().end(), next.note().bytes());
    }
    return next;
  }

  private List<Entry> takeRecords() throws LogException {
    var taken = new ArrayList<Entry>();
    int bytes = 0;
    while (taken.size() < MAX_RECORDS && bytes < MAX_BYTES) {
      Entry next = pipes.played().poll();
      if (next == null) {
        break;
      }
      next.store(batch, edge);
      bytes += next.record().length;
      taken.add(next);
    }
    return taken;
  }

  private List<Ticket> takeIntents() throws LogException {
    var taken = new ArrayList<Ticket>();
    int bytes = 0;
    while (taken.size() < MAX_INTENTS && bytes < MAX_BYTES) {
      Ticket next = pipes.intents().poll();
      if (next == null) {
        break;
      }
      next.ordinal(nextOrdinal++);
      batch.intent(next.ordinal(), next.intent());
      bytes += next.intent().rawBody().length;
      taken.add(next);
    }
    return taken;
  }

  private void release(@Nullable Signed checkpoint) {
    if (checkpoint != null) {
      pipes.signed().poll();
      unsigned -= checkpoint.entries().size();
      pipes.signer().signal();
      pipes.covered().put(checkpoint);
      headFile.offer(checkpoint.note().bytes());
    }
  }

  private static <T> void hand(List<? extends T> things, Channel<T> channel) {
    if (!things.isEmpty()) {
      things.forEach(channel::add);
      channel.signal();
    }
  }
}
