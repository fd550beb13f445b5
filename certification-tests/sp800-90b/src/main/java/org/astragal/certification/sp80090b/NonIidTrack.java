package org.astragal.certification.sp80090b;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Status;
import org.astragal.certification.battery.Task;

/**
 * The estimators of section 6.3 on the samples (literal) and, if there are more than two different
 * ones, on their bits (bitstring), and the least that they give.
 *
 * @spec sp800-90b.html#3.1.3 SP 800-90B, 3.1.3 Initial entropy estimate
 */
final class NonIidTrack {
  static final String LITERAL = "literal";
  static final String BITSTRING = "bitstring";

  private NonIidTrack() {}

  /** {@return a task for each of the estimators and variants} */
  static List<Task> plan(Sp80090bOptions options, List<EstimatorSpec> estimators, int samples) {
    var tasks = new ArrayList<Task>();
    for (EstimatorSpec spec : estimators) {
      if (!spec.bitsOnly() || options.symbolBits() == 1) {
        tasks.add(literal(options, spec, samples));
      }
    }
    if (options.symbolBits() > 1) {
      for (EstimatorSpec spec : estimators) {
        tasks.add(bits(options, spec, samples));
      }
    }
    return tasks;
  }

  private static Task literal(Sp80090bOptions options, EstimatorSpec spec, int samples) {
    return new Job(
        spec.tests().getFirst() + "/" + LITERAL,
        spec.cost(samples),
        spec.memory(samples, samples),
        options,
        spec.subjects(LITERAL, samples),
        data -> spec.findings(LITERAL, data.literal(), options.claim()));
  }

  /** Samples of two values are bits, whatever their width: then this is the literal variant. */
  private static Task bits(Sp80090bOptions options, EstimatorSpec spec, int samples) {
    long bits = (long) samples * options.symbolBits();
    return new Job(
        spec.tests().getFirst() + "/" + BITSTRING,
        spec.cost(bits),
        spec.memory(samples, bits),
        options,
        spec.subjects(BITSTRING, bits),
        data -> {
          if (data.alphabet() > 2) {
            double threshold = options.claim() / options.symbolBits();
            return spec.findings(BITSTRING, data.bitstring(), threshold);
          }
          return data.alphabet() == 2 && spec.bitsOnly()
              ? spec.findings(LITERAL, data.literal(), options.claim())
              : List.of();
        });
  }

  /** {@return H_I and where it comes from, given the estimators' findings} */
  static Finding assess(
      Sp80090bOptions options, String variant, List<Finding> findings, int samples) {
    var subject = new Findings.Subject("assessed", variant, "3.1.3", samples);
    var estimates =
        findings.stream()
            .filter(f -> f.variant().equals(LITERAL) || f.variant().equals(BITSTRING))
            .toList();
    if (estimates.stream().noneMatch(f -> f.statistic().isPresent())) {
      return Findings.notRun(
          subject, estimates.isEmpty() ? "no estimator ran" : estimates.getFirst().note());
    }
    double original = least(estimates, LITERAL, options.symbolBits());
    var details = new Details();
    double assessed = original;
    details.put("H_original", original);
    if (estimates.stream().anyMatch(f -> f.variant().equals(BITSTRING))) {
      double bitstring = least(estimates, BITSTRING, 1.0);
      assessed = Math.min(original, options.symbolBits() * bitstring);
      details.put("H_bitstring", bitstring);
      details.put("H_bitstring_per_symbol", options.symbolBits() * bitstring);
    }
    details.put("minEntropy", assessed);
    details.put("H_submitter", options.claim());
    details.put("H_I", Math.min(assessed, options.claim()));
    var finding = Findings.entropy(subject, assessed, options.claim(), "", details.map());
    return withLimits(finding, estimates, samples);
  }

  static double least(List<Finding> findings, String variant, double most) {
    double least = most;
    for (Finding finding : findings) {
      if (finding.variant().equals(variant) && finding.statistic().isPresent()) {
        least = Math.min(least, finding.statistic().getAsDouble());
      }
    }
    return least;
  }

  /** Figures of too few samples, or without some estimator, are no assessment. */
  static Finding withLimits(Finding finding, List<Finding> parts, int samples) {
    String missing =
        parts.stream()
            .filter(f -> f.status() == Status.NOT_RUN)
            .map(f -> f.test() + " (" + f.variant() + "): " + f.note())
            .collect(Collectors.joining("; "));
    String note = missing.isEmpty() ? "" : "without " + missing;
    if (samples < Findings.ASSESSMENT) {
      note =
          String.format(
              Locale.ROOT,
              "for information only: an assessment takes %,d samples, here are %,d%s",
              Findings.ASSESSMENT,
              samples,
              note.isEmpty() ? "" : "; " + note);
    }
    if (note.isEmpty()) {
      return finding;
    }
    var status = finding.status() == Status.PASS ? Status.NOT_RUN : finding.status();
    return Findings.with(finding, status, note);
  }
}
