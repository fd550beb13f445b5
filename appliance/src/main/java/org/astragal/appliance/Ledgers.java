package org.astragal.appliance;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.astragal.outcome.SignedNote;
import org.astragal.service.TlsMaterial;
import org.astragal.signer.OutcomeLog;

/** All ledgers of this appliance, forwarded to from the first round on. */
final class Ledgers implements AutoCloseable, Safeguards.BackPressure {
  private static final System.Logger LOGGER = System.getLogger(Ledgers.class.getName());

  private final List<Forwarder> forwarders;

  private Ledgers(List<Forwarder> forwarders) {
    this.forwarders = List.copyOf(forwarders);
  }

  /** {@return a client for each configured ledger, and for the topic} */
  static List<Downstream> clients(ApplianceConfig config, HttpClient http, TlsMaterial tls) {
    var clients = new ArrayList<Downstream>();
    Duration timeout = config.forward().requestTimeout();
    for (ApplianceConfig.Ledger ledger : config.ledgers()) {
      clients.add(new LedgerClient(http, ledger, config.origin(), timeout));
    }
    config
        .kafka()
        .ifPresent(kafka -> clients.add(new KafkaTopic(kafka, config.origin(), timeout, tls)));
    return List.copyOf(clients);
  }

  /**
   * Starts to forward from where each ledger stands. That nobody vouched for the log is sealed
   * first.
   *
   * @param contradicted run when a ledger holds a checkpoint of ours that the log does not continue
   * @throws StartException if that could not be sealed
   */
  static Ledgers open(
      ApplianceConfig config,
      OutcomeLog log,
      List<Downstream> clients,
      Witnesses.Testimony testimony,
      Events events,
      Runnable contradicted)
      throws StartException, InterruptedException {
    if (!testimony.vouching()) {
      sealOverride(config, events, testimony);
    }
    var listener =
        new Forwarder.Listener() {
          @Override
          public void away(
              String ledger, long position, LedgerException.Fault fault, String detail) {
            events.ledgerAway(ledger, position, fault, detail);
          }

          @Override
          public void back(String ledger, long position) {
            events.ledgerBack(ledger, position);
          }

          @Override
          public void head(String ledger, SignedNote head) {
            events.ledgerHead(ledger, head);
          }

          @Override
          public void contradicted(String ledger, String detail) {
            // Nothing is sealed any more: it would make a second history longer.
            LOGGER.log(System.Logger.Level.ERROR, detail);
            contradicted.run();
          }
        };
    var forwarders = new ArrayList<Forwarder>();
    for (Downstream client : clients) {
      long position = testimony.positions().getOrDefault(client.name(), 0L);
      boolean pushes = isPushedTo(config, client.name());
      forwarders.add(new Forwarder(log, client, pushes, position, config.forward(), listener));
    }
    return new Ledgers(forwarders);
  }

  private static boolean isPushedTo(ApplianceConfig config, String name) {
    return config.ledgers().stream()
        .filter(ledger -> ledger.name().equals(name))
        .noneMatch(ledger -> ledger.fedBy().equals(Optional.of(ApplianceConfig.FedBy.KAFKA)));
  }

  private static void sealOverride(
      ApplianceConfig config, Events events, Witnesses.Testimony testimony)
      throws StartException, InterruptedException {
    try {
      events
          .unwitnessed(testimony.others())
          .get(config.limits().answerTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new StartException(
          StartException.Fault.LOG, "--accept-unwitnessed could not be sealed: " + e, e);
    }
  }

  @Override
  public Optional<String> behind() {
    for (Forwarder forwarder : forwarders) {
      Optional<String> behind = forwarder.behind();
      if (behind.isPresent()) {
        return behind;
      }
    }
    return Optional.empty();
  }

  /** {@return the forwarders, one for each ledger} */
  List<Forwarder> forwarders() {
    return forwarders;
  }

  /** Lets each forwarder go on for a bounded time, then stops it. */
  @Override
  public void close() {
    forwarders.forEach(Forwarder::close);
  }
}
