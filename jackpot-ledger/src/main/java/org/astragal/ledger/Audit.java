package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.ledger.Findings.Kind;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.outcome.SignedNote;
import org.astragal.service.ConfigException;

/**
 * Recomputes exported books from the sealed outcomes, the rules files and the journal, with public
 * keys only, and compares every entry, posting and balance with what comes out.
 *
 * <p>Where the books say something else, that is a finding, and the audit goes on. Used by one
 * thread.
 */
final class Audit {
  private final Path books;
  private final Policy policy;
  private final Map<Hash, RulesFile> files = new HashMap<>();
  private final Findings findings = new Findings();
  private final CompactRange journal = new CompactRange();
  private final Pools pools = new Pools(List.of());
  private final Replay replay;
  private final Replay.Observer observer;
  private final KeptHeads heads;
  private String name = "";
  private long postings;

  private Audit(
      Path books,
      Policy policy,
      Map<String, VerifiedLog> logs,
      Optional<Certified> certified,
      Replay.Observer observer) {
    this.books = books;
    this.observer = observer;
    this.policy = policy;
    this.heads = new KeptHeads(findings, policy);
    this.replay = new Replay(pools, logs, certified, findings, heads, observer);
  }

  /**
   * What an auditor may know of the journal from elsewhere.
   *
   * @param head of it that somebody has kept; it must go on from there
   * @param exported when the books were; heads that a log has anchored before must be in them
   */
  record Known(Optional<Checkpoint> head, Optional<Instant> exported) {
    /** Nothing. */
    static final Known NOTHING = new Known(Optional.empty(), Optional.empty());
  }

  /**
   * What came out.
   *
   * @param findings what is wrong; nothing if the books hold
   * @param outcomes records of the logs that were verified and applied
   * @param postings recomputed
   * @param entries of the journal
   * @param pools as they were recomputed
   * @param head the journal's head
   * @param later what the logs anchor and the books may be too old for, for people
   */
  record Result(
      Findings findings,
      long outcomes,
      long postings,
      long entries,
      Pools pools,
      Checkpoint head,
      Optional<String> later) {
    boolean holds() {
      return findings.count() == 0;
    }
  }

  /**
   * Audits.
   *
   * @param books a folder that {@link Export} has written
   * @param outcomes what is sealed; see {@link OutcomeFiles#open}
   * @param policy the keys of the logs, and of the journal
   * @param trail whether the logs' word on their keys is taken
   * @param certified the game logic that may move a pool; not examined if it is not given
   * @param known what the auditor knows of the journal
   * @param observer sees everything before it is done again
   * @throws AuditException if it cannot go on
   */
  static Result run(
      Path books,
      List<Path> outcomes,
      Policy policy,
      KeyTrail trail,
      Optional<Certified> certified,
      Known known,
      Replay.Observer observer)
      throws AuditException {
    var logs = new HashMap<String, VerifiedLog>();
    try {
      var journal = name(books);
      logs.putAll(OutcomeFiles.open(outcomes, policy, trail, journal));
      logs.putAll(events(books, policy, journal));
      return new Audit(books, policy, logs, certified, observer).run(known);
    } catch (IOException e) {
      throw new AuditException("the books in " + books + " cannot be read: " + e, e);
    } finally {
      logs.values().forEach(VerifiedLog::close);
    }
  }

  /** {@return the logs of third parties' events that came with the books} */
  private static Map<String, VerifiedLog> events(Path books, Policy policy, String journal)
      throws AuditException, IOException {
    var logs = new HashMap<String, VerifiedLog>();
    try {
      for (var file : Export.events(books)) {
        var trusted =
            EventLogs.policy(policy, journal, EventLogs.origin(journal, Export.source(file)));
        var trail = new KeyTrail(false, new FastSignatures());
        logs.putAll(OutcomeFiles.open(List.of(file), trusted, trail, journal));
      }
      return logs;
    } catch (PolicyException e) {
      throw new AuditException("the policy has no key of the journal " + journal, e);
    }
  }

  /** {@return the name of the journal, as its first entry says it} */
  private static String name(Path books) throws AuditException, IOException {
    try (var entries = CopyReader.open(books.resolve(Export.JOURNAL))) {
      var first = entries.next();
      return first.isEmpty()
          ? ""
          : JournalEntry.parse(CopyReader.fields(first.get()).get(3)).journal();
    } catch (JournalException e) {
      throw new AuditException("entry 0 of the journal: " + e.getMessage(), e);
    }
  }

  private Result run(Known known) throws AuditException, IOException {
    try (var entries = CopyReader.open(books.resolve(Export.JOURNAL));
        var kept = KeptPostings.open(books, findings)) {
      for (var row = entries.next(); row.isPresent(); row = entries.next()) {
        entry(CopyReader.fields(row.get()), kept);
      }
      kept.end();
    }
    if (replay.released().isPresent()) {
      findings.add(Kind.ENTRY, "the event that was released last is not posted");
    }
    replay.rest(name);
    known.head().ifPresent(this::held);
    heads.compare(books, journal.size(), known.exported());
    new SumsCheck(books, findings).run(pools, replay.settled());
    return new Result(
        findings,
        replay.outcomes(),
        postings,
        journal.size(),
        pools,
        new Checkpoint(name, journal.size(), journal.root()),
        heads.later());
  }

