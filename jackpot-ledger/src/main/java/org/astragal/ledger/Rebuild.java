package org.astragal.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.Policy;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.SignedNote;
import org.astragal.service.ConfigException;

/**
 * Makes books anew in an empty database: from the sealed outcomes, the rules files and the journal
 * of exported books, by the same postings as the ledger in service. Every entry that comes out must
 * be the one that the journal has, down to the signed head.
 *
 * <p>Used by one thread.
 */
final class Rebuild {
  private final Path exported;
  private final Policy policy;
  private final KeyTrail trail;
  private final Map<String, OutcomeLog> logs;
  private final Database database;
  private final Assessor assessor = new Assessor();
  private Current current = new Current(Instant.EPOCH, "");
  private Optional<Books> books = Optional.empty();
  private String journal = "";
  private CompactRange range = new CompactRange();

  private Rebuild(
      Path exported,
      Policy policy,
      KeyTrail trail,
      Map<String, OutcomeLog> logs,
      Database database) {
    this.exported = exported;
    this.policy = policy;
    this.trail = trail;
    this.logs = logs;
    this.database = database;
  }

  /** The entry of the journal that is made again: when it was written, and its signed head. */
  private record Current(Instant at, String note) {}

  /**
   * Rebuilds.
   *
   * @param exported a folder that {@link Export} has written
   * @param outcomes files of sealed outcomes, one a line, each log from its first record
   * @param policy the keys of the logs, and of the journal
   * @param database empty, with the schema of today
   * @return the head of the journal, which is now the head of both
   * @throws AuditException if something that is needed is missing, or something else comes out; the
   *     database then holds a beginning and is not to be used
   */
  static Checkpoint run(
      Path exported, List<Path> outcomes, Policy policy, KeyTrail trail, Database database)
      throws AuditException, StoreException {
    try {
      var files = new ArrayList<>(outcomes);
      files.addAll(Export.events(exported));
      var logs = OutcomeLog.open(files);
      try {
        return new Rebuild(exported, policy, trail, logs, database).run();
      } finally {
        for (var log : logs.values()) {
          log.close();
        }
      }
    } catch (IOException e) {
      throw new AuditException("the books in " + exported + " cannot be read: " + e, e);
    }
  }

  private Checkpoint run() throws AuditException, StoreException, IOException {
    requireEmpty();
    var numbers = 0;
    try (var entries = CopyReader.open(exported.resolve(Export.JOURNAL))) {
      for (var row = entries.next(); row.isPresent(); row = entries.next()) {
        var fields = CopyReader.fields(row.get());
        JournalEntry entry;
        try {
          entry = JournalEntry.parse(fields.get(3));
        } catch (JournalException e) {
          throw new AuditException("entry " + range.size() + ": " + e.getMessage(), e);
        }
        current = new Current(entry.at(), new String(fields.get(5), StandardCharsets.UTF_8));
        apply(entry);
        if (entry.input() instanceof Input.Delivered said) {
          numbers = Math.max(numbers, said.number());
        }
      }
    }
    skipNumbers(numbers);
    return new Checkpoint(journal, range.size(), range.root());
  }

  private void requireEmpty() throws StoreException, AuditException {
    var entries =
        database.read(c -> {
          try (var s = c.prepareStatement("select entries from ledger");
              var r = s.executeQuery()) {
            r.next();
            return r.getLong(1);
          }
        });
    if (entries > 0) {
      throw new AuditException("the database must be empty; it holds books of " + entries);
    }
  }

  /** Logs that come later must not get the number of one that is there. */
  private void skipNumbers(int highest) throws StoreException {
    database.write(c -> {
      try (var s =
          c.prepareStatement(
              "select nextval(pg_get_serial_sequence('log', 'id')) from generate_series(1, ?)")) {
        s.setInt(1, highest);
        return s.execute();
      }
    });
  }

  private void apply(JournalEntry entry) throws AuditException, StoreException, IOException {
    var number = entry.number();
    switch (entry.input()) {
      case Input.Opened(var vkey) -> {
        if (number != 0
            || policy.keysFor(entry.journal()).stream().noneMatch(k -> k.vkey().equals(vkey))) {
          throw new AuditException("the journal is signed by " + vkey + ", not in the policy");
        }
        journal = entry.journal();
        var copied = Journal.copied(journal, vkey, () -> current.at(), this::head);
        books = Optional.of(Books.open(database, Tenure.takeOver(database), copied));
      }
      case Input.Adopted(var all) -> {
        var files = new ArrayList<RulesFile>();
        for (var one : all) {
          files.add(rules(one.file()));
        }
        try {
          books(number).adopt(files);
        } catch (ConfigException e) {
          throw new AuditException("entry " + number + ": " + e.getMessage(), e);
        }
      }
      case Input.Delivered said -> deliver(said, number);
      case Input.ByTwo said when !said.isByTwo() ->
          throw new AuditException("entry " + number + ": not by two persons");
      case Input.Ordered ordered -> {
        if (books(number).order(ordered) instanceof Books.Done.Refused(var why)) {
          throw new AuditException("entry " + number + " cannot be: " + why);
        }
      }
      case Input.Ruled ruled when ruled.ruling().held().isPresent() -> {
        if (books(number).decide(ruled, _ -> true) instanceof Books.Done.Refused(var why)) {
          throw new AuditException("entry " + number + " cannot be: " + why);
        }
      }
      case Input.Ruled ruled -> books(number).rule(ruled, _ -> true);
    }
    if (range.size() != number + 1) {
      throw new AuditException("entry " + number + " led to none");
    }
  }

