package org.astragal.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The outcome log with a slow HSM: real store, generator and game in this process, 800 callers in a
 * closed loop, a signature that takes at least 10 ms, and the same with a signer that does not
 * wait.
 */
final class SignerExperiment implements Experiment {
  private static final int CALLERS = 800;
  private static final Duration SLOW = Duration.ofMillis(10);

  @Override
  public String name() {
    return "slow-hsm";
  }

  @Override
  public Section run(Plan plan) throws LoadException, InterruptedException {
    List<LogInProcess.Result> slow = rounds(plan, "slow-hsm", SLOW);
    List<LogInProcess.Result> fast = rounds(plan, "fast-signer", Duration.ZERO);
    List<Figure> figures = new ArrayList<>();
    add(figures, "slow", "10 ms a signature", slow);
    add(figures, "fast", "no delay", fast);
    return new Section(
        name(),
        "outcome log in process, " + CALLERS + " callers, an HSM of 10 ms a signature",
        figures,
        List.of(
            "real RocksDB with a synced write each turn, real generator over noise at no cost, real"
                + " money wheel; the signer is a P-256 key of the JDK that answers no sooner than"
                + " told"));
  }

  private static List<LogInProcess.Result> rounds(Plan plan, String name, Duration signing)
      throws LoadException, InterruptedException {
    try (LogInProcess log = LogInProcess.create(plan.directory().resolve(name), signing)) {
      plan.say(name + ": warming up");
      log.run(CALLERS, plan.warmUp(), Long.MAX_VALUE);
      List<LogInProcess.Result> results = new ArrayList<>();
      for (int i = 1; i <= plan.rounds(); i++) {
        plan.say(name + ": round " + i + " of " + plan.rounds());
        results.add(log.run(CALLERS, plan.round(), Long.MAX_VALUE));
      }
      return results;
    }
  }

  private static void add(
      List<Figure> figures, String key, String label, List<LogInProcess.Result> results) {
    figures.add(
        new Figure(
            key + "PerSecond",
            label + ": sealed outcomes",
            "/s",
            results.stream().map(LogInProcess.Result::perSecond).toList()));
    figures.add(millis(key + "P50", label + ": median", results, 0.5));
    figures.add(millis(key + "P99", label + ": 99 %", results, 0.99));
    figures.add(
        new Figure(
            key + "PerSignature",
            label + ": outcomes for each signature",
            "",
            results.stream().map(r -> (double) r.outcomes() / r.signatures()).toList()));
    figures.add(
        new Figure(
            key + "CpuMicros",
            label + ": processor time for each outcome",
            "µs",
            results.stream().map(LogInProcess.Result::cpuMicros).toList()));
  }

  private static Figure millis(
      String key, String label, List<LogInProcess.Result> results, double fraction) {
    return new Figure(
        key, label, "ms", results.stream().map(r -> r.latency().quantile(fraction) / 1e6).toList());
  }
}
