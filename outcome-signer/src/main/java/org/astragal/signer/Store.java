package org.astragal.signer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import org.astragal.outcome.Hash;
import org.astragal.signer.LogException.Fault;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * Everything durable, in one RocksDB: one synced write batch for each turn of the writer, and point
 * reads.
 *
 * <p>Thread safety: reads by any thread, also while it is closed (they are then refused); writes by
 * one.
 */
final class Store implements AutoCloseable {
  /** Where each kind of thing is kept. */
  enum Family {
    META("default"),
    RECORDS("records"),
    INTENTS("intents"),
    REQUESTS("requests"),
    ROUNDS("rounds"),
    CHECKPOINTS("checkpoints"),
    TILES("tiles");

    private final String label;

    Family(String label) {
      this.label = label;
    }
  }

  /** A request that was seen before. */
  record SeenRequest(long seq, Hash sha256) {}

  private final StoreOptions options;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final RocksDB database;
  private final Map<Family, ColumnFamilyHandle> handles = new EnumMap<>(Family.class);
  // A native handle that is used after its end takes the process down: every use holds the lock.
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
  private final AtomicLong waiting = new AtomicLong();
  private boolean closed;

  private Store(StoreOptions options, RocksDB database, List<ColumnFamilyHandle> handles) {
    this.options = options;
    this.database = database;
    // RocksDB gives the handles in the order in which it was asked for the families.
    Iterator<ColumnFamilyHandle> next = handles.iterator();
    for (Family family : Family.values()) {
      this.handles.put(family, next.next());
    }
  }

  /** Opens the store for reading and writing; {@code create} makes what is missing. */
  static Store open(Path directory, boolean create) throws LogException {
    var options = new StoreOptions();
    var handles = new ArrayList<ColumnFamilyHandle>();
    try {
      DBOptions database = options.database(create);
      return counted(
          new Store(
              options,
              RocksDB.open(database, directory.toString(), families(options), handles),
              handles));
    } catch (RocksDBException e) {
      options.close();
      throw damaged("the store does not open", e);
    }
  }

  /**
   * Opens the store as it is now for reading only, also beside a process that writes it.
   *
   * @param scratch existing directory for the library's own notes
   */
  static Store openReadOnly(Path directory, Path scratch) throws LogException {
    var options = new StoreOptions();
    var handles = new ArrayList<ColumnFamilyHandle>();
    try {
      DBOptions database = options.database(false).setDbLogDir(scratch.toString());
      return counted(
          new Store(
              options,
              RocksDB.openReadOnly(database, directory.toString(), families(options), handles),
              handles));
    } catch (RocksDBException e) {
      options.close();
      throw damaged("the store does not open", e);
    }
  }

  private static List<ColumnFamilyDescriptor> families(StoreOptions options) {
    return Arrays.stream(Family.values())
        .map(family ->
            new ColumnFamilyDescriptor(
                family.label.getBytes(StandardCharsets.US_ASCII),
                switch (family) {
                  case RECORDS -> options.records();
                  case REQUESTS, ROUNDS -> options.index();
                  case INTENTS -> options.intents();
                  case META, CHECKPOINTS, TILES -> options.hashes();
                }))
        .toList();
  }

  /** The native handle of a family; valid until {@link #close}. */
  ColumnFamilyHandle handle(Family family) {
    return Objects.requireNonNull(handles.get(family), "every family has a handle");
  }

  static LogException damaged(String what, RocksDBException cause) {
    String why = cause.getMessage() == null ? "no reason given" : cause.getMessage();
    return new LogException(Fault.DAMAGED, what + ": " + why, cause);
  }

  private static Store counted(Store store) throws LogException {
    store.waiting.set(WaitingRounds.count(store));
    return store;
  }

  /** {@return a new batch; the caller closes it} */
  StoreBatch batch() {
    return new StoreBatch(this, this::handle);
  }

  /**
   * Writes a batch and syncs it.
   *
   * @throws LogException if it failed; whether the batch is durable is then not known
   */
  void write(StoreBatch batch) throws LogException {
    enter();
    try {
      database.write(synced, batch.unwrap());
      waiting.addAndGet(batch.moreWaiting());
    } catch (RocksDBException e) {
      throw new LogException(Fault.STORAGE, "the store refused a batch: " + e.getMessage(), e);
    } finally {
      leave();
    }
  }

