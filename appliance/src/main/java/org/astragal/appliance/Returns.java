package org.astragal.appliance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Event;
import org.astragal.outcome.GameRef;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.SealedOutcome;
import org.astragal.packs.ReturnMonitor;
import org.astragal.packs.ReturnMonitor.Level;
import org.astragal.packs.ReturnMonitor.Standing;
import org.astragal.packs.ReturnMonitor.Subject;
import org.astragal.service.TwoPersons;
import org.astragal.signer.LogException;
import org.astragal.signer.OutcomeLog;

/**
 * Watches what games give back, and stops a game that gives back what it should not. A stop is a
 * record, and lasts over restarts until two officers end it; the evidence begins anew with each
 * start.
 *
 * <p>Thread safety: for any threads.
 */
final class Returns implements AutoCloseable, ReturnMonitor.Listener {
  /** What the types of all events of returns begin with. */
  static final String EVENTS = "game.return.";

  static final String WARNED = "game.return.warned";
  static final String STOPPED = "game.return.stopped";
  static final String RESUMED = "game.return.resumed";
  static final String REPORTED = "game.return.reported";

  /** Subjects in one record of a report. */
  private static final int REPORTED_AT_ONCE = 100;

  /** How often it is sealed where everything stands. */
  private static final Duration REPORT_EVERY = Duration.ofHours(24);

  private final ScheduledExecutorService thread;
  private final ReturnMonitor monitor;
  private final Events events;
  private final Metrics metrics;
  private final Changes changes;

  /** Games whose new rounds are refused, whatever their terms. */
  private volatile Set<Stopped> stopped;

  /** A game that was stopped. */
  private record Stopped(String id, Hash logic) {
    static Stopped of(GameRef game) {
      return new Stopped(game.id(), game.logic());
    }
  }

  private Returns(
      ApplianceConfig.ReturnsSection config,
      Set<Stopped> stopped,
      Events events,
      Metrics metrics,
      Changes changes,
      ScheduledExecutorService thread) {
    this.thread = thread;
    this.stopped = Set.copyOf(stopped);
    this.events = events;
    this.metrics = metrics;
    this.changes = changes;
    this.monitor = new ReturnMonitor(config.warnExponent(), config.stopExponent(), this);
    metrics.watch(monitor);
  }

  /** Starts to watch; what the log says is stopped stays so. */
  static Returns watch(
      ApplianceConfig.ReturnsSection config,
      OutcomeLog log,
      Events events,
      Metrics metrics,
      Supplier<ApplianceInfo> appliance,
      Timetable times)
      throws LogException {
    var stopped = new HashSet<Stopped>();
    try {
      for (SealedOutcome sealed : log.events(EVENTS)) {
        if (OutcomeRecord.parse(sealed.record()).body() instanceof Event event) {
          switch (event.type()) {
            case STOPPED -> stopped.add(game(event.event()));
            case RESUMED -> stopped.remove(game(event.event()));
            default -> {}
          }
        }
      }
    } catch (RecordException | JsonException e) {
      throw new IllegalStateException("the log holds only records of ours", e);
    }
    var returns =
        new Returns(
            config,
            stopped,
            events,
            metrics,
            new Changes(log, appliance, "GET /v1/packs"),
            times.thread("returns"));
    times.every(returns.thread, REPORT_EVERY, returns::report);
    return returns;
  }

  private static Stopped game(Json.Obj event) throws JsonException {
    return new Stopped(event.string("game"), Hash.parse(event.string("logic")));
  }

  /** Takes a round that was played. Never waits. */
  void observe(Turn turn, RoundSettled round) {
    monitor.observe(turn.installed().game(), turn.installed().terms(), turn.played(), round);
  }

  /** {@return whether new rounds of a game are refused} */
  boolean isStopped(GameRef game) {
    return !stopped.isEmpty() && stopped.contains(Stopped.of(game));
  }

  @Override
  public void appeared(Subject subject) {
    metrics.watch(subject, monitor);
  }

