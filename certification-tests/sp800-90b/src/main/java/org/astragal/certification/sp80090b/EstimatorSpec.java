package org.astragal.certification.sp80090b;

import java.util.ArrayList;
import java.util.List;
import org.astragal.certification.battery.Finding;

/**
 * Estimators that are computed together, with what they cost.
 *
 * @param tests their names
 * @param sections of SP 800-90B, one for each
 * @param bitsOnly whether they take only two symbols
 * @param nanos for each symbol, roughly
 * @param bytes of memory for each symbol, beside the symbols themselves
 * @param body what they compute
 */
record EstimatorSpec(
    List<String> tests, List<String> sections, boolean bitsOnly, int nanos, int bytes, Body body) {
  /** The most common value, which the IID track takes as well. */
  static final EstimatorSpec MCV = one("mcv", "6.3.1", false, 5, new MostCommonValue());

  /** All of section 6.3, in its order. */
  static final List<EstimatorSpec> ALL =
      List.of(
          MCV,
          one("collision", "6.3.2", true, 5, new Collision()),
          one("markov", "6.3.3", true, 5, new Markov()),
          one("compression", "6.3.4", true, 10, new Compression()),
          new EstimatorSpec(
              List.of("t-tuple", "lrs"),
              List.of("6.3.5", "6.3.6"),
              false,
              200,
              22,
              series -> {
                var both = Tuples.estimate(series);
                return List.of(both.tTuple(), both.lrs());
              }),
          one("multi-mcw", "6.3.7", false, 55, new MultiMcw()),
          one("lag", "6.3.8", false, 25, new Lag()),
          one("multi-mmc", "6.3.9", false, 200, new MultiMmc()),
          one("lz78y", "6.3.10", false, 75, new Lz78y()));

  /** What the dictionaries of the predictors, and the code itself, take at most. */
  private static final long BASE_MEMORY = 128L << 20;

  /** Computes the estimates, one for each test. */
  interface Body {
    List<Estimate> estimate(Series series) throws InterruptedException;
  }

  /** How a task gets its series from the data. */
  interface View {
    Series of(Dataset data);
  }

  private static EstimatorSpec one(
      String test, String section, boolean bitsOnly, int nanos, Estimator estimator) {
    return new EstimatorSpec(
        List.of(test),
        List.of(section),
        bitsOnly,
        nanos,
        1,
        series -> List.of(estimator.estimate(series)));
  }

  /** {@return what findings of these estimators are about} */
  List<Findings.Subject> subjects(String variant, long size) {
    var subjects = new ArrayList<Findings.Subject>();
    for (int i = 0; i < tests.size(); i++) {
      subjects.add(new Findings.Subject(tests.get(i), variant, sections.get(i), size));
    }
    return subjects;
  }

  /** {@return these estimators of a series, against the least entropy of a symbol} */
  List<Finding> findings(String variant, Series series, double threshold)
      throws InterruptedException {
    var subjects = subjects(variant, series.length());
    var findings = new ArrayList<Finding>();
    if (series.alphabet() == 1) {
      subjects.forEach(subject -> findings.add(Findings.noEntropy(subject, threshold)));
      return findings;
    }
    var estimates = body.estimate(series);
    for (int i = 0; i < subjects.size(); i++) {
      findings.add(Findings.estimate(subjects.get(i), estimates.get(i), threshold));
    }
    return findings;
  }

  long cost(long symbols) {
    return 1 + symbols * nanos / 1_000_000;
  }

  long memory(long samples, long symbols) {
    return BASE_MEMORY + 3 * samples + (1 + bytes) * symbols;
  }
}
