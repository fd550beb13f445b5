package org.astragal.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.astragal.ledger.ThirdPartyRound.Reading;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.astragal.outcome.OutcomeRecord;

/**
 * Events of third parties on their way into the books. Each source is a log of this ledger's own:
 * its events become records, with leaves and a checkpoint that the journal's key signs, and go
 * through the same rules as what an appliance seals. What is in doubt is quarantined, never
 * guessed.
 *
 * <p>Thread-safe; events of one source are taken one delivery after the other.
 */
final class EventIntake {
  /** Of an event that has just come. */
  private static final long NOT_HELD = Long.MAX_VALUE;

  private static final System.Logger LOG = System.getLogger(EventIntake.class.getName());

  private final Mappings mappings;
  private final JournalKey key;
  private final Books books;
  private final Database database;
  private final Queries queries;
  private final Ingest ingest;
  private final LedgerMetrics metrics;
  private final InstantSource clock;
  private final Map<String, Gate> gates = new ConcurrentHashMap<>();

  EventIntake(
      Mappings mappings,
      JournalKey key,
      Books books,
      Database database,
      Ingest ingest,
      LedgerMetrics metrics,
      InstantSource clock) {
    this.mappings = mappings;
    this.key = key;
    this.books = books;
    this.database = database;
    this.queries = new Queries(database);
    this.ingest = ingest;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Where a source stands; known between deliveries and read from the books else. */
  private static final class Gate {
    private final ReentrantLock lock = new ReentrantLock(true);
    private Optional<Standing> standing = Optional.empty();
  }

  private record Standing(CompactRange tree, Map<String, EventRows.Known> readings) {}

  /** What became of a delivery. */
  sealed interface Result {
    /**
     * It was taken.
     *
     * @param doubts what is quarantined of it
     */
    record Taken(long accepted, long duplicates, List<Doubted> doubts) implements Result {}

    /** No mapping is for this source. */
    record UnknownSource() implements Result {}

    /** The source speaks for another operator. */
    record WrongOperator() implements Result {}

    /** Too many events of the source are in doubt; nothing was taken. */
    record QuarantineFull() implements Result {}
  }

  /** An event that is quarantined: its place in the delivery, from 0. */
  record Doubted(int line, Doubt doubt, String detail) {}

  /** {@return the name of the log of a source} */
  String log(String source) {
    return EventLogs.origin(key.verifier().name(), source);
  }

  /** {@return the source of a log; empty text if it is of none} */
  String source(String log) {
    return EventLogs.source(key.verifier().name(), log);
  }

  /** {@return the mappings in force} */
  Mappings mappings() {
    return mappings;
  }

  /**
   * Takes events.
   *
   * @param operator who sends them; empty if who may send is decided elsewhere
   * @param lines one event each
   * @param beside what is to be done in the same transaction
   * @throws StoreException if nothing can be said now; the same delivery may be repeated
   */
  Result take(String source, Optional<String> operator, List<byte[]> lines, Database.Work<?> beside)
      throws StoreException {
    var file = mappings.of(source);
    if (file.isEmpty()) {
      return new Result.UnknownSource();
    }
    if (operator.filter(o -> !o.equals(file.get().mapping().operator())).isPresent()) {
      return new Result.WrongOperator();
    }
    var gate = gate(source);
    gate.lock.lock();
    try {
      if (database.read(c -> Quarantine.pending(c, source)) >= Quarantine.MAX_PENDING) {
        return new Result.QuarantineFull();
      }
      var run = new Run(source, file.get(), standing(gate, source), NOT_HELD);
      run.read(lines);
      run.batch.beside(beside);
      commit(gate, run);
      return new Result.Taken(run.accepted.size(), run.duplicates, run.doubts);
    } catch (StoreException e) {
      gate.standing = Optional.empty();
      throw e;
    } finally {
      gate.lock.unlock();
    }
  }

  /** What became of a decision. */
  sealed interface Decided {
    /** It was carried out. */
    record Done() implements Decided {}

    /** The event is still in doubt, for another reason than that it is not reasonable. */
    record StillInDoubt(Doubt doubt, String detail) implements Decided {}

    /** There is no such event, or somebody has decided of it. */
    record NotPending() implements Decided {}
  }

  /** {@return whether an act could be carried out now} Nothing is changed. */
  Decided examine(long id, Ruling.Act act) throws StoreException {
    var held = pending(id);
    return held.isEmpty() ? new Decided.NotPending() : decide(held.get(), act, _ -> {});
  }

  /**
   * Carries out what two persons have decided of a quarantined event, in one transaction.
   *
   * @param used what else is to be done in it
   */
  Decided decide(long id, Input.Ruled ruled, Database.Work<?> used) throws StoreException {
    var held = pending(id);
    if (held.isEmpty()) {
      return new Decided.NotPending();
    }
    var act = ruled.ruling().act();
    return decide(
        held.get(),
        act,
        run -> {
          run.batch.beside(used);
          run.batch.beside(c -> Quarantine.decide(c, id, Quarantine.State.of(act)));
          if (act == Ruling.Act.RELEASE) {
            run.batch.rule(ruled);
            commit(gate(run.source), run);
          } else {
            var source = run.source;
            run.batch.beside(c -> EventRows.writeReadings(c, source, run.readings));
            books.rule(ruled, run::beside);
            gate(run.source).standing = Optional.of(run.result());
          }
        });
  }

  private Optional<Quarantine.Held> pending(long id) throws StoreException {
    return database
        .read(c -> Quarantine.find(c, id))
        .filter(held -> held.item().state() == Quarantine.State.PENDING);
  }

  private Gate gate(String source) {
    return gates.computeIfAbsent(source, _ -> new Gate());
  }

  /** What is done with an event that can be decided so. */
  private interface Deed {
    void with(Run run) throws StoreException;
  }

  private Decided decide(Quarantine.Held held, Ruling.Act act, Deed deed) throws StoreException {
    var source = held.item().source();
    var file = mappings.of(source);
    if (file.isEmpty()) {
      return new Decided.StillInDoubt(Doubt.NOT_MATCHED, "no mapping is for its source now");
    }
    var gate = gate(source);
    gate.lock.lock();
    try {
      var run = new Run(source, file.get(), standing(gate, source), held.position());
      if (act != Ruling.Act.REJECT) {
        run.baseline = act == Ruling.Act.REBASE;
        run.read(List.of(held.raw()));
        if (run.duplicates > 0) {
          return new Decided.StillInDoubt(Doubt.CONFLICT, "it counts already; reject it");
        }
        if (!run.doubts.isEmpty()) {
          var doubt = run.doubts.getFirst();
          return new Decided.StillInDoubt(doubt.doubt(), doubt.detail());
        }
      }
      deed.with(run);
      return new Decided.Done();
    } catch (StoreException e) {
      gate.standing = Optional.empty();
      throw e;
    } finally {
      gate.lock.unlock();
    }
  }

  private Standing standing(Gate gate, String source) throws StoreException {
    if (gate.standing.isEmpty() || books.shared()) {
      var tree = queries.head(log(source)).map(Queries.LogHead::range).orElseGet(CompactRange::new);
      gate.standing =
          Optional.of(new Standing(tree, database.read(c -> EventRows.readings(c, source))));
    }
    return gate.standing.get();
  }

  private void commit(Gate gate, Run run) throws StoreException {
    var mapping = database.write(c -> EventRows.mapping(c, run.file));
    run.batch.beside(c -> EventRows.write(c, run.source, mapping, run.accepted));
    run.batch.beside(c -> EventRows.writeReadings(c, run.source, run.readings));
    run.batch.beside(c -> run.quarantine(c, mapping));
    if (run.accepted.isEmpty()) {
      books.write(run::beside);
    } else {
      var step = run.advance();
      run.batch.beside(c -> Evidence.note(c, step, 0));
      ingest.post(step, run.batch, run.duplicates, run::record);
    }
    gate.standing = Optional.of(run.result());
    metrics.events(run.source, run.accepted.size(), run.doubts.size());
    for (var doubt : run.doubts) {
      LOG.log(
          System.Logger.Level.WARNING,
          "an event of {0} is quarantined: {1}: {2}",
          run.source,
          doubt.doubt().code(),
          doubt.detail());
    }
  }

  /** One delivery. */
  private final class Run {
    private final String source;
    private final MappingFile file;
    private final Standing before;

    /** Where the log stood when the event was quarantined that is decided of now. */
    private final long heldAt;

    private final Batch batch = new Batch();
    private final CompactRange tree;
    private final Map<String, EventRows.Known> readings = new HashMap<>();
    private final List<Hash> leaves = new ArrayList<>();
    private final List<EventRows.Accepted> accepted = new ArrayList<>();
    private final List<Doubted> doubts = new ArrayList<>();
    private final List<byte[]> doubted = new ArrayList<>();
    private boolean baseline;
    private boolean wentOn;
    private long duplicates;

    private Run(String source, MappingFile file, Standing before, long heldAt) {
      this.source = source;
      this.file = file;
      this.before = before;
      this.heldAt = heldAt;
      this.tree = before.tree().copy();
    }

    private boolean beside(Connection c) throws SQLException, StoreException {
      for (var work : batch.beside()) {
        work.run(c);
      }
      return true;
    }

    private void read(List<byte[]> lines) throws StoreException {
      var parsed = new ArrayList<Optional<Fields>>();
      var malformed = new HashMap<Integer, DoubtException>();
      var names = new ArrayList<Optional<UUID>>();
      for (var i = 0; i < lines.size(); i++) {
        try {
          var fields = file.translator().parse(lines.get(i));
          names.add(Optional.of(file.translator().event(fields)));
          parsed.add(Optional.of(fields));
        } catch (DoubtException e) {
          names.add(Optional.empty());
          parsed.add(Optional.empty());
          malformed.put(i, e);
        }
      }
      var asked = names.stream().flatMap(Optional::stream).distinct().toList();
      var known = new HashMap<>(database.read(c -> EventRows.known(c, source, asked)));
      var hashes = lines.stream().map(Hash::sha256).toList();
      var decided =
          heldAt == NOT_HELD
              ? database.read(c -> Quarantine.decided(c, source, hashes))
              : Set.<Hash>of();
      var now = clock.instant();
      for (var i = 0; i < lines.size(); i++) {
        if (decided.contains(hashes.get(i))) {
          duplicates++;
        } else if (parsed.get(i).isPresent()) {
          try {
            accept(lines.get(i), parsed.get(i).get(), names.get(i).orElseThrow(), known, now);
          } catch (DoubtException e) {
            doubt(i, lines.get(i), e);
          }
        } else {
          doubt(i, lines.get(i), Objects.requireNonNull(malformed.get(i)));
        }
      }
    }

    private void accept(byte[] raw, Fields fields, UUID name, Map<UUID, Hash> known, Instant now)
        throws DoubtException {
      var hash = Hash.sha256(raw);
      var other = known.get(name);
      if (other != null) {
        if (!other.equals(hash)) {
          throw new DoubtException(Doubt.CONFLICT, "event: another one had this id");
        }
        duplicates++;
        return;
      }
      var round = translate(fields, now);
      if (!baseline) {
        var body = round.record(file.mapping(), file.hash(), hash);
        var record = new OutcomeRecord(log(source), tree.size(), round.at(), body);
        var bytes = encode(record);
        batch.tally("settled");
        batch.add(Wager.of(tree.size(), record.at(), body, PoolRules.Source.UNSIGNED));
        accepted.add(new EventRows.Accepted(tree.size(), name, raw, bytes));
        var leaf = Hash.leaf(bytes);
        tree.append(leaf);
        leaves.add(leaf);
      }
      known.put(name, hash);
      for (var reading : round.readings()) {
        readings.put(
            EventRows.key(reading), new EventRows.Known(reading.reading(), before.tree().size()));
      }
    }

    private ThirdPartyRound translate(Fields fields, Instant now) throws DoubtException {
      try {
        wentOn = false;
        var round = file.translator().translate(fields, now, this::reading, heldAt != NOT_HELD);
        if (wentOn) {
          throw new DoubtException(
              Doubt.UNREASONABLE, "a meter of it has gone on since it came: reject it");
        }
        if (before.readings().size() + readings.size() > EventRows.MAX_READINGS) {
          throw new DoubtException(Doubt.UNREASONABLE, "more machines than a source can have");
        }
        return round;
      } catch (IllegalArgumentException e) {
        throw new DoubtException(Doubt.BAD_VALUE, "no record can hold it: " + e.getMessage());
      }
    }

    /** What the mapping lets through and a record cannot hold is in doubt too. */
    private static byte[] encode(OutcomeRecord record) throws DoubtException {
      try {
        return record.encode();
      } catch (IllegalStateException e) {
        throw new DoubtException(Doubt.BAD_VALUE, "no record can hold it: " + e.getMessage());
      }
    }

    private OptionalLong reading(String machine, String meter) {
      var key = EventRows.key(new Reading(machine, meter, 0));
      var value = readings.getOrDefault(key, before.readings().get(key));
      if (value == null) {
        return OptionalLong.empty();
      }
      // What has been counted since already holds what this event would give.
      wentOn |= heldAt != NOT_HELD && value.seq() >= heldAt;
      return OptionalLong.of(value.reading());
    }

    private void doubt(int line, byte[] raw, DoubtException e) {
      doubts.add(new Doubted(line, e.doubt(), String.valueOf(e.getMessage())));
      doubted.add(raw);
    }

    private boolean quarantine(Connection c, int mapping) throws SQLException, StoreException {
      for (var i = 0; i < doubts.size(); i++) {
        Quarantine.put(
            c,
            source,
            doubts.get(i).doubt(),
            doubts.get(i).detail(),
            doubted.get(i),
            mapping,
            before.tree().size());
      }
      return true;
    }

    private byte[] record(long seq) {
      return accepted.get(Math.toIntExact(seq - before.tree().size())).record();
    }

    private Advance advance() {
      var note = key.named(log(source)).sign(new Checkpoint(log(source), tree.size(), tree.root()));
      return new Advance(
          log(source), before.tree().size(), tree.size(), tree.peaks(), leaves, note);
    }

    private Standing result() {
      // The standing before is not used any more.
      before.readings().putAll(readings);
      return new Standing(tree, before.readings());
    }
  }
}
