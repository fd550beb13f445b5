package org.astragal.ledger;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.astragal.ledger.Row.Contribution;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.Hash;
import org.astragal.outcome.InclusionProof;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SealedOutcomeException;
import org.astragal.outcome.SignedNote;
import org.astragal.outcome.Verdict;
import org.astragal.service.ConfigException;

/**
 * Verifies what {@link Trace} put together, offline and with public keys only, and tells it step by
 * step. Used by one thread.
 */
final class TraceCheck {
  private static final BigInteger ONE = BigInteger.valueOf(Exchange.ONE);

  private final Policy policy;
  private final List<String> steps = new ArrayList<>();

  private TraceCheck(Policy policy) {
    this.policy = policy;
  }

  /** The package does not prove what it says. */
  static final class RefutedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefutedException(String why) {
      super(why);
    }

    RefutedException(String why, Throwable cause) {
      super(why, cause);
    }
  }

  /**
   * Verifies a package.
   *
   * @param policy the keys of the journal and of the log
   * @return what was verified, step by step, in words for people
   */
  static List<String> check(Json.Obj trace, Policy policy) throws RefutedException {
    try {
      return new TraceCheck(policy).check(trace);
    } catch (JsonException
        | NoteException
        | JournalException
        | ConfigException
        | IllegalArgumentException
        | ArithmeticException
        | IndexOutOfBoundsException
        | java.nio.BufferUnderflowException e) {
      throw new RefutedException("it cannot be read: " + e.getMessage(), e);
    }
  }

  private List<String> check(Json.Obj trace)
      throws JsonException, NoteException, JournalException, ConfigException, RefutedException {
    var head = head(trace.string("head"));
    var entry = entry(trace, "entry", head);
    var pool = trace.string("pool");
    var n = trace.decimal("posting");
    var table = EntryRows.Table.named(trace.string("table"));
    var row = new KeptRow(table, Base64.getDecoder().decode(trace.string("row")));
    var sums =
        Optional.ofNullable(entry.result().rows().get(pool))
            .orElseThrow(() -> new RefutedException("the entry made no posting of " + pool));
    require(
        row.n() == n && row.entry() == entry.number() && n >= sums.first(),
        "the row is of another posting or entry");
    require(
        InclusionProof.verify(
            Hash.leaf(row.bytes()),
            n - sums.first(),
            sums.count(),
            hashes(trace, "rowPath"),
            sums.root()),
        "the row is not in its entry");
    steps.add("posting %d of %s is in the entry, as a %s".formatted(n, pool, table.text()));
    var terms = terms(trace, head, pool, row.terms());
    if (trace.optionalObj("seal").isPresent()
        && entry.input() instanceof Input.Delivered step
        && row.seqIn(step).isPresent()) {
      var seal = trace.obj("seal");
      steps.add(TraceSeal.check(seal, policy, step, row.seqIn(step).getAsLong()));
      var sealed = trace.optionalString("outcome");
      require(
          sealed.isEmpty() || leafOf(sealed.get()).equals(TraceSeal.leaf(seal)),
          "the sealed outcome is not the record behind the leaf");
    }
    if (table == EntryRows.Table.CONTRIBUTION) {
      contribution(GivenRow.of(row), terms, entry, trace.optionalString("outcome"));
    }
    return List.copyOf(steps);
  }

  private static Hash leafOf(String sealed) throws RefutedException {
    try {
      return Hash.leaf(SealedOutcome.parse(sealed.getBytes(StandardCharsets.UTF_8)).record());
    } catch (SealedOutcomeException e) {
      throw new RefutedException("the sealed outcome cannot be read", e);
    }
  }

  private static void require(boolean holds, String otherwise) throws RefutedException {
    if (!holds) {
      throw new RefutedException(otherwise);
    }
  }

  private Checkpoint head(String text) throws NoteException, RefutedException {
    var note = SignedNote.parse(text.getBytes(StandardCharsets.UTF_8));
    var head = Checkpoint.parse(note.text());
    var message = note.text().getBytes(StandardCharsets.UTF_8);
    var signed =
        note.signatures().stream()
            .anyMatch(s ->
                policy
                    .key(s.name(), s.keyId())
                    .filter(key -> key.name().equals(head.origin()))
                    .map(key -> key.verify(message, s.signature()))
                    .orElse(false));
    require(signed, "no key of the policy has signed the head of the journal");
    steps.add("the head of %s at %d entries is signed".formatted(head.origin(), head.size()));
    return head;
  }

  private JournalEntry entry(Json.Obj trace, String name, Checkpoint head)
      throws JsonException, JournalException, RefutedException {
    var body = JcsWriter.encode(trace.obj(name));
    var entry = JournalEntry.parse(body);
    require(
        entry.number() < head.size()
            && InclusionProof.verify(
                Hash.leaf(body),
                entry.number(),
                head.size(),
                hashes(trace, name.equals("entry") ? "entryPath" : "termsPath"),
                head.root()),
        "entry " + entry.number() + " is not in the journal");
    steps.add(
        "entry %d is in the journal: %s at %s"
            .formatted(entry.number(), entry.input().kind(), Texts.time(entry.at())));
    return entry;
  }

  static List<Hash> hashes(Json.Obj trace, String name) throws JsonException {
    var hashes = new ArrayList<Hash>();
    for (var one : trace.arr(name)) {
      if (!(one instanceof Json.Str text)) {
        throw new IllegalArgumentException(name + " must hold strings");
      }
      hashes.add(
          Hash.fromBase64(text.value())
              .orElseThrow(() -> new IllegalArgumentException(name + " must hold hashes")));
    }
    return hashes;
  }

  private Terms terms(Json.Obj trace, Checkpoint head, String pool, int number)
      throws JsonException, JournalException, ConfigException, RefutedException {
    var begun = entry(trace, "termsEntry", head).result().terms(pool, number);
    require(begun.isPresent(), "the entry does not begin terms " + number);
    var files = trace.obj("files");
    var own = file(files, begun.orElseThrow().file());
    var levels = new ArrayList<Terms.Level>();
    for (var level : begun.orElseThrow().levels()) {
      var file = file(files, level.file());
      levels.add(Terms.Level.of(levels.size(), file, file.level(level.level()).orElseThrow()));
    }
    require(own.rules().pool().equals(pool), "the rules are of another pool");
    steps.add("terms %d are those of rules %s".formatted(number, own.hash()));
    return new Terms(number, own, levels);
  }

  private static RulesFile file(Json.Obj files, Hash hash)
      throws JsonException, ConfigException, RefutedException {
    var content = Base64.getDecoder().decode(files.string(hash.toString()));
    require(Hash.sha256(content).equals(hash), "the rules file is not " + hash);
    return RulesFile.of(Path.of(hash.toString()), content);
  }

  private void contribution(
      GivenRow given, Terms terms, JournalEntry entry, Optional<String> sealed)
      throws RefutedException {
    var log = logOf(given, entry);
    if (sealed.isEmpty()) {
      steps.add("made from %s seq %d; its sealed outcome is not here".formatted(log, given.seq()));
    } else {
      outcome(given, terms, entry, log, sealed.get());
    }
    var levels = terms.levels();
    steps.add(
        "stake %d: %s, due %d micro, cut %d (by %d)"
            .formatted(
                given.stakeMinor(),
                given.decision().code(),
                given.dueMicro(),
                given.cutMicro(),
                given.cutBy()));
    for (var i = 0; i < levels.size() && !given.amounts().isEmpty(); i++) {
      steps.add(
          "%s: %d to POOL, %d to RESERVE, %d hidden, %d to OVERFLOW; POOL then %d"
              .formatted(
                  levels.get(i).rules().id(),
                  given.amount(i, Contribution.TO_POOL),
                  given.amount(i, Contribution.TO_RESERVE),
                  given.amount(i, Contribution.TO_HIDDEN),
                  given.amount(i, Contribution.TO_OVERFLOW),
                  given.amount(i, Contribution.POOL_AFTER)));
    }
  }

  /** {@return the log of the record that the entry posted, or released} */
  private String logOf(GivenRow given, JournalEntry entry) throws RefutedException {
    return switch (entry.input()) {
      case Input.Delivered said
          when said.number() == given.log()
              && given.seq() >= said.from()
              && given.seq() < said.to() ->
          said.log();
      case Input.Ruled ruled
          when ruled.ruling().act() == Ruling.Act.RELEASE && ruled.ruling().held().isPresent() -> {
        require(ruled.isByTwo(), "it was not released by two persons");
        steps.add(
            "%s and %s have released it; posting %d says why it was held, and what the rules asked"
                .formatted(
                    ruled.approvals().getFirst().person().name(),
                    ruled.approvals().getLast().person().name(),
                    ruled.ruling().held().get().posting()));
        yield ruled.ruling().log();
      }
      default -> throw new RefutedException("the entry did not apply record " + given.seq());
    };
  }

  private void outcome(GivenRow given, Terms terms, JournalEntry entry, String log, String sealed)
      throws RefutedException {
    var journal = entry.journal();
    var verdict =
        new OutcomeVerifier(trusted(journal, log)).verify(sealed.getBytes(StandardCharsets.UTF_8));
    if (!(verdict instanceof Verdict.Accepted accepted)) {
      throw new RefutedException("the sealed outcome does not verify: " + verdict);
    }
    var record = accepted.record();
    require(
        record.log().equals(log) && record.seq() == given.seq(),
        "the sealed outcome is %s seq %d".formatted(record.log(), record.seq()));
    steps.add("%s seq %d is sealed and verifies".formatted(log, given.seq()));
    var wager = wager(given, record, EventLogs.sourceOf(journal, log));
    if (entry.input() instanceof Input.Delivered) {
      recompute(given, terms, wager);
    }
  }

  private Policy trusted(String journal, String log) throws RefutedException {
    try {
      return EventLogs.isOf(journal, log) ? EventLogs.policy(policy, journal, log) : policy;
    } catch (PolicyException e) {
      throw new RefutedException("the policy has no key of the journal", e);
    }
  }

  /** {@return the round of the record, whose bet must be that of the posting} */
  private static Wager wager(GivenRow given, OutcomeRecord record, PoolRules.Source source)
      throws RefutedException {
    require(record.body() instanceof RoundSettled, "the record is no settled round");
    var wager = Wager.of(record.seq(), record.at(), (RoundSettled) record.body(), source);
    var bet = wager.bets().stream().filter(b -> b.bet().equals(given.bet())).findFirst();
    require(
        bet.isPresent()
            && bet.get().minor() == given.stakeMinor()
            && bet.get().player().equals(given.player())
            && bet.get().jurisdiction().equals(given.jurisdiction())
            && wager.operator().equals(given.operator())
            && wager.roundId().equals(given.round()),
        "the bet of the record is another one than that of the posting");
    return wager;
  }

  private void recompute(GivenRow given, Terms terms, Wager wager) throws RefutedException {
    var stake =
        wager.bets().stream().filter(b -> b.bet().equals(given.bet())).findFirst().orElseThrow();
    var decision = Pipeline.decide(terms, wager, stake);
    if (given.decision() == Decision.UNREASONABLE) {
      decision = decision == Decision.CONTRIBUTED ? Decision.UNREASONABLE : decision;
    }
    require(decision == given.decision(), "the rules say " + decision.code());
    if (given.decision() != Decision.CONTRIBUTED) {
      require(given.amounts().isEmpty(), "nothing should have been given");
      return;
    }
    amounts(given, terms, stake);
    steps.add("decision and amounts follow from the record and the rules");
  }

  private static void amounts(GivenRow given, Terms terms, Wager.Stake stake)
      throws RefutedException {
    var exchange = terms.exchange(stake.currency(), stake.exp()).orElseThrow();
    var due = new long[terms.levels().size() * 3];
    for (var i = 0; i < terms.levels().size(); i++) {
      var level = terms.levels().get(i);
      var before = given.amount(i, Contribution.POOL_AFTER) - given.amount(i, Contribution.TO_POOL);
      due[3 * i] = level.rate().micro(stake.minor(), exchange, before);
      due[3 * i + 1] = Math.multiplyExact(stake.minor(), level.rules().reservePpm());
      due[3 * i + 2] = Math.multiplyExact(stake.minor(), level.rules().hidden());
      var room = Math.max(level.ceilingMicro() - before, 0);
      require(
          given.amount(i, Contribution.TO_POOL) <= room
              && (given.amount(i, Contribution.TO_OVERFLOW) == 0
                  || given.amount(i, Contribution.TO_POOL) == room),
          "the ceiling of " + level.rules().id() + " was not kept");
    }
    var asked = Arrays.stream(due).sum();
    require(
        given.dueMicro() == asked && given.cutMicro() >= 0 && given.cutMicro() <= asked,
        "the rates ask %d micro-units".formatted(asked));
    var allowed = asked - given.cutMicro();
    if (exchange.isOne()) {
      var split = given.cutMicro() == 0 ? due : Pipeline.split(allowed, due);
      for (var i = 0; i < terms.levels().size(); i++) {
        require(
            given.amount(i, Contribution.TO_POOL) + given.amount(i, Contribution.TO_OVERFLOW)
                    == split[3 * i]
                && given.amount(i, Contribution.TO_RESERVE) == split[3 * i + 1]
                && given.amount(i, Contribution.TO_HIDDEN) == split[3 * i + 2],
            "the share of " + terms.levels().get(i).rules().id() + " is another one");
      }
      return;
    }
    // What was carried here from the bet before is what makes the exchange come out.
    var carried =
        BigInteger.valueOf(given.given())
            .multiply(ONE)
            .add(BigInteger.valueOf(given.carry()))
            .subtract(exchange.worth(allowed));
    require(
        exchange.rateE12() == given.rateE12()
            && carried.signum() >= 0
            && carried.compareTo(ONE) < 0,
        "the exchange does not come out");
  }
}
