package org.astragal.signer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.Receipt;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SignedNote;

/**
 * The append-only log of the outcomes of one appliance: makes rounds durable, has them signed, and
 * gives them again. {@link org.astragal.signer} tells the life of an outcome.
 *
 * <p>Thread safety: any thread. Futures are completed by a thread of the log; what depends on them
 * must not block.
 */
public final class OutcomeLog implements AutoCloseable {
  /** Directory of the store, below the log's directory. */
  static final String STORE = "store";

  private static final int MAX_NAME = 256;

  private final LogConfig config;
  private final DirectoryLock lock;
  private final Store store;
  private final Health health;
  private final Head head;
  private final Recall recall;
  private final Published published;
  private final Admission admission;
  private final Events events;
  private final Stages stages;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OutcomeLog(
      LogConfig config,
      CheckpointSigner signer,
      LogListener listener,
      DirectoryLock lock,
      Store store,
      Opening.Opened opened)
      throws LogException {
    this.config = config;
    this.lock = lock;
    this.store = store;
    health = new Health(listener);
    head = new Head(opened.tree().size(), opened.head());
    var cache = new SealedCache(config.cacheBytes());
    recall = new Recall(store, opened.tree(), cache);
    published = new Published(config.origin(), store, opened.tree(), head, opened.keys());
    var notary = new Notary(config.origin(), signer);
    stages = new Stages(config, store, opened, notary, head, cache, health, listener);
    var space = SpaceGuard.of(config.directory(), config.minimumFreeBytes(), health);
    admission =
        new Admission(config.maxPending(), store, recall, health, space, stages.pipes().intents());
    events =
        new Events(
            config.origin(), config.maxPending(), health, stages.pipes().plays(), opened.keys());
    health.whenStopped(this::sendAllAway);
  }

  /** Starts the stages of a log that was rolled forward; the log closes store and lock. */
  static OutcomeLog start(
      LogConfig config,
      CheckpointSigner signer,
      LogListener listener,
      DirectoryLock lock,
      Store store,
      Opening.Opened opened)
      throws LogException {
    var log = new OutcomeLog(config, signer, listener, lock, store, opened);
    log.stages.start();
    return log;
  }

  /**
   * {@return whether a directory holds a log, or what is left of one}
   *
   * @param directory see {@link LogConfig#directory}
   */
  public static boolean exists(Path directory) {
    return Files.exists(directory.resolve(STORE).resolve("CURRENT"))
        || Files.exists(directory.resolve(HeadFile.NAME));
  }

  /**
   * Submits a round. Never waits for other rounds; reads the store at most.
   *
   * @param intent who asks for what
   * @param play plays the round, at most once; not called if the request or the step of the round
   *     is known
   * @return the result, never completed exceptionally
   */
  public CompletableFuture<Submission> submit(Intent intent, Play play) {
    return admission.submit(intent, play);
  }

  /**
   * Appends an event. Accepted also while rounds are refused because the signer is down or space is
   * low; it is sealed when the signer returns.
   *
   * @param body an event; rounds are submitted
   * @return the sealed event; fails with a {@link LogException} if the log is closed or failed, or
   *     too much is pending
   * @throws IllegalArgumentException if it is not an event, or too long for a record
   */
  public CompletableFuture<SealedOutcome> append(RecordBody body) {
    return events.append(body, Optional.empty());
  }

  /**
   * As {@link #append(RecordBody)}, and keeps something beside the record: it is durable when the
   * record is, replaces what was kept under the name before, and is never published.
   *
   * @param body an event; rounds are submitted
   * @param name under which it is kept, 1 to 256 characters
   * @param value what is kept, at most 65,535 bytes; copied
   * @return the sealed event; fails with a {@link LogException} if the log is closed or failed, or
   *     too much is pending
   * @throws IllegalArgumentException if it is not an event, or too long for a record, or the name
   *     or the value is too long
   */
  public CompletableFuture<SealedOutcome> append(RecordBody body, String name, byte[] value) {
    if (name.isEmpty() || name.length() > MAX_NAME || value.length > OutcomeRecord.MAX_BYTES) {
      throw new IllegalArgumentException("a name or a value of a length that is not kept");
    }
    return events.append(body, Optional.of(new EventTicket.Beside(name, value)));
  }

