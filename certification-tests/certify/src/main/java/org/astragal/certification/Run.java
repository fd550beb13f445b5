package org.astragal.certification;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.SampleException;

/**
 * One run, from the data to the report. An interrupt of its thread ends it early with a report that
 * says so. Use by one thread.
 */
final class Run {
  private final Batteries batteries;
  private final Settings settings;
  private final DataSource source;
  private final OptionalLong bytes;
  private final RunFolder folder;
  private final Runner runner;
  private final Progress progress;

  /**
   * Prepares a run.
   *
   * @param batteries that can be asked for
   * @param settings which of them, and how
   * @param source of the data
   * @param bytes how many of them; all if empty
   * @param folder of the report
   * @param runner computes
   */
  Run(
      Batteries batteries,
      Settings settings,
      DataSource source,
      OptionalLong bytes,
      RunFolder folder,
      Runner runner,
      Progress progress) {
    this.batteries = batteries;
    this.settings = settings;
    this.source = source;
    this.bytes = bytes;
    this.folder = folder;
    this.runner = runner;
    this.progress = progress;
  }

  /** A phase with what it found. */
  private record Part(Survey survey, List<Finding> findings, int tasks, int finished) {
    boolean complete() {
      return finished == tasks;
    }
  }

  /**
   * What came of it.
   *
   * @param report for files and pages
   * @param findings of the first run, as the batteries gave them
   * @param times how long each task took, which is no part of a report
   */
  record Outcome(Report report, List<Finding> findings, List<TaskStore.Entry> times) {
    Outcome {
      findings = List.copyOf(findings);
      times = List.copyOf(times);
    }
  }

  /**
   * Runs.
   *
   * @throws CertifyException if there is nothing to report
   * @throws InterruptedException if it was interrupted before all data were there
   */
  Outcome run() throws CertifyException, InterruptedException {
    Report.Program program = Report.Program.running();
    try (FileSample sample = source.first(folder, bytes, progress)) {
      Survey survey = Survey.of(sample, settings.symbolBits(), progress);
      progress.end();
      Portrait portrait = portrait(sample);
      var identity =
          new RunIdentity(program.sha256(), program.java(), survey.sha256(), settings.options());
      try (Journal journal = Journal.open(folder.journal(), identity)) {
        Part first = part(Phase.FIRST, settings, sample, survey, journal);
        requireUnchanged(sample);
        Report report = report(program, portrait, first, journal);
        return new Outcome(report, first.findings(), journal.all());
      }
    }
  }

  private Portrait portrait(FileSample sample) throws CertifyException, InterruptedException {
    try {
      return Portrait.of(PackedSample.of(sample, settings.symbolBits()));
    } catch (SampleException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw new CertifyException(CertifyException.Fault.SOURCE, String.valueOf(e.getMessage()), e);
    }
  }

  private static void requireUnchanged(FileSample sample) throws CertifyException {
    if (!sample.isUnchanged()) {
      throw new CertifyException(
          CertifyException.Fault.SOURCE,
          "the source was written to while it was tested: test a copy that nobody changes");
    }
  }

  private Report report(Report.Program program, Portrait portrait, Part first, Journal journal)
      throws CertifyException {
    Family.Judged judged = Family.judge(Phase.FIRST, first.findings(), _ -> true);
    List<Result.Key> flagged = Assessment.flagged(judged.results());
    Optional<Part> repeated = Optional.empty();
    Retest.State state = state(first, judged, flagged);
    if (state == Retest.State.DONE) {
      try {
        repeated = repeat(flagged, first.survey(), journal);
        if (repeated.isEmpty()) {
          state = Retest.State.NO_DATA;
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        state = Retest.State.NOT_REACHED;
      }
    }
    Optional<Family.Judged> again =
        repeated.map(part ->
            Family.judge(Phase.RETEST, part.findings(), f -> Assessment.isRepeated(flagged, f)));
    Retest retest =
        again.isPresent()
            ? Retest.done(
                flagged, repeated.get().survey(), settings.symbolBits(), again.get().family())
            : Retest.without(state, flagged);
    Optional<String> interrupted = interrupted(first, repeated, state);
    Assessment assessment = Assessment.of(judged, again, retest, interrupted);
    List<Result> results = new ArrayList<>(judged.results());
    again.ifPresent(more -> results.addAll(more.results()));
    return new Report(
        Report.SCHEMA,
        program,
        Report.Source.of(source, first.survey(), settings.symbolBits()),
        settings.options(),
        assessment.verdict(),
        interrupted.isPresent(),
        assessment.reason(),
        assessed(results),
        judged.family(),
        retest,
        Power.of(
            first.survey().bytes() * settings.symbolBits(),
            settings.options().containsKey("sequences") ? settings.sequences() : 1,
            judged.family().size(),
            settings.suites()),
        portrait,
        results);
  }

  private static OptionalDouble assessed(List<Result> results) {
    return results.stream()
        .filter(result -> result.phase() == Phase.FIRST && result.test().equals("assessed"))
        .flatMapToDouble(result -> result.minEntropy().stream())
        .min();
  }

  /** {@return what the rule says; {@link Retest.State#DONE} where it says to repeat} */
  private static Retest.State state(Part first, Family.Judged judged, List<Result.Key> flagged) {
    if (!first.complete()) {
      return Retest.State.NOT_REACHED;
    }
    if (Assessment.isFinal(judged.results())) {
      return Retest.State.FINAL;
    }
    return flagged.isEmpty() ? Retest.State.NOT_NEEDED : Retest.State.DONE;
  }

  private static Optional<String> interrupted(
      Part first, Optional<Part> repeated, Retest.State state) {
    if (!first.complete()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "Interrupted after %,d of %,d tasks: nothing follows. The same command goes on.",
              first.finished(),
              first.tasks()));
    }
    boolean inRetest =
        state == Retest.State.NOT_REACHED || repeated.map(part -> !part.complete()).orElse(false);
    return inRetest
        ? Optional.of("Interrupted in the repetition: nothing follows. The same command goes on.")
        : Optional.empty();
  }

  private Optional<Part> repeat(List<Result.Key> flagged, Survey before, Journal journal)
      throws CertifyException, InterruptedException {
    long fresh = before.bytes() * Settings.RETEST_TIMES;
    Optional<FileSample> data = source.fresh(folder, before, fresh, progress);
    if (data.isEmpty()) {
      return Optional.empty();
    }
    List<String> suites = flagged.stream().map(Result.Key::suite).distinct().toList();
    try (FileSample sample = data.get()) {
      Survey survey = Survey.of(sample, settings.symbolBits(), progress);
      progress.end();
      Part part = part(Phase.RETEST, settings.retest(suites), sample, survey, journal);
      requireUnchanged(sample);
      return Optional.of(part);
    }
  }

  private Part part(Phase phase, Settings of, FileSample sample, Survey survey, Journal journal)
      throws CertifyException {
    // A repetition is judged by what may decide, and what only compares is not needed again.
    Schedule schedule =
        Schedule.of(
            batteries,
            of,
            sample,
            finding -> phase == Phase.FIRST || !Family.isCompatible(finding.mode()));
    List<Runner.Job> jobs = schedule.jobs();
    boolean done = runner.run(phase, survey.sha256(), jobs, journal);
    Schedule.Found found = schedule.collect(survey.sha256(), journal);
    return new Part(survey, found.findings(), jobs.size(), done ? jobs.size() : found.finished());
  }
}
