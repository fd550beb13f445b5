package org.astragal.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
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
  private final Optional<Checkpoint> held;
  private String name = "";
  private long postings;

  private Audit(
      Path books,
      Policy policy,
      Map<String, OutcomeFiles> logs,
      Optional<Certified> certified,
      Optional<Checkpoint> held,
      Replay.Observer observer) {
    this.books = books;
    this.observer = observer;
    this.policy = policy;
    this.held = held;
    this.replay = new Replay(pools, logs, certified, findings, observer);
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
   */
  record Result(
      Findings findings, long outcomes, long postings, long entries, Pools pools, Checkpoint head) {
    boolean holds() {
      return findings.count() == 0;
    }
  }

  /**
   * Audits.
   *
   * @param books a folder that {@link Export} has written
   * @param outcomes files of sealed outcomes, one a line; see {@link OutcomeFiles#open}
   * @param policy the keys of the logs, and of the journal
   * @param trail whether the logs' word on their keys is taken
   * @param certified the game logic that may move a pool; not examined if it is not given
   * @param held a head of the journal that somebody else kept; the journal must go on from it
   * @throws AuditException if it cannot go on
   */
  static Result run(
      Path books,
      List<Path> outcomes,
      Policy policy,
      KeyTrail trail,
      Optional<Certified> certified,
      Optional<Checkpoint> held)
      throws AuditException {
    return run(books, outcomes, policy, trail, certified, held, Replay.Observer.NOBODY);
  }

  /**
   * Audits while somebody looks on.
   *
   * @param observer sees everything before it is done again
   */
  static Result run(
      Path books,
      List<Path> outcomes,
      Policy policy,
      KeyTrail trail,
      Optional<Certified> certified,
      Optional<Checkpoint> held,
      Replay.Observer observer)
      throws AuditException {
    var logs = new HashMap<>(OutcomeFiles.open(outcomes, policy, trail));
    try {
      logs.putAll(events(books, policy));
      return new Audit(books, policy, logs, certified, held, observer).run();
    } catch (IOException e) {
      throw new AuditException("the books in " + books + " cannot be read: " + e, e);
    } finally {
      logs.values().forEach(OutcomeFiles::close);
    }
  }

  /** {@return the logs of third parties' events that came with the books} */
  private static Map<String, OutcomeFiles> events(Path books, Policy policy)
      throws AuditException, IOException {
    var logs = new HashMap<String, OutcomeFiles>();
    var files = Export.events(books);
    var journal = files.isEmpty() ? "" : name(books);
    try {
      for (var file : files) {
        var trusted =
            EventLogs.policy(policy, journal, EventLogs.origin(journal, Export.source(file)));
        var trail = new KeyTrail(false, new FastSignatures());
        logs.putAll(OutcomeFiles.open(List.of(file), trusted, trail));
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

  private Result run() throws AuditException, IOException {
    var kept = new ArrayList<KeptRows>();
    try (var entries = CopyReader.open(books.resolve(Export.JOURNAL))) {
      for (var table : EntryRows.Table.values()) {
        kept.add(KeptRows.open(books, table, findings));
      }
      for (var row = entries.next(); row.isPresent(); row = entries.next()) {
        entry(CopyReader.fields(row.get()), kept);
      }
      for (var rows : kept) {
        rows.end();
      }
    } finally {
      for (var rows : kept) {
        rows.close();
      }
    }
    if (held.isPresent() && held.get().size() > journal.size()) {
      findings.add(Kind.JOURNAL, "entries after " + journal.size() + " are missing: " + held.get());
    }
    if (replay.released().isPresent()) {
      findings.add(Kind.ENTRY, "the event that was released last is not posted");
    }
    balances();
    settled();
    return new Result(
        findings,
        replay.outcomes(),
        postings,
        journal.size(),
        pools,
        new Checkpoint(name, journal.size(), journal.root()));
  }

  /** One entry: the fields number, time, kind, body, nodes, note. */
  private void entry(List<byte[]> fields, List<KeptRows> kept) throws AuditException, IOException {
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
    compare(entry, body, before, work, kept);
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
    if (held.isPresent() && held.get().size() == head.size() && !held.get().equals(head)) {
      findings.add(Kind.JOURNAL, "entry " + number + ": another head was kept elsewhere");
    }
    try {
      var signed = SignedNote.parse(note);
      if (!signed.text().equals(head.text())) {
        findings.add(
            Kind.JOURNAL,
            "entry " + number + " is not under its signed head: it was edited, added or moved");
      } else if (!isSigned(signed)) {
        findings.add(
            Kind.JOURNAL, "entry " + number + ": no key of the policy has signed its head");
      }
    } catch (NoteException e) {
      findings.add(Kind.JOURNAL, "entry " + number + ": its head is no signed note");
    }
  }

  private boolean isSigned(SignedNote note) {
    var text = note.text().getBytes(StandardCharsets.UTF_8);
    return note.signatures().stream()
        .anyMatch(s ->
            s.name().equals(name)
                && policy
                    .key(s.name(), s.keyId())
                    .map(key -> key.verify(text, s.signature()))
                    .orElse(false));
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

  private void compare(
      JournalEntry entry, byte[] body, Pools before, Work work, List<KeptRows> kept)
      throws IOException {
    var number = entry.number();
    var rows = new EntryRows(number, work.rows().size());
    for (var row : work.rows()) {
      var table = EntryRows.Table.of(row);
      var from = rows.of(table).length();
      rows.add(row);
      kept.get(table.index()).expect(row, number, from, rows.of(table).length());
    }
    for (var table : EntryRows.Table.values()) {
      kept.get(table.index()).compare(rows.of(table));
    }
    postings += work.rows().size();
    var expected =
        new JournalEntry(
            name,
            number,
            entry.at(),
            entry.input(),
            JournalEntry.Result.of(rows, pools, pools.changedSince(before)));
    if (!Arrays.equals(expected.encode(), body)) {
      findings.add(Kind.ENTRY, "entry " + number + ": " + difference(entry, expected));
    }
    for (var pool : pools.all()) {
      for (var level : pool.levels()) {
        if (level.sum() != 0) {
          findings.add(Kind.BALANCE, pool.name() + " " + level.name() + " does not add up to zero");
        }
      }
    }
  }

  private static String difference(JournalEntry said, JournalEntry recomputed) {
    var parts = new ArrayList<String>();
    var theirs = said.result();
    var ours = recomputed.result();
    if (theirs.count() != ours.count()) {
      parts.add("it says %d postings, %d follow".formatted(theirs.count(), ours.count()));
    } else if (!theirs.rows().equals(ours.rows())) {
      parts.add("its postings are others than those that follow");
    }
    if (!theirs.terms().equals(ours.terms())) {
      parts.add("its terms are others than those that follow");
    }
    var names = new TreeSet<>(theirs.balances().keySet());
    names.addAll(ours.balances().keySet());
    for (var pool : names) {
      var held = theirs.balances().getOrDefault(pool, Map.of());
      var due = ours.balances().getOrDefault(pool, Map.of());
      if (!held.equals(due)) {
        parts.add("%s: it says %s, %s follows".formatted(pool, held, due));
      }
    }
    return parts.isEmpty() ? "it is not written as it should be" : String.join("; ", parts);
  }

  private void balances() throws IOException {
    var expected = new HashMap<String, Long>();
    for (var pool : pools.all()) {
      for (var level : pool.levels()) {
        for (var kind : AccountKind.values()) {
          expected.put(pool.name() + " " + level.name() + " " + kind, level.micro(kind));
        }
      }
    }
    try (var rows = CopyReader.open(books.resolve(Export.BALANCES))) {
      for (var row = rows.next(); row.isPresent(); row = rows.next()) {
        var fields = CopyReader.fields(row.get());
        var account =
            CopyReader.text(fields.get(0))
                + " "
                + CopyReader.text(fields.get(1))
                + " "
                + CopyReader.text(fields.get(2));
        var micro = CopyReader.int8(fields.get(3));
        var due = Optional.ofNullable(expected.remove(account));
        if (due.isEmpty() || due.get() != micro) {
          findings.add(
              Kind.BALANCE,
              "%s holds %d micro, %s follow"
                  .formatted(account, micro, due.map(String::valueOf).orElse("none")));
        }
      }
    }
    expected.forEach((account, micro) -> {
      if (micro != 0) {
        findings.add(Kind.BALANCE, account + " is missing, " + micro + " micro follow");
      }
    });
  }

  private void settled() throws IOException {
    var count = 0L;
    try (var rows = CopyReader.open(books.resolve(Export.SETTLED))) {
      for (var row = rows.next(); row.isPresent(); row = rows.next()) {
        var fields = CopyReader.fields(row.get());
        count++;
        if (!replay.settled().contains(RoundKey.of(fields.get(0)))) {
          findings.add(
              Kind.SETTLEMENT,
              "a round is settled that was never posted: "
                  + CopyReader.text(fields.get(1))
                  + " seq "
                  + CopyReader.int8(fields.get(2)));
        }
      }
    }
    if (count != replay.settled().size()) {
      findings.add(
          Kind.SETTLEMENT,
          "%d rounds are settled, %d were posted".formatted(count, replay.settled().size()));
    }
  }
}
