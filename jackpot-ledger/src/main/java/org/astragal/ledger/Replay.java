package org.astragal.ledger;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.astragal.ledger.Findings.Kind;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Event;
import org.astragal.outcome.JackpotTrail;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RoundSettled;

/**
 * Does again what the journal says was done with the records of the logs, in its order. What the
 * ledger refused stays refused and what it posted is posted; whether it was right is a finding.
 * Used by one thread.
 */
final class Replay {
  private final Pools pools;
  private final Map<String, VerifiedLog> logs;
  private final Optional<Certified> certified;
  private final Findings findings;
  private final KeptHeads heads;
  private final Observer observer;
  private final Map<String, CompactRange> trees = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final RoundSet settled = new RoundSet();
  private final CapUse use = new CapUse();
  private final KeptPast past = new KeptPast();
  private final Map<String, JackpotTrail> trails = new HashMap<>();
  private final Map<HeldBet.Place, HeldBet> held = new HashMap<>();
  private long outcomes;
  private Optional<Ruling> released = Optional.empty();

  /** Sees what is done again, before it is done. */
  interface Observer {
    /** Somebody who does not look. */
    Observer NOBODY =
        new Observer() {
          @Override
          public void entry(JournalEntry entry, Pools pools, CapUse use) {
            // Nobody looks.
          }

          @Override
          public void round(Wager wager) {
            // Nobody looks.
          }

          @Override
          public void done(Work work) {
            // Nobody looks.
          }
        };

    /**
     * An entry comes next.
     *
     * @param pools as they stand before it; to be copied
     * @param use of caps before it; to be copied
     * @throws AuditException if it makes no sense to go on
     */
    void entry(JournalEntry entry, Pools pools, CapUse use) throws AuditException;

    /** A round of the entry comes next that was not refused for what it is. */
    void round(Wager wager);

    /** The entry has been done again. */
    void done(Work work);
  }

  Replay(
      Pools pools,
      Map<String, VerifiedLog> logs,
      Optional<Certified> certified,
      Findings findings,
      KeptHeads heads,
      Observer observer) {
    this.pools = pools;
    this.observer = observer;
    this.logs = logs;
    this.certified = certified;
    this.findings = findings;
    this.heads = heads;
  }

  /** {@return what caps have let through; not a copy} */
  CapUse use() {
    return use;
  }

  /** Does what two persons have decided. {@return why that cannot be, if so} */
  Optional<String> ruled(Input.Ruled ruled, Work work) {
    var ruling = ruled.ruling();
    if (ruling.held().isPresent()) {
      var bet = Optional.ofNullable(held.remove(ruling.held().get()));
      return bet.isEmpty()
          ? Optional.of(HeldBets.DECIDED)
          : new HeldRulings(pools, use, work).apply(ruling, ruled.approvals(), bet.get());
    }
    if (ruling.act() == Ruling.Act.RELEASE) {
      released = Optional.of(ruling);
    }
    return Optional.empty();
  }

  /** {@return the event that must be posted next, if one was released} */
  Optional<Ruling> released() {
    return released;
  }

  /** Waits no more for the event that was released. */
  void forget() {
    released = Optional.empty();
  }

  /** {@return records that were applied} */
  long outcomes() {
    return outcomes;
  }

  /** {@return the rounds that were posted} */
  RoundSet settled() {
    return settled;
  }

  /**
   * Applies the records of an entry.
   *
   * @param journal its name
   */
  void deliver(Input.Delivered said, Work work, String journal) throws AuditException {
    var log = logs.get(said.log());
    if (log == null) {
      throw new AuditException("no file holds sealed outcomes of " + said.log());
    }
    var tree = trees.computeIfAbsent(said.log(), _ -> new CompactRange());
    var number = numbers.computeIfAbsent(said.log(), _ -> said.number());
    if (tree.size() != said.from() || number != said.number()) {
      throw new AuditException(
          "%s goes on at %d as log %d; the journal says %d as log %d"
              .formatted(said.log(), tree.size(), number, said.from(), said.number()));
    }
    var refused = new HashMap<Long, String>();
    said.refused().forEach(one -> refused.put(one.seq(), one.reason()));
    var engine = new Engine(pools, use, work, said.number(), false);
    var answers = new Answers(pools, past, work);
    var seen = new HashSet<RoundKey>();
    var source = EventLogs.sourceOf(journal, said.log());
    for (var seq = said.from(); seq < said.to(); seq++) {
      var item = log.next();
      if (item.isEmpty()) {
        if (log.isFalse()) {
          findings.add(Kind.OUTCOME, log.end());
        }
        throw new AuditException(log.end());
      }
      tree.append(item.get().leaf());
      outcomes++;
      var reason = Optional.ofNullable(refused.remove(seq));
      if (item.get().record().body() instanceof RoundSettled round) {
        settle(item.get(), round, source, reason, engine, work, seen);
      } else if (reason.isPresent()) {
        wrong(said.log(), seq, "was refused, but is no round");
      } else if (item.get().record().body() instanceof Event event) {
        follow(item.get().record(), event, answers, journal);
      }
    }
    if (!tree.root().equals(said.root())) {
      findings.add(
          Kind.OUTCOME,
          "%s at %d is another tree than was posted".formatted(said.log(), said.to()));
    }
    refused.forEach((seq, _) -> wrong(said.log(), seq, "was refused, but is not in the entry"));
  }

