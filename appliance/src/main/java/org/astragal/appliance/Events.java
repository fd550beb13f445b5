package org.astragal.appliance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.astragal.hsm.TokenEvent;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Event;
import org.astragal.outcome.GameRef;
import org.astragal.outcome.Hash;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.LedgerHead;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SignedNote;
import org.astragal.packs.PackException;
import org.astragal.rng.RngAlarm;
import org.astragal.rng.RngState;
import org.astragal.service.Person;
import org.astragal.signer.LogState;
import org.astragal.signer.OutcomeLog;

/**
 * Seals what is significant and not a round, and tells the operator of it. Never blocks.
 *
 * <p>Thread safety: for any threads.
 */
final class Events implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Events.class.getName());

  /** Says what runs from here on. */
  static final String STARTED = "program.started";

  /** A ledger chooses its words itself; a record holds only so much. */
  private static final int MAX_DETAIL_CHARS = 500;

  /** Longest line in the operator's log; the record has all of it. */
  private static final int MAX_LINE_CHARS = 2_000;

  private final OutcomeLog log;
  private final Supplier<ApplianceInfo> appliance;
  private volatile boolean closed;

  Events(OutcomeLog log, Supplier<ApplianceInfo> appliance) {
    this.log = log;
    this.appliance = appliance;
  }

  void started(GameCatalog games, ApplianceConfig config, ProgramFiles program) {
    List<Json> installed =
        games.all().stream()
            .<Json>map(game ->
                Json.Obj.of(
                    Map.of(
                        "id", new Json.Str(game.ref().id()),
                        "logic", new Json.Str(game.ref().logic().toString()),
                        "terms", terms(game.ref()),
                        "version", new Json.Str(game.ref().version()))))
            .toList();
    tell(
        System.Logger.Level.INFO,
        STARTED,
        Map.of(
            "components", Integrity.json(program.hashes()),
            "games", new Json.Arr(installed),
            "mode", new Json.Str(config.mode().toString()),
            "plainLoopback", new Json.Bool(config.plainLoopback().isPresent())));
  }

  private static Json terms(GameRef game) {
    var terms = new TreeMap<String, Json>();
    game.terms().forEach((option, value) -> terms.put(option, new Json.Str(value)));
    return Json.Obj.of(terms);
  }

  /** The files of the program are what they should be. */
  CompletableFuture<SealedOutcome> programVerified(Map<String, Json> members) {
    return seal(System.Logger.Level.INFO, "program.verified", members);
  }

  /** A file of the program is not what it should be: play stops. */
  CompletableFuture<SealedOutcome> programMismatch(Map<String, Json> members) {
    return seal(System.Logger.Level.ERROR, "program.mismatch", members);
  }

  /** Files of the program are not those of the start before. */
  void programChanged(Map<String, Json> members) {
    tell(System.Logger.Level.WARNING, "program.changed", members);
  }

  /** Where the return of games stands; a stop or a warning is told as what it is. */
  CompletableFuture<SealedOutcome> returned(String type, Map<String, Json> members) {
    return seal(
        type.equals(Returns.REPORTED) ? System.Logger.Level.INFO : System.Logger.Level.ERROR,
        type,
        members);
  }

  /** A pack is refused; the games that run go on. */
  void packRefused(String when, Hash file, PackException why) {
    tell(
        System.Logger.Level.ERROR,
        PackHistory.REFUSED,
        Map.of(
            "detail",
            new Json.Str(Text.beginning(String.valueOf(why.getMessage()), MAX_DETAIL_CHARS)),
            "file",
            new Json.Str(file.toString()),
            "reason",
            new Json.Str(why.fault().code()),
            "when",
            new Json.Str(when)));
  }

  /** The operator lets the appliance start although no ledger vouches for the log. */
  CompletableFuture<SealedOutcome> unwitnessed(List<String> ledgers) {
    return seal(
        System.Logger.Level.WARNING,
        "access.override",
        Map.of(
            "ledgers", new Json.Arr(ledgers.stream().<Json>map(Json.Str::new).toList()),
            "what", new Json.Str("accept-unwitnessed")));
  }

  /** The officers' words on the ceremony whose report stands behind the first record. */
  void ceremony(CeremonyReport report) {
    tell(
        System.Logger.Level.INFO,
        "access.ceremony",
        Map.of(
            "approvals", new Json.Arr(report.approvals()),
            "report", new Json.Str(report.hash().toString())));
  }

  /** An alarm names the test and the hash of the samples in which it failed. */
  void rngChanged(RngState state, Optional<RngAlarm> alarm) {
    var members = new TreeMap<String, Json>();
    members.put("state", new Json.Str(state.toString()));
    alarm.ifPresent(cause -> {
      members.put("samples", new Json.Str("sha256:" + cause.samplesSha256()));
      members.put("test", new Json.Str(cause.test()));
    });
    tell(
        state == RngState.OK ? System.Logger.Level.INFO : System.Logger.Level.ERROR,
        "rng.state",
        members);
  }

  /** An officer asked for the way out of an alarm. */
  void rngResumed(Person officer, RngState after) {
    tell(
        System.Logger.Level.WARNING,
        "rng.resume",
        Map.of(
            "certificate", new Json.Str(officer.certificate()),
            "officer", new Json.Str(officer.name()),
            "state", new Json.Str(after.toString())));
  }

  void logChanged(LogState state, String detail) {
    tell(
        state == LogState.RUNNING ? System.Logger.Level.INFO : System.Logger.Level.ERROR,
        "log.state",
        Map.of("detail", new Json.Str(detail), "state", new Json.Str(state.toString())));
  }

  void tokenChanged(TokenEvent event) {
    if (event.away()) {
      tell(
          System.Logger.Level.ERROR,
          "token.away",
          Map.of(
              "detail", new Json.Str(event.detail()),
              "fault", new Json.Str(event.fault().toString()),
              "untold", new Json.Str(Integer.toString(event.untold()))));
    } else {
      tell(
          System.Logger.Level.INFO,
          "token.back",
          Map.of(
              "outageMillis", new Json.Str(Long.toString(event.outage().toMillis())),
              "untold", new Json.Str(Integer.toString(event.untold()))));
    }
  }

  void ledgerAway(String ledger, long position, LedgerException.Fault fault, String detail) {
    tell(
        System.Logger.Level.WARNING,
        "ledger.away",
        Map.of(
            "detail", new Json.Str(Text.beginning(detail, MAX_DETAIL_CHARS)),
            "fault", new Json.Str(fault.toString()),
            "ledger", new Json.Str(ledger),
            "position", new Json.Str(Long.toString(position))));
  }

  void ledgerBack(String ledger, long position) {
    tell(
        System.Logger.Level.INFO,
        "ledger.back",
        Map.of("ledger", new Json.Str(ledger), "position", new Json.Str(Long.toString(position))));
  }

  /** A ledger has said where its journal stands. */
  void ledgerHead(String ledger, SignedNote head) {
    tell(
        System.Logger.Level.DEBUG,
        LedgerHead.TYPE,
        new LedgerHead(ledger, head).members().members());
  }

  /** A laboratory says what it found. */
  CompletableFuture<SealedOutcome> labReport(Map<String, Json> members) {
    return seal(System.Logger.Level.INFO, LabReportsHttp.TYPE, members);
  }

  /** From now on nothing is sealed any more: the log is about to close. */
  @Override
  public void close() {
    closed = true;
  }

  private static String text(Json json) {
    return new String(new JcsWriter().value(json).toBytes(), StandardCharsets.UTF_8);
  }

  private void tell(System.Logger.Level level, String type, Map<String, Json> members) {
    var _ = seal(level, type, members);
  }

  private CompletableFuture<SealedOutcome> seal(
      System.Logger.Level level, String type, Map<String, Json> members) {
    var event = Json.Obj.of(members);
    LOGGER.log(level, type + " " + Text.beginning(text(event), MAX_LINE_CHARS));
    if (closed) {
      return new CompletableFuture<>();
    }
    return log.append(new Event(type, appliance.get(), event))
        .whenComplete((_, failure) -> {
          if (failure != null) {
            LOGGER.log(System.Logger.Level.WARNING, type + " could not be sealed", failure);
          }
        });
  }
}
