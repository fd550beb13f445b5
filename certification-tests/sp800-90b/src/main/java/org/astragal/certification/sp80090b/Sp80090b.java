package org.astragal.certification.sp80090b;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.astragal.certification.battery.Battery;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Status;
import org.astragal.certification.battery.Task;

/**
 * Entropy assessment after SP 800-90B: the estimators of section 6.3, the IID tests of section 5,
 * the restart tests of section 3.1.4 and conditioning after section 3.1.5, as the options choose.
 * One sample stands in each byte of the data, in its low bits.
 *
 * <p>Each estimator is a finding with the min-entropy as statistic and the claim as threshold, for
 * the samples (variant {@code literal}, per sample) and for their bits ({@code bitstring}, per
 * bit). At the end {@code assessed} gives H_original, H_bitstring and the least of them, by track.
 * Fewer than 1,000,000 samples give figures, and never a {@link Status#PASS} of the assessment.
 *
 * <p>Thread safety: immutable.
 *
 * @spec sp800-90b.html#3.1 SP 800-90B, 3.1 Validation process
 */
public final class Sp80090b implements Battery {
  private final Sp80090bOptions options;

  /** Creates one with these options. */
  public Sp80090b(Sp80090bOptions options) {
    this.options = options;
  }

  @Override
  public String suite() {
    return Findings.SUITE;
  }

  @Override
  public List<Task> plan(long size) {
    int samples = options.samples(size);
    var tasks = new ArrayList<Task>();
    if (options.tracks().contains(Track.NON_IID)) {
      tasks.addAll(NonIidTrack.plan(options, EstimatorSpec.ALL, samples));
    } else if (options.tracks().contains(Track.IID)) {
      tasks.addAll(NonIidTrack.plan(options, List.of(EstimatorSpec.MCV), samples));
    }
    if (options.tracks().contains(Track.IID)) {
      tasks.addAll(IidTrack.plan(options, samples));
    }
    if (options.tracks().contains(Track.RESTART)) {
      tasks.addAll(RestartTrack.plan(options, size));
    }
    return tasks;
  }

  @Override
  public List<Finding> conclude(List<Finding> findings) {
    int samples = samples(findings);
    var conclusions = new ArrayList<Finding>();
    if (options.tracks().contains(Track.NON_IID)) {
      conclusions.add(NonIidTrack.assess(options, "non-iid", findings, samples));
    }
    if (options.tracks().contains(Track.IID)) {
      conclusions.add(IidTrack.assess(options, findings, samples));
    }
    if (options.tracks().contains(Track.RESTART)) {
      conclusions.add(RestartTrack.assess(options, findings, samples));
    }
    options
        .conditioning()
        .ifPresent(function -> conclusions.add(conditioning(function, findings, samples)));
    return conclusions;
  }

  /** Every finding but those of the bits counts samples. */
  private static int samples(List<Finding> findings) {
    return findings.stream()
        .filter(f -> !f.variant().equals(NonIidTrack.BITSTRING))
        .mapToInt(f -> (int) f.size())
        .findFirst()
        .orElse(0);
  }

  // 3.1.5.2: h' is the least that the estimators give for one bit of the function's output.
  private Finding conditioning(Conditioning function, List<Finding> findings, int samples) {
    var subject = new Findings.Subject("conditioning", "", "3.1.5", samples);
    var details =
        new Details()
            .put("vetted", Boolean.toString(function.vetted()))
            .put("n_in", function.inputBits())
            .put("n_out", function.outputBits())
            .put("nw", function.narrowestBits())
            .put("h_in", function.inputEntropy())
            .put("outputEntropy", function.outputEntropy());
    double perBit = 1.0;
    if (function.vetted()) {
      details.put("epsilonExponent", function.epsilonExponent());
    } else {
      if (!options.tracks().contains(Track.NON_IID) && IidTrack.failed(findings) > 0) {
        return Findings.notRun(subject, "the output is not IID: take the non-IID track");
      }
      String variant = options.symbolBits() > 1 ? NonIidTrack.BITSTRING : NonIidTrack.LITERAL;
      var bits =
          findings.stream()
              .filter(f -> f.variant().equals(variant) && f.statistic().isPresent())
              .toList();
      if (bits.isEmpty()) {
        return Findings.notRun(
            subject,
            "needs the bits of the output: give output that is not all the same two values");
      }
      perBit = NonIidTrack.least(bits, variant, 1.0);
      details.put("h'", perBit);
    }
    double out = function.assessed(perBit);
    details.put("h_out", out).put("h_out_per_bit", out / function.outputBits());
    // The one thing that can be tested here is whether the output has full entropy.
    var finding =
        Findings.finding(
            subject,
            OptionalDouble.of(out),
            OptionalDouble.of(function.outputBits()),
            function.lackOfFullEntropy().isEmpty() ? Status.PASS : Status.NOT_RUN,
            function.lackOfFullEntropy());
    return Findings.with(finding, details.map());
  }
}
