package org.astragal.appliance;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenException;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.rng.Rng;
import org.astragal.service.ConfigException;
import org.astragal.service.TlsMaterial;
import org.astragal.signer.LogException;
import org.astragal.signer.OutcomeLog;
import org.astragal.signer.SigningException;

/**
 * The whole appliance is the body of {@link #run}: stages are opened in the order data flows, from
 * the token to the listener, and closed in reverse.
 */
final class Appliance {
  private Appliance() {}

  /**
   * What runs, for those who need to reach it.
   *
   * @param port of the mutual TLS listener
   * @param plainPort of the plain loopback listener, if there is one
   * @param policy how its outcomes are verified, as a C2SP tlog-policy
   * @param routes every call it answers
   * @param inFlight requests that are being answered now
   */
  record Running(
      int port, OptionalInt plainPort, String policy, List<Route> routes, LongSupplier inFlight) {
    Running {
      routes = List.copyOf(routes);
    }
  }

  /** Called once everything is open; when it returns, everything is closed. */
  @FunctionalInterface
  interface WhileOpen {
    void run(Running running) throws InterruptedException;
  }

  /**
   * Opens everything, runs {@code whileOpen}, closes everything.
   *
   * @param file where the configuration came from
   * @param acceptUnwitnessed whether to start although no ledger vouches for the log; this is
   *     sealed
   * @param times when what is done again and again is done
   * @param contradicted run when a ledger turns out to hold a checkpoint of ours that the log does
   *     not continue: nothing is played any more, and {@code whileOpen} should end
   * @throws ConfigException if a file that the configuration names cannot be used
   * @throws StartException if it must not start
   */
  static void run(
      ApplianceConfig config,
      Path file,
      boolean acceptUnwitnessed,
      Runnable contradicted,
      Timetable times,
      WhileOpen whileOpen)
      throws ConfigException, StartException, InterruptedException {
    TlsMaterial tls = TlsMaterial.load(config.tls());
    ProgramFiles program = Stages.program(config);
    Identity identity = Identity.of(program);
    var tokenWatch = new TokenWatch();
    var rngWatch = new RngWatch();
    try (Metrics metrics = new Metrics();
        Token token = Stages.token(config, tokenWatch);
        Rng rng = Stages.rng(config, token, identity, rngWatch);
        HttpClient http = LedgerClient.http(tls)) {
      Supplier<ApplianceInfo> info = () -> identity.with(rng);
      var keys = new TokenKeys(token, config.origin(), config.signingKey());
      var watch = new LogWatch(metrics);
      List<Downstream> clients = Ledgers.clients(config, http, tls);
      try (Witnessed stored = Witnessed.open(config, keys, tls, clients, acceptUnwitnessed);
          OutcomeLog log = stored.start(info, watch);
          Patience patience = Patience.start();
          Events events = watch.tell(new Events(log, info));
          Ledgers ledgers =
              Ledgers.open(config, log, clients, stored.testimony(), events, contradicted)) {
        tokenWatch.tell(events);
        rngWatch.tell(events);
        var draws = new GameDraws(rng);
        GamePacks packs = GamePacks.open(config.games(), log, draws, events, info);
        Stages.requireKnown(config.pools(), packs.history());
        try (Integrity integrity =
                Integrity.begin(
                    program.and(config, file), packs, events, log, config.integrity(), times);
            Returns returns = Returns.watch(config.returns(), log, events, metrics, info, times)) {
          stored.ceremony().ifPresent(events::ceremony);
          events.started(packs.catalog(), config, integrity.program());
          metrics.watch(log, rng, ledgers, integrity);
          var pools = new ContributionTable(config.pools());
          var safeguards = new Safeguards(ledgers, integrity, returns);
          var rounds = new Rounds(log, packs, draws, pools, identity::with, info, safeguards);
          var readiness = new Readiness(token, draws, log, ledgers, integrity);
          var changes = new KeyChanges(log, token, keys, config.origin(), config.algorithm(), info);
          var jackpots =
              Jackpots.open(
                  log, rng, token, config.thresholds(), packs.thresholds(), identity::with);
          var approvals = new Approvals(Clock.systemUTC());
          String policy = changes.history().policy();
          try (UnfinishedRounds unfinished =
                  UnfinishedRounds.watch(log, rounds, config.rounds().timeout(), times);
              RestServer server =
                  RestServer.start(
                      config,
                      tls,
                      metrics,
                      new OutcomesHttp(rounds, config.limits(), metrics, patience),
                      new RoundsHttp(rounds, config.limits(), patience),
                      new RecallHttp(log),
                      new GamesHttp(packs.catalog()),
                      new KeysHttp(changes, keys.signer(), packs.replayer()),
                      new KeyChangesHttp(changes, approvals),
                      new PacksHttp(packs, returns, approvals),
                      new IntegrityHttp(integrity, patience, config.limits()),
                      new JackpotHttp(
                          jackpots,
                          () -> integrity.obstacle().or(draws::obstacle),
                          config.limits().answerTimeout()),
                      new LogHttp(log),
                      new HealthHttp(readiness, ledgers, rng, metrics),
                      new RngHttp(rng, events::rngResumed),
                      Stages.samples(config, token, identity),
                      new LabReportsHttp(events::labReport))) {
            metrics.watch(unfinished);
            whileOpen.run(server.running(policy));
          }
        }
      }
    } catch (TokenException e) {
      throw new StartException(StartException.Fault.TOKEN, String.valueOf(e.getMessage()), e);
    } catch (LogException e) {
      throw refused(config, e);
    }
  }

  private static StartException refused(ApplianceConfig config, LogException e) {
    // What the token says of a key is what a person can act on.
    if (e.getCause() instanceof SigningException signing
        && signing.getCause() instanceof TokenException token) {
      return new StartException(StartException.Fault.TOKEN, String.valueOf(token.getMessage()), e);
    }
    return new StartException(
        StartException.Fault.LOG,
        "the log in " + config.log().directory() + " cannot be opened: " + e.getMessage(),
        e);
  }
}
