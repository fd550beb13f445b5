package org.astragal.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Sealed outcomes a second over plain loopback HTTP with the ledger off, one client in a closed
 * loop, against {@link EmptyHandler} with the same client: round by round in turn, so that what
 * disturbs the machine disturbs both.
 */
final class ClosedLoopExperiment implements Experiment {
  private static final int BASELINE_CONNECTIONS = 256;

  private final String name;
  private final int batch;
  private final int connections;

  /**
   * Plans one.
   *
   * @param batch outcomes in a request: 1 for {@code /v1/outcomes}, more for {@code :batch}
   * @param connections connections to the appliance
   */
  ClosedLoopExperiment(String name, int batch, int connections) {
    this.name = name;
    this.batch = batch;
    this.connections = connections;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Section run(Plan plan) throws LoadException, InterruptedException {
    plan.say(name + ": making a site");
    try (BenchSite site = BenchSite.create(plan, name, false)) {
      long pid = site.startAppliance("--accept-unwitnessed");
      return measure(plan, site, pid);
    }
  }

  private Section measure(Plan plan, BenchSite site, long pid)
      throws LoadException, InterruptedException {
    try (LoadClient client = connect(site)) {
      plan.say(name + ": warming up the appliance");
      int answerBytes = answerBytes(site);
      client.closedLoop(plan.warmUp(), Long.MAX_VALUE);
      try (Baseline empty =
              Baseline.start(
                  plan.home().resolve("appliance").resolve("jvm.args"),
                  answerBytes,
                  site.log("empty-handler.log"));
          LoadClient baseline =
              LoadClient.connect(
                  empty.address(), Requests.single(site.host()), 201, BASELINE_CONNECTIONS)) {
        plan.say(name + ": warming up the empty handler");
        baseline.closedLoop(plan.warmUp(), Long.MAX_VALUE);
        List<Round> rounds = new ArrayList<>();
        for (int i = 1; i <= plan.rounds(); i++) {
          plan.say(name + ": round " + i + " of " + plan.rounds());
          rounds.add(
              new Round(
                  measure(baseline, empty.pid(), plan.round()),
                  measure(client, pid, plan.round(), site)));
        }
        return section(rounds, answerBytes);
      }
    }
  }

  private LoadClient connect(BenchSite site) throws LoadException {
    return batch == 1
        ? LoadClient.connect(site.plain(), Requests.single(site.host()), 201, connections)
        : LoadClient.connect(site.plain(), Requests.batch(site.host(), batch), 200, connections);
  }

  /** Plays a few rounds one by one, verifies some, and so learns how long a sealed outcome is. */
  private static int answerBytes(BenchSite site) throws LoadException {
    try (LoadClient client =
        LoadClient.connect(site.plain(), Requests.single(site.host()), 201, BASELINE_CONNECTIONS)) {
      LoadResult result = client.closedLoop(Duration.ofSeconds(5), 20_000);
      site.verify(result.samples());
      return (int) Math.round(result.bodyBytes());
    }
  }

  /**
   * One contestant in one round.
   *
   * @param cpuMicros processor time of the server for each outcome, or request of the baseline
   * @param perSignature outcomes for each HSM signature; 0 for the baseline
   */
  private record Measured(LoadResult result, double cpuMicros, double perSignature) {}

  private record Round(Measured empty, Measured sealed) {}

  private static Measured measure(LoadClient client, long pid, Duration time) throws LoadException {
    Duration before = CpuTime.of(pid);
    LoadResult result = client.closedLoop(time, Long.MAX_VALUE);
    Duration used = CpuTime.of(pid).minus(before);
    return new Measured(result, micros(used, result.allOutcomes()), 0);
  }

  private Measured measure(LoadClient client, long pid, Duration time, BenchSite site)
      throws LoadException, InterruptedException {
    Seals before = site.seals();
    Measured measured = measure(client, pid, time);
    Seals after = site.seals();
    long asked = measured.result().allOutcomes();
    long sealed = after.outcomes() - before.outcomes();
    if (sealed != asked) {
      throw new LoadException(
          LoadException.Fault.WRONG_ANSWER, asked + " answers, but the log grew by " + sealed);
    }
    if (batch == 1) {
      site.verify(measured.result().samples());
    } else {
      for (String lines : measured.result().samples()) {
        site.verify(lines.lines().toList());
      }
    }
    double perSignature = (double) sealed / (after.signatures() - before.signatures());
    return new Measured(measured.result(), measured.cpuMicros(), perSignature);
  }

  private static double micros(Duration time, long count) {
    return count == 0 ? 0 : time.toNanos() / 1e3 / count;
  }

  private static Figure figure(
      String key, String label, String unit, List<Round> rounds, ToDoubleFunction<Round> value) {
    return new Figure(key, label, unit, rounds.stream().mapToDouble(value).boxed().toList());
  }

  private Section section(List<Round> rounds, int answerBytes) {
    List<Figure> figures =
        List.of(
            figure(
                "outcomesPerSecond",
                "sealed outcomes",
                "/s",
                rounds,
                r -> r.sealed().result().outcomesPerSecond()),
            figure(
                "emptyPerSecond",
                "empty handler, requests",
                "/s",
                rounds,
                r -> r.empty().result().requestsPerSecond()),
            figure(
                "ratio",
                "ratio outcomes to empty requests",
                "",
                rounds,
                r ->
                    r.sealed().result().outcomesPerSecond()
                        / r.empty().result().requestsPerSecond()),
            millis("p50", "answer time, median", rounds, 0.5, true),
            millis("p99", "answer time, 99 %", rounds, 0.99, true),
            millis("emptyP50", "empty handler, median", rounds, 0.5, false),
            millis("emptyP99", "empty handler, 99 %", rounds, 0.99, false),
            figure(
                "perSignature",
                "outcomes for each HSM signature",
                "",
                rounds,
                r -> r.sealed().perSignature()),
            figure(
                "cpuMicros",
                "processor time for each outcome",
                "µs",
                rounds,
                r -> r.sealed().cpuMicros()),
            figure(
                "emptyCpuMicros",
                "processor time for each empty request",
                "µs",
                rounds,
                r -> r.empty().cpuMicros()));
    String title =
        batch == 1
            ? "single outcomes over plain loopback, ledger off, against an empty handler"
            : "batches of " + batch + " over plain loopback, ledger off, against an empty handler";
    return new Section(
        name,
        title,
        figures,
        List.of(
            "one client thread on the same cores, closed loop: "
                + connections
                + " connections to the appliance, "
                + BASELINE_CONNECTIONS
                + " to the empty handler",
            "the empty handler reads the same single request and answers "
                + answerBytes
                + " bytes, the size of a sealed outcome; same JVM flags, own process",
            "every answer counted had the right status, the log grew by exactly as many records,"
                + " and samples of each round were verified offline"));
  }

  private static Figure millis(
      String key, String label, List<Round> rounds, double fraction, boolean sealed) {
    return figure(
        key,
        label,
        "ms",
        rounds,
        r -> {
          Measured measured = sealed ? r.sealed() : r.empty();
          return measured.result().latency().quantile(fraction) / 1e6;
        });
  }
}
