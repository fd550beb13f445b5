package org.astragal.signer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
  private final Function<Family, ColumnFamilyHandle> handles;
  private final WriteBatch batch = new WriteBatch();

  StoreBatch(Function<Family, ColumnFamilyHandle> handles) {
    this.handles = handles;
  }

  WriteBatch unwrap() {
    return batch;
  }

  /** Empties it for the next turn. */
  void clear() {
    batch.clear();
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

  /** Lists a round as waiting, with what is kept beside the record of this step. */
  void waits(Intent intent, long seq, byte[] secret) throws LogException {
    byte[] value = ByteBuffer.allocate(Long.BYTES + secret.length).putLong(seq).put(secret).array();
    put(Family.META, Keys.waiting(intent.operator(), intent.roundId(), intent.step()), value);
  }

  /** Keeps something under a name, in the place of what was kept there before. */
  void keep(String name, long seq, byte[] value) throws LogException {
    put(Family.META, Keys.kept(name), Kept.stored(seq, value));
  }

  /** Forgets what was kept for the earlier steps of a round. */
  void ends(Intent intent) throws LogException {
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
