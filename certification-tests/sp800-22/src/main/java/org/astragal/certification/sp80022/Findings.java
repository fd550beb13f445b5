package org.astragal.certification.sp80022;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    for (Mode mode : Mode.values()) {
      to.add(
          switch (outcome) {
            case Outcome.Done done -> {
              Fit fit = mode == Mode.REFERENCE ? done.reference() : done.exact();
              Status status = fit.p().p() >= alpha ? Status.PASS : Status.FAIL;
              yield finding(
                  kind, done, mode, Optional.of(fit), status, done.note(), done.details());
            }
            case Outcome.NotRun notRun ->
                finding(
                    kind, notRun, mode, Optional.empty(), Status.NOT_RUN, notRun.need(), Map.of());
          });
    }
  }

  private Finding finding(
      Kind kind,
      Outcome outcome,
      Mode mode,
      Optional<Fit> fit,
      Status status,
      String note,
      Map<String, String> details) {
    return new Finding(
        Sp80022Battery.SUITE,
        kind.test(),
        outcome.variant(),
        mode.label(),
        sequence,
        fit.map(value -> OptionalDouble.of(value.statistic())).orElse(OptionalDouble.empty()),
        fit.map(Fit::dof).orElse(OptionalDouble.empty()),
        fit.map(value -> OptionalDouble.of(value.p().p())).orElse(OptionalDouble.empty()),
        fit.map(value -> log10(value.p())).orElse(OptionalDouble.empty()),
        bits,
        threshold,
        status,
        kind.clause(),
        note,
        details);
  }

  /** {@return the logarithm, or nothing where ideal data cannot come at all} */
  static OptionalDouble log10(PValue value) {
    return value.log10() == Double.NEGATIVE_INFINITY
        ? OptionalDouble.empty()
        : OptionalDouble.of(value.log10());
  }
}
