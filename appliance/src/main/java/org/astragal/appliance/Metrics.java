package org.astragal.appliance;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Meter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsFactory;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import io.helidon.metrics.spi.MeterRegistryFormatterProvider;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.astragal.packs.ReturnMonitor;
import org.astragal.rng.Rng;
import org.astragal.rng.RngState;
import org.astragal.signer.LogState;
import org.astragal.signer.OutcomeLog;

/**
 * What the appliance counts and measures, in the text form of Prometheus.
 *
 * <p>Thread safety: for any threads.
 */
final class Metrics implements AutoCloseable {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final MetricsFactory factory = MetricsFactory.getInstance();

  /** A registry of its own would not be scraped: only the global one has Prometheus behind it. */
  private final MeterRegistry registry = factory.globalRegistry();

  private final Queue<Meter> meters = new ConcurrentLinkedQueue<>();
  private final Counter sealed = counter("astragal.outcomes.sealed", "Records sealed");
  private final Counter signatures = counter("astragal.signatures", "Checkpoints signed");
  private final Counter voided = counter("astragal.rounds.voided", "Rounds voided");
  private final Counter cut =
      counter("astragal.connections.cut", "Connections cut because their time was over");
  private final Timer signing = timer("astragal.signing", "Time of one signature", List.of());
  private final Map<ProblemType, Counter> refused = new EnumMap<>(ProblemType.class);

  Metrics() {
    for (ProblemType type : ProblemType.values()) {
      refused.put(
          type,
          kept(
              factory
                  .counterBuilder("astragal.requests.refused")
                  .description("Requests that ended with a problem")
                  .tags(List.of(Tag.create("type", type.code())))));
    }
  }

  /** One checkpoint was released. */
  void sealed(int records, Duration took) {
    sealed.increment(records);
    signatures.increment();
    signing.record(took);
  }

  void voided() {
    voided.increment();
  }

  /** A connection was cut. */
  void cut() {
    cut.increment();
  }

  void refused(ProblemType type) {
    Counter counter = refused.get(type);
    if (counter != null) {
      counter.increment();
    }
  }

  /** {@return what times the answers of a route} */
  Timer timerOf(Route route) {
    return timer(
        "astragal.requests",
        "Time of one request",
        List.of(Tag.create("method", route.method().text()), Tag.create("path", route.path())));
  }

  /** Adds the connections of a listener. */
  void watch(String listener, Connections connections) {
    gauge(
        "astragal.connections",
        "Open connections",
        List.of(Tag.create("listener", listener)),
        connections::count);
  }

  /** Adds what the stages know themselves. */
  void watch(OutcomeLog log, Rng rng, Ledgers ledgers, Integrity integrity) {
    gauge(
        "astragal.program.intact",
        "1 while the program's files are what they were",
        List.of(),
        () -> integrity.obstacle().isEmpty() ? 1 : 0);
    gauge("astragal.log.size", "Records sealed in the log", List.of(), log::size);
    gauge("astragal.rounds.pending", "Rounds accepted and not yet sealed", List.of(), log::pending);
    for (LogState state : LogState.values()) {
      gauge(
          "astragal.log.state",
          "1 for the state the log is in",
          List.of(Tag.create("state", state.toString())),
          () -> log.state() == state ? 1 : 0);
    }
    for (RngState state : RngState.values()) {
      gauge(
          "astragal.rng.state",
          "1 for the state the generator is in",
          List.of(Tag.create("state", state.toString())),
          () -> rng.state() == state ? 1 : 0);
    }
    gauge(
        "astragal.rng.reseeds",
        "Reseeds of the DRBG",
        List.of(),
        () -> rng.report().counts().reseeds());
    for (Forwarder forwarder : ledgers.forwarders()) {
      var tags = List.of(Tag.create("ledger", forwarder.ledger()));
      gauge(
          "astragal.forward.lag",
          "Records that the ledger does not have yet",
          tags,
          forwarder::lag);
      gauge(
          "astragal.forward.away",
          "1 while the ledger does not answer",
          tags,
          () -> forwarder.isAway() ? 1 : 0);
    }
  }

  /** Adds what the return monitor missed. */
  void watch(ReturnMonitor monitor) {
    gauge(
        "astragal.return.unseen",
        "Rounds that the return monitor did not look at",
        List.of(),
        monitor::unseen);
  }

  /** Adds a subject of the return monitor. */
  void watch(ReturnMonitor.Subject subject, ReturnMonitor monitor) {
    List<Tag> tags =
        List.of(
            Tag.create("game", subject.game().id()),
            Tag.create("version", subject.game().version()),
            Tag.create("logic", subject.game().logic().toString().substring(7, 15)),
            Tag.create("jurisdiction", subject.jurisdiction()),
            Tag.create("currency", subject.currency()));
    gauge(
        "astragal.return.z",
        "Deviation from the exact return in standard deviations, weighted by stakes",
        tags,
        () -> monitor.standing(subject).z());
    gauge(
        "astragal.return.evidence",
        "Exponent of the chance that chance alone ever gets this far",
        tags,
        () -> monitor.standing(subject).evidence());
    gauge(
        "astragal.return.rounds",
        "Rounds that the return was taken over",
        tags,
        () -> monitor.standing(subject).rounds());
  }

  /** Adds the rounds that wait for their players. */
  void watch(UnfinishedRounds unfinished) {
    gauge(
        "astragal.rounds.waiting",
        "Rounds that wait for a choice of their player",
        List.of(),
        unfinished::waiting);
  }

  /** {@return all of it in the text form of Prometheus} */
  String prometheus() {
    for (var provider : ServiceLoader.load(MeterRegistryFormatterProvider.class)) {
      var formatter =
          provider.formatter(
              MediaTypes.TEXT_PLAIN,
              factory.metricsConfig(),
              registry,
              Optional.empty(),
              List.of(),
              List.of());
      if (formatter.isPresent()) {
        return formatter.get().format().map(String::valueOf).orElse("");
      }
    }
    throw new IllegalStateException("the Prometheus formatter is not installed");
  }

  /** Takes its meters out of the registry, which outlives it. */
  @Override
  public void close() {
    meters.forEach(registry::remove);
  }

  private Counter counter(String name, String description) {
    return kept(factory.counterBuilder(name).description(description));
  }

  private Timer timer(String name, String description, List<Tag> tags) {
    // Buckets can be added up over appliances; percentiles cannot, and cost more.
    return kept(
        factory
            .timerBuilder(name)
            .percentiles(new double[0])
            .buckets(BUCKETS)
            .description(description)
            .tags(tags));
  }

  private void gauge(String name, String description, List<Tag> tags, Supplier<Number> value) {
    kept(factory.gaugeBuilder(name, value).description(description).tags(tags));
  }

  private <B extends Meter.Builder<B, M>, M extends Meter> M kept(B builder) {
    M meter = registry.getOrCreate(builder);
    meters.add(meter);
    return meter;
  }
}
