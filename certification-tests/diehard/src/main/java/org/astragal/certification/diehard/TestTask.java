package org.astragal.certification.diehard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;
import org.astragal.certification.battery.Status;
import org.astragal.certification.battery.Task;
import org.astragal.certification.battery.Uniformity;

/** Repeats one test while there are data, and judges the P-values together. */
final class TestTask implements Task {
  private final TestSpec spec;
  private final DiehardOptions options;
  private final long size;

  TestTask(TestSpec spec, DiehardOptions options, long size) {
    this.spec = spec;
    this.options = options;
    this.size = size;
  }

  @Override
  public String id() {
    return spec.id();
  }

  @Override
  public long cost() {
    return spec.cost(size / Integer.BYTES, options.samples());
  }

  @Override
  public long memory() {
    return spec.memory();
  }

  @Override
  public List<Finding> run(Sample sample) throws SampleException, InterruptedException {
    var words = new Words(sample);
    var trial = spec.trial().get();
    var outcomes = new ArrayList<List<Outcome>>();
    int most = spec.repeated() ? options.samples() : 1;
    long used = 0;
    while (outcomes.size() < most && words.size() - words.read() >= spec.words()) {
      var outcome = trial.run(words);
      if (!words.exhausted()) {
        outcomes.add(outcome);
        used = words.read();
      }
    }
    var findings = new ArrayList<Finding>();
    for (int v = 0; v < spec.variants().size(); v++) {
      int variant = v;
      var own = outcomes.stream().map(all -> all.get(variant)).toList();
      findings.add(finding(spec.variants().get(v), own, used));
    }
    return findings;
  }

  private Finding finding(String variant, List<Outcome> outcomes, long used) {
    if (outcomes.isEmpty()) {
      return new Finding(
          Diehard.SUITE,
          spec.test(),
          variant,
          "",
          OptionalInt.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          size / Integer.BYTES,
          OptionalDouble.empty(),
          Status.NOT_RUN,
          spec.source(),
          need(),
          Map.of());
    }
    return outcomes.size() == 1
        ? single(variant, outcomes.getFirst(), used)
        : together(variant, outcomes, used);
  }

  private String need() {
    long bytes = spec.words() * Integer.BYTES;
    String form =
        size / Integer.BYTES < spec.words()
            ? "needs about %,d bytes, has %,d: no word is used twice"
            : "ideal data take about %,d bytes of it, and these used up all %,d: no word is used"
                + " twice";
    return String.format(Locale.ROOT, form, bytes, size);
  }

  /** One sample stands for itself: it may be too bad, and too good. */
  private Finding single(String variant, Outcome outcome, long used) {
    var details = new LinkedHashMap<String, String>();
    details.put("samples", "1");
    details.putAll(outcome.details());
    var p = PValue.twoSided(outcome.p(), outcome.other());
    return judged(variant, outcome.statistic(), outcome.dof(), p, used, details);
  }

  private Finding together(String variant, List<Outcome> outcomes, long used) {
    double[] values = outcomes.stream().mapToDouble(outcome -> outcome.p().p()).toArray();
    var fit = Uniformity.kolmogorovSmirnov(values);
    var details = new LinkedHashMap<String, String>();
    details.put("samples", Integer.toString(values.length));
    details.put(
        "pValues",
        outcomes.stream()
            .map(outcome -> String.format(Locale.ROOT, "%.8g", outcome.p().p()))
            .collect(Collectors.joining(" ")));
    return judged(variant, fit.statistic(), OptionalDouble.empty(), fit.p(), used, details);
  }

  private Finding judged(
      String variant,
      double statistic,
      OptionalDouble dof,
      PValue p,
      long used,
      Map<String, String> details) {
    return new Finding(
        Diehard.SUITE,
        spec.test(),
        variant,
        "",
        OptionalInt.empty(),
        OptionalDouble.of(statistic),
        dof,
        OptionalDouble.of(p.p()),
        // What ideal data cannot give at all has no logarithm.
        p.log10() == Double.NEGATIVE_INFINITY
            ? OptionalDouble.empty()
            : OptionalDouble.of(p.log10()),
        used,
        OptionalDouble.of(options.level()),
        p.p() >= options.level() ? Status.PASS : Status.FAIL,
        spec.source(),
        "",
        Collections.unmodifiableMap(details));
  }
}