  private void held(Checkpoint head) {
    if (head.origin().equals(name)) {
      heads.add(head, "the auditor");
    } else {
      findings.add(Kind.JOURNAL, "the head that was kept elsewhere is one of " + head.origin());
    }
  }

  /** One entry: the fields number, time, kind, body, nodes, note. */
  private void entry(List<byte[]> fields, KeptPostings kept) throws AuditException, IOException {
    var number = journal.size();
    var body = fields.get(3);
    if (CopyReader.int8(fields.get(0)) != number) {
      throw new AuditException(
          "entry "
              + number
              + " of the journal is missing: "
              + CopyReader.int8(fields.get(0))
              + " comes next");
    }
    JournalEntry entry;
    try {
      entry = JournalEntry.parse(body);
    } catch (JournalException e) {
      throw new AuditException("entry " + number + " of the journal: " + e.getMessage(), e);
    }
    if (entry.number() != number
        || !entry.input().kind().equals(CopyReader.text(fields.get(2)))
        || micros(entry.at()) != CopyReader.int8(fields.get(1))) {
      findings.add(Kind.JOURNAL, "entry " + number + ": number, kind or time differs from its row");
    }
    name = number == 0 ? entry.journal() : name;
    released(entry);
    head(number, body, fields.get(4), fields.get(5));
    var before = pools.copy();
    observer.entry(entry, pools, replay.use());
    var work = apply(entry);
    observer.done(work);
    postings += work.rows().size();
    kept.compare(entry, body, pools, pools.changedSince(before), work);
    replay.keep(work);
    pools.settle();
  }

  /** PostgreSQL counts microseconds since 2000-01-01. */
  private static long micros(Instant at) {
    return Math.multiplyExact(at.toEpochMilli() - 946_684_800_000L, 1000L);
  }

  private void head(long number, byte[] body, byte[] nodes, byte[] note) {
    var expected = Leaves.pack(Journal.append(journal, Hash.leaf(body)));
    if (!Arrays.equals(expected, nodes)) {
      findings.add(Kind.JOURNAL, "entry " + number + ": its hashes are not those of the tree");
    }
    var head = new Checkpoint(name, journal.size(), journal.root());
    try {
      var signed = SignedNote.parse(note);
      if (!signed.text().equals(head.text())) {
        findings.add(
            Kind.JOURNAL,
            "entry " + number + " is not under its signed head: it was edited, added or moved");
      } else if (!KeptHeads.isSigned(signed, policy, name)) {
        findings.add(
            Kind.JOURNAL, "entry " + number + ": no key of the policy has signed its head");
      }
    } catch (NoteException e) {
      findings.add(Kind.JOURNAL, "entry " + number + ": its head is no signed note");
    }
  }

  private Work apply(JournalEntry entry) throws AuditException, IOException {
    var work = new Work();
    switch (entry.input()) {
      case Input.Opened(var vkey) -> {
        if (entry.number() != 0
            || policy.keysFor(name).stream().noneMatch(key -> key.vkey().equals(vkey))) {
          findings.add(
              Kind.JOURNAL, "entry " + entry.number() + " opens the books with key " + vkey);
        }
      }
      case Input.Adopted(var all) -> {
        for (var one : all) {
          var file = rules(one.file());
          if (!file.rules().pool().equals(one.pool())) {
            findings.add(Kind.ENTRY, "entry " + entry.number() + ": rules of " + one.pool());
          }
          Adoption.adopt(pools, file, work);
        }
      }
      case Input.Delivered delivered -> replay.deliver(delivered, work, name);
      case Input.Ordered ordered -> {
        if (!ordered.isByTwo()) {
          findings.add(Kind.ENTRY, "entry " + entry.number() + ": not by two persons");
        }
        new Orders(pools, work)
            .apply(ordered.order())
            .ifPresent(
                why -> findings.add(Kind.ENTRY, "entry " + entry.number() + " cannot be: " + why));
      }
      case Input.Ruled ruled -> {
        if (!ruled.isByTwo()) {
          findings.add(Kind.ENTRY, "entry " + entry.number() + ": not by two persons");
        }
        // Without anybody there is no day on which it was decided.
        if (ruled.approvals().isEmpty()) {
          return work;
        }
        replay
            .ruled(ruled, work)
            .ifPresent(
                why -> findings.add(Kind.ENTRY, "entry " + entry.number() + " cannot be: " + why));
      }
    }
    return work;
  }

  /** What two persons have released is posted at once, and by itself. */
  private void released(JournalEntry entry) {
    var due = replay.released();
    if (due.isPresent()
        && !(entry.input() instanceof Input.Delivered said
            && said.log().equals(due.get().log())
            && said.to() - said.from() == 1)) {
      findings.add(
          Kind.ENTRY,
          "entry " + entry.number() + ": the event that was released before is not posted");
      replay.forget();
    }
  }

  private RulesFile rules(Hash hash) throws AuditException, IOException {
    var known = files.get(hash);
    if (known != null) {
      return known;
    }
    var file = Export.rules(books, hash);
    try {
      var content = Files.readAllBytes(file);
      if (!Hash.sha256(content).equals(hash)) {
        throw new AuditException(file + " does not have the hash that it is named by");
      }
      var read = RulesFile.of(file, content);
      files.put(hash, read);
      return read;
    } catch (ConfigException e) {
      throw new AuditException(file + ": " + e.getMessage(), e);
    }
  }
}