  /**
   * Looks at what the logs hold beyond the journal: it is not posted yet, but may anchor a head of
   * entries that are not there any more.
   *
   * @param journal its name
   */
  void rest(String journal) throws AuditException {
    for (var log : logs.values()) {
      for (var item = log.next(); item.isPresent(); item = log.next()) {
        if (item.get().record().body() instanceof Event event) {
          heads.follow(item.get().record(), event, journal, false);
        }
      }
      if (log.isFalse()) {
        findings.add(Kind.OUTCOME, log.end());
      }
    }
  }

  private void settle(
      VerifiedLog.Item item,
      RoundSettled round,
      PoolRules.Source source,
      Optional<String> reason,
      Engine engine,
      Work work,
      Set<RoundKey> seen) {
    var record = item.record();
    // No appliance has played what a third party tells of: its mapping stands for a logic.
    var isCertified =
        certified
            .filter(_ -> source == PoolRules.Source.SIGNED)
            .map(list -> list.has(round.game().logic()));
    if (isFor(Refusal.UNCERTIFIED_LOGIC, reason)) {
      if (isCertified.orElse(false)) {
        wrong(record.log(), record.seq(), "was refused, but its logic is in the list");
      }
      return;
    }
    if (!isCertified.orElse(true)) {
      wrong(record.log(), record.seq(), "was posted, but its logic is not in the list");
    }
    if (released.isPresent()) {
      if (!released.get().event().equals(Optional.of(round.request().sha256()))) {
        wrong(record.log(), record.seq(), "was posted as released, but is another event");
      }
      forget();
    }
    var wager = item.wager().orElseThrow();
    var isSettled = settled.contains(wager.round());
    var isSeen = !seen.add(wager.round());
    if (isFor(Refusal.ROUND_SETTLED_BEFORE, reason)) {
      if (!isSettled && !isSeen) {
        wrong(record.log(), record.seq(), "was refused, but its round was not settled before");
      }
      return;
    }
    if (isSettled) {
      wrong(record.log(), record.seq(), "was posted, but its round had been settled before");
    }
    var before = work.unpostable().size();
    observer.round(wager);
    engine.settle(wager);
    var isRefused = work.unpostable().size() > before;
    if (isRefused != isFor(Refusal.AMOUNT_OUT_OF_RANGE, reason)) {
      wrong(
          record.log(),
          record.seq(),
          isRefused ? "was posted, but does not fit" : "was refused: " + reason.orElse(""));
    }
    if (!isRefused) {
      settled.add(wager.round());
    }
  }

  /**
   * What the appliance sealed about jackpot levels is held against itself and against the pools.
   */
  private void follow(OutcomeRecord record, Event event, Answers answers, String journal)
      throws AuditException {
    heads.follow(record, event, journal, true);
    if (trails.computeIfAbsent(record.log(), _ -> new JackpotTrail()).follow(record)
        instanceof JackpotTrail.Finding.Contradicts(String why)) {
      findings.add(Kind.ANSWER, "%s seq %d: %s".formatted(record.log(), record.seq(), why));
    }
    var said = Assessor.said(record, event);
    if (said.isEmpty()) {
      return;
    }
    try {
      answers
          .apply(said.get())
          .filter(Answers.Refused::proof)
          .ifPresent(r ->
              findings.add(
                  Kind.ANSWER, "%s seq %d: %s".formatted(record.log(), record.seq(), r.why())));
    } catch (StoreException e) {
      throw new AuditException("the audit asks no database: " + e.getMessage(), e);
    }
  }

  /** Keeps what an entry came to, for answers that come later; before the pools settle. */
  void keep(Work work) {
    past.add(work, pools);
    for (var bet : work.held()) {
      var pool = pools.pool(bet.pool()).orElseThrow().name();
      held.put(new HeldBet.Place(pool, bet.posting()), bet);
    }
  }

  private static boolean isFor(Refusal refusal, Optional<String> reason) {
    return reason.equals(Optional.of(refusal.code()));
  }

  private void wrong(String log, long seq, String what) {
    findings.add(Kind.REFUSAL, "%s seq %d %s".formatted(log, seq, what));
  }
}