  /** {@return the value of a key, or null} */
  byte @Nullable [] get(Family family, byte[] key) throws LogException {
    enter();
    try {
      return database.get(handle(family), key);
    } catch (RocksDBException e) {
      throw damaged("the store cannot be read", e);
    } finally {
      leave();
    }
  }

  /** {@return a record} */
  byte[] record(long seq) throws LogException {
    byte[] record = get(Family.RECORDS, Keys.number(seq));
    if (record == null) {
      throw new LogException(Fault.DAMAGED, "record " + seq + " is missing in the store");
    }
    return record;
  }

  /** {@return a complete tile} */
  byte[] tile(int level, long index) throws LogException {
    byte[] tile = get(Family.TILES, Keys.tile(level, index));
    if (tile == null || tile.length != TreeEdge.TILE_BYTES) {
      throw new LogException(
          Fault.DAMAGED, "tile " + level + "/" + index + " is missing or cut in the store");
    }
    return tile;
  }

  /** {@return what the index says about a request} */
  Optional<SeenRequest> request(String operator, String requestId) throws LogException {
    byte[] value = get(Family.REQUESTS, Keys.request(operator, requestId));
    if (value == null) {
      return Optional.empty();
    }
    return Optional.of(seenRequest(value));
  }

  static SeenRequest seenRequest(byte[] value) throws LogException {
    if (value.length != Long.BYTES + Sha.BYTES) {
      throw new LogException(Fault.DAMAGED, "an entry of the index of requests is cut");
    }
    return new SeenRequest(
        Keys.number(value), Hash.of(Arrays.copyOfRange(value, Long.BYTES, value.length)));
  }

  /** {@return the seq of one step of a round} */
  Optional<Long> round(String operator, String roundId, int step) throws LogException {
    byte[] value = get(Family.ROUNDS, Keys.round(operator, roundId, step));
    return value == null ? Optional.empty() : Optional.of(Keys.number(value));
  }

  /** {@return the seqs of the steps of a round, in order} */
  List<Long> rounds(String operator, String roundId) throws LogException {
    byte[] prefix = Keys.rounds(operator, roundId);
    var found = new ArrayList<Long>();
    scan(
        Family.ROUNDS,
        prefix,
        (key, value) -> {
          boolean ours =
              key.length == prefix.length + Integer.BYTES
                  && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
          if (ours) {
            found.add(Keys.number(value));
          }
          return ours;
        });
    return found;
  }

  /** {@return how many rounds wait for their players} */
  long waiting() {
    return waiting.get();
  }

  /** {@return what is kept beside the record of a step, until its round ends} */
  Optional<byte[]> secret(String operator, String roundId, int step) throws LogException {
    byte[] value = get(Family.META, Keys.waiting(operator, roundId, step));
    return value == null
        ? Optional.empty()
        : Optional.of(Arrays.copyOfRange(value, Long.BYTES, value.length));
  }

  /** {@return what is kept beside records under names that begin with a prefix, by name} */
  List<Kept> kept(String prefix) throws LogException {
    var found = new ArrayList<Kept>();
    scan(
        Family.META,
        Keys.kept(prefix),
        (key, value) -> {
          Optional<String> name = Keys.kept(key).filter(text -> text.startsWith(prefix));
          name.ifPresent(text -> found.add(Kept.of(text, value)));
          return name.isPresent();
        });
    return List.copyOf(found);
  }

  /** {@return the seqs of the events whose type begins with a prefix, in order} */
  List<Long> events(String prefix) throws LogException {
    return events((String type) -> type.startsWith(prefix));
  }

  /** {@return the seqs of the events of exactly this type, in order} */
  List<Long> eventsOf(String type) throws LogException {
    return events(type::equals);
  }

  private List<Long> events(Predicate<String> wanted) throws LogException {
    var found = new ArrayList<Long>();
    scan(
        Family.META,
        Keys.EVENTS,
        (key, type) -> {
          OptionalLong seq = Keys.event(key);
          if (seq.isPresent() && wanted.test(new String(type, StandardCharsets.UTF_8))) {
            found.add(seq.getAsLong());
          }
          return seq.isPresent();
        });
    return found;
  }

