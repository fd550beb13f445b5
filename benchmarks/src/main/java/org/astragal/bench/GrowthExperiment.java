package org.astragal.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether an outcome costs more when the log is long: the processor time of one outcome, in
 * process, first around 10^4 records and then at the end of a run that is bounded in time.
 */
final class GrowthExperiment implements Experiment {
  private static final int CALLERS = 800;
  private static final long SHORT_LOG = 10_000;

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public Section run(Plan plan) throws LoadException, InterruptedException {
    Duration bound = Duration.ofSeconds(plan.quick() ? 10 : 120);
    warmUp(plan);
    try (LogInProcess log =
        LogInProcess.create(plan.directory().resolve("growth"), Duration.ZERO)) {
      plan.say("growth: a short log");
      log.run(CALLERS, plan.warmUp(), SHORT_LOG);
      List<Double> atFirst = cost(log, plan);
      plan.say("growth: growing for " + bound.toSeconds() + " s");
      log.run(CALLERS, bound, Long.MAX_VALUE);
      long size = log.size();
      List<Double> atLast = cost(log, plan);
      Figure first = new Figure("firstMicros", "processor time at 10^4 records", "µs", atFirst);
      Figure last = new Figure("lastMicros", "processor time at the end", "µs", atLast);
      return new Section(
          name(),
          "cost of one outcome in a growing log, in process",
          List.of(
              first,
              last,
              Figure.of("records", "records at the end", "", (double) size),
              Figure.of("ratio", "last to first", "", last.median() / first.median())),
          List.of(
              "processor time of this process: callers, game, generator, log, and the store's own"
                  + " compaction while it happened"));
    }
  }

  /** Another log before, so that the compiler has done its work when the short log begins. */
  private static void warmUp(Plan plan) throws LoadException, InterruptedException {
    plan.say("growth: warming up");
    try (LogInProcess log =
        LogInProcess.create(plan.directory().resolve("growth-warm-up"), Duration.ZERO)) {
      log.run(CALLERS, plan.warmUp(), Long.MAX_VALUE);
    }
  }

  /** Rounds of 10^4 outcomes: short enough for the log to stay short. */
  private static List<Double> cost(LogInProcess log, Plan plan)
      throws LoadException, InterruptedException {
    List<Double> micros = new ArrayList<>();
    for (int i = 0; i < plan.rounds(); i++) {
      micros.add(log.run(CALLERS, plan.warmUp(), SHORT_LOG).cpuMicros());
    }
    return micros;
  }
}
