package org.astragal.signer;

import java.util.ArrayList;
import java.util.List;

/**
 * The one thread that writes to the store, in turns. A turn takes whatever waits: signed
 * checkpoints, played records and new intents; makes all of it durable with one synced batch; and
 * hands each on. While it syncs, while rounds are played and while the signer signs, the next turn
 * gathers; no timer is needed.
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
        pipes.writer().await(() -> stopping || waiting() || health.failed());
        if (health.failed() || !waiting()) {
          return;
        }
        turn();
      }
    } catch (LogException e) {
      health.set(LogState.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private boolean waiting() {
    return !pipes.signed().isEmpty() || !pipes.played().isEmpty() || !pipes.intents().isEmpty();
  }

  private void turn() throws LogException {
    batch.clear();
    List<Signed> checkpoints = takeCheckpoints();
    List<Entry> records = takeRecords();
    List<Ticket> intents = takeIntents();
    store.write(batch);
    // Everything of this turn is durable from here on; a crash before was as if it never came.
    tree.publish(edge.view());
    release(checkpoints);
    hand(intents, pipes.plays());
    hand(records, pipes.durable());
  }

  private List<Signed> takeCheckpoints() throws LogException {
    var taken = new ArrayList<Signed>();
    Signed next = pipes.signed().poll();
    while (next != null) {
      batch.checkpoint(next.tree().end(), next.note().bytes());
      taken.add(next);
      next = pipes.signed().poll();
    }
    return taken;
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

  private void release(List<Signed> checkpoints) {
    if (!checkpoints.isEmpty()) {
      hand(checkpoints, pipes.covered());
      headFile.offer(checkpoints.getLast().note().bytes());
    }
  }

  private static <T> void hand(List<? extends T> things, Channel<T> channel) {
    if (!things.isEmpty()) {
      things.forEach(channel::add);
      channel.signal();
    }
  }
}