  /** {@return the smallest checkpoint that covers a record} */
  Optional<StoredCheckpoint> checkpointCovering(long seq) throws LogException {
    enter();
    try (RocksIterator at = database.newIterator(handle(Family.CHECKPOINTS))) {
      at.seek(Keys.number(seq + 1));
      return checkpoint(at);
    } finally {
      leave();
    }
  }

  /** {@return the newest checkpoint} */
  Optional<StoredCheckpoint> newestCheckpoint() throws LogException {
    enter();
    try (RocksIterator at = database.newIterator(handle(Family.CHECKPOINTS))) {
      at.seekToLast();
      return checkpoint(at);
    } finally {
      leave();
    }
  }

  private static Optional<StoredCheckpoint> checkpoint(RocksIterator at) throws LogException {
    if (!at.isValid()) {
      check(at);
      return Optional.empty();
    }
    long size = Keys.number(at.key());
    byte[] note = at.value();
    at.prev();
    check(at);
    return Optional.of(new StoredCheckpoint(at.isValid() ? Keys.number(at.key()) : 0, size, note));
  }

  /** {@return the last key of a family, or null if it is empty} */
  byte @Nullable [] lastKey(Family family) throws LogException {
    enter();
    try (RocksIterator at = database.newIterator(handle(family))) {
      at.seekToLast();
      check(at);
      return at.isValid() ? at.key() : null;
    } finally {
      leave();
    }
  }

  /** Sees the entries of a scan, in the order of their keys. */
  @FunctionalInterface
  interface Visitor {
    /** {@return whether to go on} */
    boolean visit(byte[] key, byte[] value) throws LogException;
  }

  /** Visits the entries of a family from a key on. */
  void scan(Family family, byte[] from, Visitor visitor) throws LogException {
    enter();
    try (RocksIterator at = database.newIterator(handle(family))) {
      at.seek(from);
      while (at.isValid() && visitor.visit(at.key(), at.value())) {
        at.next();
      }
      check(at);
    } finally {
      leave();
    }
  }

  /** {@return a cursor at the first entry of a family; the caller closes it before the store} */
  Cursor cursor(Family family) throws LogException {
    enter();
    try {
      return new Cursor(database.newIterator(handle(family)));
    } finally {
      leave();
    }
  }

  /** Walks through a family beside another walk. For a store that nobody closes meanwhile. */
  static final class Cursor implements AutoCloseable {
    private final RocksIterator at;

    private Cursor(RocksIterator at) throws LogException {
      this.at = at;
      at.seekToFirst();
      check(at);
    }

    /** {@return whether there is an entry} */
    boolean valid() {
      return at.isValid();
    }

    byte[] key() {
      return at.key();
    }

    byte[] value() {
      return at.value();
    }

    void next() throws LogException {
      at.next();
      check(at);
    }

    @Override
    public void close() {
      at.close();
    }
  }

  private static void check(RocksIterator at) throws LogException {
    try {
      at.status();
    } catch (RocksDBException e) {
      throw damaged("the store cannot be read", e);
    }
  }

  private void enter() throws LogException {
    gate.readLock().lock();
    if (closed) {
      gate.readLock().unlock();
      throw new LogException(Fault.CLOSED, "the log is closed");
    }
  }

  private void leave() {
    gate.readLock().unlock();
  }

  /** Writes what is in memory to files, so that the next start replays nothing. */
  void flush() throws LogException {
    enter();
    try (var wait = new FlushOptions().setWaitForFlush(true)) {
      database.flush(wait, List.copyOf(handles.values()));
    } catch (RocksDBException e) {
      throw new LogException(Fault.STORAGE, "the store cannot be flushed: " + e.getMessage(), e);
    } finally {
      leave();
    }
  }

  @Override
  public void close() {
    gate.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        handles.values().forEach(ColumnFamilyHandle::close);
        database.close();
        synced.close();
        options.close();
      }
    } finally {
      gate.writeLock().unlock();
    }
  }
}
