package org.astragal.ledger;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.astragal.ledger.Activity.Figure;

/** What the ledger counts, under {@code /metrics}. Thread-safe. */
final class LedgerMetrics {
  private final MeterRegistry registry;
  private final Pulse pulse = new Pulse(Instant.now(), System::nanoTime);
  private final Counter verified;
  private final Counter duplicates;
  private final Counter variances;
  private final Timer transaction;

  LedgerMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.verified =
        counter("ledger_outcomes_verified", "Records verified and committed", List.of());
    this.duplicates =
        counter("ledger_outcomes_duplicate", "Records delivered again; moved nothing", List.of());
    this.variances =
        counter("ledger_variances", "Claims that differ from what the rules say", List.of());
    this.transaction =
        registry.getOrCreate(
            Timer.builder("ledger_posting_transaction")
                .description("Time of one posting transaction, commit included"));
  }

  /** {@return the same, for people who watch} */
  Pulse pulse() {
    return pulse;
  }

  /** A transaction was committed. */
  void committed(Advance step, Work work, long repeated, long nanos) {
    verified.increment(step.to() - step.from());
    duplicates(repeated);
    variances.increment(work.tallies().getOrDefault("variance", 0L));
    transaction.record(nanos, TimeUnit.NANOSECONDS);
    pulse.committed(step.to() - step.from(), nanos);
    for (var what : work.unpostable()) {
      refused(what.reason().code());
      alarm(what.reason().code());
    }
    work.activity()
        .sums()
        .forEach((key, sums) -> {
          var tag = Tag.create("pool", Integer.toString(key.pool()));
          counter("ledger_posted_micro", "Micro-units moved out of SOURCE", List.of(tag))
              .increment(
                  sums[Figure.POOL_MICRO.column()]
                      + sums[Figure.RESERVE_MICRO.column()]
                      + sums[Figure.OVERFLOW_MICRO.column()]);
        });
  }

  /** Shows whether the newest rules files were refused. */
  void rules(RulesWatch watch) {
    gauge(
        "ledger_rules_refused",
        "1 while the rules files on disk are not those in force, for they were refused",
        () -> watch.refused().isPresent() ? 1 : 0);
  }

  /** Records were delivered again. */
  void duplicates(long count) {
    duplicates.increment(count);
    pulse.duplicates(count);
  }

  /** Something was refused and parked. */
  void refused(String reason) {
    pulse.refused(reason);
    counter(
            "ledger_refused",
            "Deliveries and records refused",
            List.of(Tag.create("reason", reason)))
        .increment();
  }

  /** Events of a source were taken. */
  void events(String source, int accepted, int doubts) {
    var tags = List.of(Tag.create("source", source));
    counter("ledger_events_accepted", "Events of third parties that count", tags)
        .increment(accepted);
    counter("ledger_events_quarantined", "Events of third parties in doubt", tags)
        .increment(doubts);
  }

  /** Something happened that people must look at. */
  void alarm(String kind) {
    counter("ledger_alarms", "Things that people must look at", List.of(Tag.create("kind", kind)))
        .increment();
  }

  /** Shows how many levels are not decided, since their appliance is away or refuses. */
  void decisions(IntSupplier waiting) {
    gauge(
        "ledger_decisions_waiting",
        "Levels whose appliance is away or refuses to decide over them",
        waiting);
  }

  /** Shows how many deliveries wait. */
  void queue(IntSupplier waiting) {
    pulse.queue(waiting);
    gauge("ledger_queue", "Deliveries that wait for another of their log", waiting);
  }

  /** Shows how many spans were dropped. */
  void traces(LongSupplier dropped) {
    registry.getOrCreate(
        Gauge.builder("ledger_trace_spans_dropped", dropped::getAsLong)
            .description("Spans since the start that no collector got"));
  }

  /** Shows how many watch the meters, and how many were cut off. */
  void watchers(MeterSockets sockets) {
    watchers(sockets::count);
    gauge(
        "ledger_meter_watchers_dropped",
        "Watchers cut off since the start, for they did not read",
        sockets::dropped);
  }

  private void watchers(IntSupplier count) {
    pulse.watchers(count);
    gauge("ledger_meter_watchers", "Open WebSocket connections and event streams", count);
  }

  /**
   * Shows how a partition of Kafka is doing.
   *
   * @param lag records still to be read, -1 if it is not known or another process reads it
   * @param held 1 while records of the log are not posted although they are there
   */
  void partition(String log, LongSupplier lag, IntSupplier held) {
    var tags = List.of(Tag.create("log", log));
    registry.getOrCreate(
        Gauge.builder("ledger_kafka_lag", lag::getAsLong)
            .description("Records of the partition that are still to be read")
            .tags(tags));
    registry.getOrCreate(
        Gauge.builder("ledger_kafka_held", held::getAsInt)
            .description("1 while the partition waits for missing records or for people")
            .tags(tags));
  }

  private void gauge(String name, String description, IntSupplier value) {
    registry.getOrCreate(Gauge.builder(name, value::getAsInt).description(description));
  }

  private Counter counter(String name, String description, List<Tag> tags) {
    return registry.getOrCreate(Counter.builder(name).description(description).tags(tags));
  }
}