  @Override
  public void risen(Standing standing) {
    if (standing.level() == Level.STOPPED) {
      synchronized (this) {
        var more = new HashSet<>(stopped);
        more.add(Stopped.of(standing.subject().game()));
        stopped = Set.copyOf(more);
      }
    }
    var _ =
        events.returned(standing.level() == Level.STOPPED ? STOPPED : WARNED, members(standing));
  }

  /**
   * Lets a game take rounds again that was stopped.
   *
   * @return the record
   * @throws ProblemException if it is not stopped
   */
  SealedOutcome resume(Hash logic, String id, String reason, List<TwoPersons.Approval> approvals)
      throws ProblemException, InterruptedException {
    return changes.make(() -> {
      requireStopped(logic, id);
      return changes.record(
          RESUMED,
          Map.of(
              "approvals", Approvals.json(approvals),
              "game", new Json.Str(id),
              "logic", new Json.Str(logic.toString()),
              "reason", new Json.Str(reason)),
          (_, _) -> resumed(new Stopped(id, logic)));
    });
  }

  private synchronized void resumed(Stopped game) {
    var fewer = new HashSet<>(stopped);
    fewer.remove(game);
    for (Standing standing : monitor.standings()) {
      if (Stopped.of(standing.subject().game()).equals(game)) {
        monitor.reset(standing.subject().game());
      }
    }
    stopped = Set.copyOf(fewer);
  }

  /** Refuses what {@link #resume} would refuse. */
  void requireStopped(Hash logic, String id) throws ProblemException {
    if (!stopped.contains(new Stopped(id, logic))) {
      throw new ProblemException(ProblemType.PACK_STATE, "This game of this logic is not stopped.");
    }
  }

  /**
   * Seals where everything stands.
   *
   * @return the records, as they are sealed
   */
  List<CompletableFuture<SealedOutcome>> report() {
    List<Standing> all = monitor.standings();
    var records = new ArrayList<CompletableFuture<SealedOutcome>>();
    for (int from = 0; from < all.size(); from += REPORTED_AT_ONCE) {
      List<Json> some =
          all.subList(from, Math.min(all.size(), from + REPORTED_AT_ONCE)).stream()
              .<Json>map(standing -> Json.Obj.of(members(standing)))
              .toList();
      records.add(
          events.returned(
              REPORTED,
              Map.of(
                  "subjects", new Json.Arr(some),
                  "unseen", new Json.Str(Long.toString(monitor.unseen())))));
    }
    return records;
  }

  private static Map<String, Json> members(Standing standing) {
    GameRef game = standing.subject().game();
    var terms = new TreeMap<String, Json>();
    game.terms().forEach((option, value) -> terms.put(option, new Json.Str(value)));
    return Map.of(
        "currency", new Json.Str(standing.subject().currency()),
        "evidence", new Json.Str(decimal(standing.evidence())),
        "game", new Json.Str(game.id()),
        "jurisdiction", new Json.Str(standing.subject().jurisdiction()),
        "level", new Json.Str(standing.level().toString()),
        "logic", new Json.Str(game.logic().toString()),
        "rounds", new Json.Str(Long.toString(standing.rounds())),
        "terms", Json.Obj.of(terms),
        "version", new Json.Str(game.version()),
        "z", new Json.Str(decimal(standing.z())));
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** {@return why new rounds of a game are refused, if they are} */
  Optional<Problem> refusal(GameRef game) {
    return isStopped(game)
        ? Optional.of(
            new Problem(
                ProblemType.GAME_STOPPED,
                game.id()
                    + " "
                    + game.version()
                    + " gives back what it should not; officers must look at it. Nothing was"
                    + " drawn."))
        : Optional.empty();
  }

  /** Waits until every round that was handed over was looked at. */
  void drain() throws InterruptedException {
    monitor.drain();
  }

  @Override
  public void close() {
    thread.shutdownNow();
    monitor.close();
  }
}