  /**
   * {@return what {@link #append(RecordBody, String, byte[])} has made durable, by name}
   *
   * @param prefix what the names begin with
   * @throws LogException if the store is damaged, or the log closed
   */
  public List<Kept> kept(String prefix) throws LogException {
    return store.kept(prefix);
  }

  /**
   * {@return the sealed events of some types, oldest first}
   *
   * @param prefix what their types begin with, such as {@code key.}
   * @throws LogException if the store is damaged, or the log closed
   */
  public List<SealedOutcome> events(String prefix) throws LogException {
    var found = new ArrayList<SealedOutcome>();
    for (long seq : store.events(prefix)) {
      Optional<SealedOutcome> sealed = bySeq(seq);
      if (sealed.isPresent()) {
        found.add(sealed.get());
      }
    }
    return found;
  }

  /**
   * {@return the newest sealed event of a type, if there is one}
   *
   * @param type such as {@code program.started}
   * @throws LogException if the store is damaged, or the log closed
   */
  public Optional<SealedOutcome> newestEvent(String type) throws LogException {
    for (long seq : store.eventsOf(type).reversed()) {
      Optional<SealedOutcome> sealed = bySeq(seq);
      if (sealed.isPresent()) {
        return sealed;
      }
    }
    return Optional.empty();
  }

  /**
   * {@return the sealed outcome of a record, with the bytes of the first time; empty if no
   * checkpoint covers it yet}
   *
   * @param seq its place in the log
   * @throws LogException if the store is damaged, or the log closed
   */
  public Optional<SealedOutcome> bySeq(long seq) throws LogException {
    return seq < 0 || seq >= head.size() ? Optional.empty() : Optional.of(recall.one(seq));
  }

  /**
   * {@return a receipt for a record against the newest checkpoint; empty if that does not cover it}
   * A receipt under a key that was revoked since counts again in this form.
   *
   * @param seq the record's place in the log
   * @throws LogException if the store is damaged, or the log closed
   */
  public Optional<Receipt> latestReceipt(long seq) throws LogException {
    return published.receipt(seq);
  }

  /**
   * {@return the sealed outcome of a request, if there is one}
   *
   * @param operator whose request
   * @param requestId which
   * @throws LogException if the store is damaged, or the log closed
   */
  public Optional<SealedOutcome> byRequest(String operator, String requestId) throws LogException {
    Optional<Store.SeenRequest> seen = store.request(operator, requestId);
    return seen.isEmpty() ? Optional.empty() : bySeq(seen.get().seq());
  }

