package org.astragal.signer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.astragal.signer.LogException.Fault;
import org.astragal.signer.Store.Family;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * What one turn makes durable, all of it or nothing. Owns native memory.
 *
 * <p>Thread safety: use by one thread.
 */
final class StoreBatch implements AutoCloseable {
  private final Store store;
  private final Function<Family, ColumnFamilyHandle> handles;
  private final WriteBatch batch = new WriteBatch();

  /** Rounds that this batch lists as waiting, each with the place of its newest record. */
  private final Map<String, Long> listed = new HashMap<>();

  /** Places of newest records that this batch takes off the list. */
  private final Set<Long> unlisted = new HashSet<>();

  private long moreWaiting;

  StoreBatch(Store store, Function<Family, ColumnFamilyHandle> handles) {
    this.store = store;
    this.handles = handles;
  }

  WriteBatch unwrap() {
    return batch;
  }

  /** Empties it for the next turn. */
  void clear() {
    batch.clear();
    listed.clear();
    unlisted.clear();
    moreWaiting = 0;
  }

  void meta(String name, byte[] value) throws LogException {
    put(Family.META, name.getBytes(StandardCharsets.UTF_8), value);
  }

  void intent(long ordinal, Intent intent) throws LogException {
    put(Family.INTENTS, Keys.number(ordinal), IntentCodec.encode(intent));
  }

  void dropIntent(long ordinal) throws LogException {
    try {
      // Each ordinal is written once: the pair vanishes without ever reaching a file.
      batch.singleDelete(handles.apply(Family.INTENTS), Keys.number(ordinal));
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  void record(long seq, byte[] record) throws LogException {
    put(Family.RECORDS, Keys.number(seq), record);
  }

  /** Writes both indexes. */
  void index(Intent intent, long seq) throws LogException {
    byte[] request =
        ByteBuffer.allocate(Long.BYTES + Sha.BYTES)
            .putLong(seq)
            .put(intent.sha256().bytes())
            .array();
    put(Family.REQUESTS, Keys.request(intent.operator(), intent.requestId()), request);
    put(
        Family.ROUNDS,
        Keys.round(intent.operator(), intent.roundId(), intent.step()),
        Keys.number(seq));
  }

  /** Makes an event findable by its type. */
  void event(long seq, String type) throws LogException {
    put(Family.META, Keys.event(seq), type.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return how many more rounds wait after this batch than before it} */
  long moreWaiting() {
    return moreWaiting;
  }

  /** Lists a round as waiting, with what is kept beside the record of this step. */
  void waits(Intent intent, long seq, byte[] secret) throws LogException {
    byte[] value = ByteBuffer.allocate(Long.BYTES + secret.length).putLong(seq).put(secret).array();
    put(Family.META, Keys.waiting(intent.operator(), intent.roundId(), intent.step()), value);
    var _ = unlist(intent);
    list(intent, seq);
  }

  /** Lists a round, if it is one that waits, as waiting since this record. */
  void stillWaits(Intent intent, long seq) throws LogException {
    if (unlist(intent)) {
      list(intent, seq);
    }
  }

  private void list(Intent intent, long seq) throws LogException {
    byte[] name = Keys.rounds(intent.operator(), intent.roundId());
    put(Family.META, Keys.newest(seq), name);
    listed.put(new String(name, StandardCharsets.UTF_8), seq);
    moreWaiting++;
  }

  /**
   * Takes a round off the list by time, whichever of its records is the newest: in the store, or in
   * this batch, which the store does not know yet.
   */
  private boolean unlist(Intent intent) throws LogException {
    if (intent.step() == 0) {
      return false;
    }
    long before = moreWaiting;
    for (long seq : store.rounds(intent.operator(), intent.roundId())) {
      if (!unlisted.contains(seq) && store.get(Family.META, Keys.newest(seq)) != null) {
        unlist(seq);
      }
    }
    byte[] name = Keys.rounds(intent.operator(), intent.roundId());
    Long seq = listed.remove(new String(name, StandardCharsets.UTF_8));
    if (seq != null) {
      unlist(seq);
    }
    return moreWaiting < before;
  }

  private void unlist(long seq) throws LogException {
    try {
      batch.delete(handles.apply(Family.META), Keys.newest(seq));
    } catch (RocksDBException e) {
      throw failed(e);
    }
    unlisted.add(seq);
    moreWaiting--;
  }

  /** Keeps something under a name, in the place of what was kept there before. */
  void keep(String name, long seq, byte[] value) throws LogException {
    put(Family.META, Keys.kept(name), Kept.stored(seq, value));
  }

  /** Forgets what was kept for the earlier steps of a round. */
  void ends(Intent intent) throws LogException {
    var _ = unlist(intent);
    try {
      for (int step = 0; step < intent.step(); step++) {
        batch.delete(
            handles.apply(Family.META), Keys.waiting(intent.operator(), intent.roundId(), step));
      }
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  void checkpoint(long size, byte[] note) throws LogException {
    put(Family.CHECKPOINTS, Keys.number(size), note);
  }

  void tile(int level, long index, byte[] tile) throws LogException {
    put(Family.TILES, Keys.tile(level, index), tile);
  }

  private void put(Family family, byte[] key, byte[] value) throws LogException {
    try {
      batch.put(handles.apply(family), key, value);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  private static LogException failed(RocksDBException cause) {
    return new LogException(
        Fault.STORAGE, "the store refused a batch: " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    batch.close();
  }
}
