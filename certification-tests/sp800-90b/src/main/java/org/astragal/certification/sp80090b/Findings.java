package org.astragal.certification.sp80090b;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.Status;

/** Makes the findings of this suite. */
final class Findings {
  static final String SUITE = "sp800-90b";

  /** 3.1.1: a data set has so many samples; fewer give figures but no assessment. */
  static final int ASSESSMENT = 1_000_000;

  private static final String DOCUMENT = "SP 800-90B ";

  private Findings() {}

  /** What a finding is about. */
  record Subject(String test, String variant, String section, long size) {}

  static Finding notRun(Subject subject, String reason) {
    return finding(subject, OptionalDouble.empty(), OptionalDouble.empty(), Status.NOT_RUN, reason);
  }

  /** An estimate against the least that the claim allows. */
  static Finding estimate(Subject subject, Estimate estimate, double threshold) {
    return switch (estimate) {
      case Estimate.Unfit(String reason) -> notRun(subject, reason);
      case Estimate.Value(double minEntropy, Map<String, String> details) ->
          entropy(
              subject,
              minEntropy,
              threshold,
              "",
              new Details().put("minEntropy", minEntropy).putAll(details).map());
    };
  }

  /** One symbol only: nothing is left to estimate. */
  static Finding noEntropy(Subject subject, double threshold) {
    return entropy(
        subject,
        0,
        threshold,
        "all samples are the same: they hold no entropy",
        new Details().put("minEntropy", 0.0).map());
  }

  /** A min-entropy in bits; none is never enough. */
  static Finding entropy(
      Subject subject,
      double minEntropy,
      double threshold,
      String note,
      Map<String, String> details) {
    boolean enough = minEntropy > 0 && minEntropy >= threshold;
    return with(
        finding(
            subject,
            OptionalDouble.of(minEntropy),
            OptionalDouble.of(threshold),
            enough ? Status.PASS : Status.FAIL,
            enough || !note.isEmpty()
                ? note
                : "less than the %s bits claimed".formatted(threshold)),
        details);
  }

  /** A statistic and its P-value against a level. */
  static Finding significance(
      Subject subject, double statistic, OptionalDouble dof, PValue p, double level) {
    var status = p.p() >= level ? Status.PASS : Status.FAIL;
    return new Finding(
        SUITE,
        subject.test,
        subject.variant,
        "",
        OptionalInt.empty(),
        OptionalDouble.of(statistic),
        dof,
        OptionalDouble.of(p.p()),
        OptionalDouble.of(p.log10()),
        subject.size,
        OptionalDouble.of(level),
        status,
        DOCUMENT + subject.section,
        "",
        Map.of());
  }

  static Finding finding(
      Subject subject,
      OptionalDouble statistic,
      OptionalDouble threshold,
      Status status,
      String note) {
    return new Finding(
        SUITE,
        subject.test,
        subject.variant,
        "",
        OptionalInt.empty(),
        statistic,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        subject.size,
        threshold,
        status,
        DOCUMENT + subject.section,
        note,
        Map.of());
  }

  static Finding with(Finding f, Map<String, String> details) {
    return copy(f, f.status(), f.note(), details);
  }

  static Finding with(Finding f, Status status, String note) {
    return copy(f, status, note, f.details());
  }

  private static Finding copy(Finding f, Status status, String note, Map<String, String> details) {
    return new Finding(
        f.suite(),
        f.test(),
        f.variant(),
        f.mode(),
        f.sequence(),
        f.statistic(),
        f.dof(),
        f.pValue(),
        f.log10P(),
        f.size(),
        f.threshold(),
        status,
        f.clause(),
        note,
        details);
  }
}
