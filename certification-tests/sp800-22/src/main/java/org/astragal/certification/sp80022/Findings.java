package org.astragal.certification.sp80022;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.Status;

/** Turns what tests say of one sequence into lines of the report. */
final class Findings {
  private final OptionalInt sequence;
  private final int bits;
  private final double alpha;
  private final OptionalDouble threshold;

  Findings(OptionalInt sequence, int bits, double alpha) {
    this.sequence = sequence;
    this.bits = bits;
    this.alpha = alpha;
    this.threshold = OptionalDouble.of(alpha);
  }

  /** Adds both modes of one variant. */
  void add(Kind kind, Outcome outcome, List<Finding> to) {
    switch (outcome) {
      case Outcome.Done done -> {
        to.add(done(kind, done, Mode.REFERENCE, done.reference()));
        to.add(done(kind, done, Mode.EXACT, done.exact()));
      }
      case Outcome.NotRun(var variant, var need) -> {
        for (Mode mode : Mode.values()) {
          to.add(
              finding(
                  kind,
                  variant,
                  mode,
                  OptionalDouble.empty(),
                  OptionalDouble.empty(),
                  OptionalDouble.empty(),
                  OptionalDouble.empty(),
                  Status.NOT_RUN,
                  need,
                  Map.of()));
        }
      }
    }
  }

  private Finding done(Kind kind, Outcome.Done done, Mode mode, Fit fit) {
    return finding(
        kind,
        done.variant(),
        mode,
        OptionalDouble.of(fit.statistic()),
        fit.dof(),
        OptionalDouble.of(fit.p().p()),
        log10(fit.p()),
        fit.p().p() >= alpha ? Status.PASS : Status.FAIL,
        done.note(),
        done.details());
  }

  /** {@return the logarithm, or nothing where ideal data cannot come at all} */
  static OptionalDouble log10(PValue value) {
    return value.log10() == Double.NEGATIVE_INFINITY
        ? OptionalDouble.empty()
        : OptionalDouble.of(value.log10());
  }

  private Finding finding(
      Kind kind,
      String variant,
      Mode mode,
      OptionalDouble statistic,
      OptionalDouble dof,
      OptionalDouble pValue,
      OptionalDouble log10,
      Status status,
      String note,
      Map<String, String> details) {
    return new Finding(
        Sp80022Battery.SUITE,
        kind.test(),
        variant,
        mode.label(),
        sequence,
        statistic,
        dof,
        pValue,
        log10,
        bits,
        threshold,
        status,
        kind.clause(),
        note,
        details);
  }
}