  /**
   * {@return the sealed outcomes of the steps of a round, in order of the steps}
   *
   * @param operator whose round
   * @param roundId which
   * @throws LogException if the store is damaged, or the log closed
   */
  public List<SealedOutcome> byRound(String operator, String roundId) throws LogException {
    var found = new ArrayList<SealedOutcome>();
    for (long seq : store.rounds(operator, roundId)) {
      bySeq(seq).ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  /**
   * {@return rounds that wait for a choice of their players, each with the place of its newest
   * record, which is sealed or about to be; those that have waited longest first}
   *
   * @param from the first place that is looked at: 0, or the one after the last that was returned
   * @param most how many at most
   * @throws LogException if the store is damaged, or the log closed
   */
  public List<WaitingRound> waiting(long from, int most) throws LogException {
    return WaitingRounds.byTime(store, from, most);
  }

  /** {@return how many rounds wait for a choice of their players; never waits} */
  public long waitingRounds() {
    return store.waiting();
  }

  /**
   * {@return what {@link Play#secret} gave for a step of a round that waits; empty if the round has
   * ended, or there is no such step}
   *
   * @param operator whose round
   * @param roundId which
   * @param step of the record
   * @throws LogException if the store is damaged, or the log closed
   */
  public Optional<byte[]> secret(String operator, String roundId, int step) throws LogException {
    return store.secret(operator, roundId, step);
  }

  /** {@return records that the newest durable checkpoint covers} */
  public long size() {
    return head.size();
  }

  /** {@return the newest durable checkpoint} */
  public SignedNote head() {
    return head.note();
  }

  /**
   * Reads sealed outcomes in order. What it returns ends where a checkpoint ends.
   *
   * @param from seq of the first
   * @param maxBytes roughly how much; the outcomes of one checkpoint come in any case
   * @return the outcomes; empty if there is none from there on
   * @throws LogException if the store is damaged, or the log closed
   */
  public List<SealedOutcome> read(long from, int maxBytes) throws LogException {
    var read = new ArrayList<SealedOutcome>();
    long size = head.size();
    long at = Math.max(from, 0);
    long bytes = 0;
    while (at < size) {
      SealedBatch batch = recall.batch(at);
      if (!read.isEmpty() && bytes + batch.bytes() > maxBytes) {
        break;
      }
      read.addAll(batch.outcomes().subList((int) (at - batch.start()), batch.outcomes().size()));
      bytes += batch.bytes();
      at = batch.end();
    }
    return List.copyOf(read);
  }

  /**
   * Waits until the log is larger.
   *
   * @param beyond a size
   * @param limit longest wait
   * @return whether {@link #size} is now beyond it
   * @throws InterruptedException if the thread was interrupted
   */
  public boolean await(long beyond, Duration limit) throws InterruptedException {
    return head.await(beyond, limit);
  }

  /**
   * {@return the first hashes of a tile, 32 bytes each; empty if they are not all covered by the
   * newest checkpoint}
   *
   * @param level 0 for leaf hashes
   * @param index which tile of the level
   * @param width how many hashes, 1 to 256
   * @throws IllegalArgumentException if a number is out of range
   * @throws LogException if the store is damaged, or the log closed
   */
  public Optional<byte[]> tile(int level, long index, int width) throws LogException {
    return published.tile(level, index, width);
  }

  /**
   * {@return the first records of an entry bundle, each after its length in two bytes, big-endian;
   * empty if they are not all covered by the newest checkpoint}
   *
   * @param index which bundle of 256 records
   * @param width how many records, 1 to 256
   * @throws IllegalArgumentException if a number is out of range
   * @throws LogException if the store is damaged, or the log closed
   */
  public Optional<byte[]> entries(long index, int width) throws LogException {
    return published.entries(index, width);
  }

  /**
   * Compares the log with a checkpoint of it that somebody else kept.
   *
   * @param theirs their newest checkpoint
   * @return what it says about this log
   * @throws LogException if the store is damaged, or the log closed
   */
  public WitnessResult checkAgainst(SignedNote theirs) throws LogException {
    return published.checkAgainst(theirs);
  }

  /** {@return what the log does with new submissions} */
  public LogState state() {
    return health.state();
  }

  /** {@return rounds accepted and not yet sealed} */
  public int pending() {
    return admission.pending();
  }

  private void sendAllAway() {
    admission.sendAllAway();
    events.failIfStopped();
    stages.pipes().wakeAll();
  }

  /**
   * Refuses what is new, finishes what is pending within the configured limit, and closes. What is
   * then still pending is rolled forward when the log is opened again. A second call does nothing.
   */
  @Override
  public void close() throws LogException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    health.close("the log is closing");
    admission.awaitIdle(config.closeLimit());
    stages.stop();
    sendAllAway();
    try {
      if (!health.failed()) {
        store.flush();
      }
    } finally {
      store.close();
      lock.close();
    }
  }
}