  private Books books(long number) throws AuditException {
    return books.orElseThrow(
        () -> new AuditException("entry " + number + " comes before the journal was opened"));
  }

  /** The head that is to be kept: the one that was signed, if it is the one that came out. */
  private byte[] head(Checkpoint head, CompactRange tree) throws StoreException {
    try {
      var note = current.note().getBytes(StandardCharsets.UTF_8);
      var kept = SignedNote.parse(note);
      if (!KeptHeads.isSigned(kept, policy, journal)) {
        throw new StoreException(
            StoreException.Fault.REFUSED,
            "the head of entry %d is not signed by a key of the policy".formatted(head.size() - 1));
      }
      if (!kept.text().equals(head.text())) {
        throw new StoreException(
            StoreException.Fault.REFUSED,
            "entry %d comes out as another one than the journal has".formatted(head.size() - 1));
      }
      range = tree.copy();
      return note;
    } catch (NoteException e) {
      throw new StoreException(StoreException.Fault.REFUSED, "a head is no signed note", e);
    }
  }

  private RulesFile rules(Hash hash) throws AuditException, IOException {
    var file = Export.rules(exported, hash);
    try {
      var content = Files.readAllBytes(file);
      if (!Hash.sha256(content).equals(hash)) {
        throw new AuditException(file + " does not have the hash that it is named by");
      }
      return RulesFile.of(file, content);
    } catch (ConfigException e) {
      throw new AuditException(file + ": " + e.getMessage(), e);
    }
  }

  private void deliver(Input.Delivered said, long number)
      throws AuditException, StoreException, IOException {
    var log = logs.get(said.log());
    if (log == null) {
      throw new AuditException("no file holds sealed outcomes of " + said.log());
    }
    var source = EventLogs.sourceOf(journal, said.log());
    log.trust(policy, journal, trail);
    var tree = log.tree();
    if (tree.size() != said.from()) {
      throw new AuditException(
          "%s goes on at %d, not at %d".formatted(said.log(), tree.size(), said.from()));
    }
    var refused = new HashMap<Long, String>();
    said.refused().forEach(one -> refused.put(one.seq(), one.reason()));
    var batch = new Batch();
    var leaves = new ArrayList<Hash>();
    var lines = new ArrayList<byte[]>();
    var note = Optional.<SignedNote>empty();
    while (tree.size() < said.to()) {
      var item = log.next();
      note = Optional.of(item.note());
      tree.append(item.leaf());
      leaves.add(item.leaf());
      lines.add(item.line());
      var record = item.record();
      if (record.body() instanceof RoundSettled round
          && Refusal.UNCERTIFIED_LOGIC.code().equals(refused.get(record.seq()))) {
        batch.refuse(
            new Batch.Unpostable(
                record.seq(),
                Refusal.UNCERTIFIED_LOGIC,
                round.game().id() + " with " + round.game().logic()));
      } else if (record.body() instanceof RoundSettled round && source != PoolRules.Source.SIGNED) {
        batch.tally("settled");
        batch.add(Wager.of(record.seq(), record.at(), round, source));
      } else {
        assessor.assess(record, batch);
      }
      trail.of(record).ifPresent(batch::follow);
    }
    if (!tree.root().equals(said.root())) {
      throw new AuditException(
          "entry %d: %s at %d is another tree".formatted(number, said.log(), said.to()));
    }
    var step =
        new Advance(said.log(), said.from(), said.to(), tree.peaks(), leaves, note.orElseThrow());
    batch.beside(c -> Evidence.note(c, step, 0));
    if (said.from() == 0) {
      database.write(c -> number(c, said));
    }
    books(number).post(step, batch, seq -> lines.get(Math.toIntExact(seq - said.from())));
  }

  /** Gives a log the number that postings name it by. */
  private static boolean number(Connection c, Input.Delivered said) throws SQLException {
    try (var s =
        c.prepareStatement(
            "insert into log (id, origin, position, peaks, checkpoint)"
                + " overriding system value values (?, ?, 0, '', '')")) {
      s.setInt(1, said.number());
      s.setString(2, said.log());
      return s.executeUpdate() > 0;
    }
  }
}
