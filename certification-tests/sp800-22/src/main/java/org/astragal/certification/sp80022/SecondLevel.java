package org.astragal.certification.sp80022;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.astragal.certification.battery.Binomial;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.Status;
import org.astragal.certification.battery.Uniformity;

/**
 * What the P-values of many sequences say together.
 *
 * @spec sp800-22.html#4.2.1 SP 800-22, 4.2.1 Proportion of Sequences Passing a Test
 * @spec sp800-22.html#4.2.2 SP 800-22, 4.2.2 Uniform Distribution of P-values
 */
final class SecondLevel {
  private static final String PROPORTION = "SP 800-22 r1a 4.2.1";
  private static final String UNIFORMITY = "SP 800-22 r1a 4.2.2";

  /** 4.2.1 takes three standard deviations: so much lies outside of them. */
  private static final double PROPORTION_THRESHOLD = 0.0027;

  /** 4.2.2: the threshold of the uniformity, and the least number of sequences. */
  private static final double UNIFORMITY_THRESHOLD = 0.0001;

  private static final int UNIFORMITY_LEAST = 55;

  /** Below this the tests of the distribution have no power worth a line. */
  private static final int DISTRIBUTION_LEAST = 10;

  private final Sp80022Battery.Options options;
  private final Map<Kind, Optional<NullModel>> models = new LinkedHashMap<>();
  private final List<Finding> conclusions = new ArrayList<>();

  SecondLevel(Sp80022Battery.Options options) {
    this.options = options;
  }

  /** Which P-values belong together. */
  private record Group(Kind kind, String variant, Mode mode) {
    String label() {
      return variant.isEmpty() ? kind.test() : kind.test() + " " + variant;
    }
  }

  List<Finding> conclude(List<Finding> findings) {
    for (Kind kind : Kind.values()) {
      for (var entry : groups(findings, kind).entrySet()) {
        List<Finding> run =
            entry.getValue().stream().filter(line -> line.pValue().isPresent()).toList();
        double[] values = run.stream().mapToDouble(line -> line.pValue().getAsDouble()).toArray();
        long size = run.stream().mapToLong(Finding::size).sum();
        var lines = new Lines(entry.getKey(), values, entry.getValue().size(), size);
        switch (entry.getKey().mode) {
          case REFERENCE -> lines.reference();
          case EXACT -> lines.exact();
        }
      }
    }
    return conclusions;
  }

  private static Map<Group, List<Finding>> groups(List<Finding> findings, Kind kind) {
    Map<Group, List<Finding>> groups = new LinkedHashMap<>();
    for (Finding finding : findings) {
      if (finding.suite().equals(Sp80022Battery.SUITE)
          && finding.test().equals(kind.test())
          && finding.sequence().isPresent()) {
        Mode mode = finding.mode().equals(Mode.EXACT.label()) ? Mode.EXACT : Mode.REFERENCE;
        groups
            .computeIfAbsent(new Group(kind, finding.variant(), mode), group -> new ArrayList<>())
            .add(finding);
      }
    }
    return groups;
  }

  private Optional<NullModel> model(Kind kind) {
    return models.computeIfAbsent(
        kind, absent -> NullModel.of(absent, options.bits(), options.alpha()));
  }

  /** The conclusions of one group. */
  private final class Lines {
    private final Group group;
    private final double[] values;
    private final int sequences;
    private final long bits;

    Lines(Group group, double[] values, int sequences, long bits) {
      this.group = group;
      this.values = values;
      this.sequences = sequences;
      this.bits = bits;
    }

    void reference() {
      Assessment assessment = Assessment.of(group.kind, values, options.alpha());
      if (assessment.size() == 0) {
        notRun("proportion", PROPORTION, "no sequence carries the test");
      } else {
        conclusions.add(
            line(
                "proportion",
                PROPORTION,
                OptionalDouble.of(assessment.passes()),
                Optional.empty(),
                assessment.least(),
                assessment.proportionFlagged() ? Status.FAIL : Status.PASS,
                "",
                Details.of(
                    "sequences", assessment.size(),
                    "leastPasses", assessment.least(),
                    "mostPasses", assessment.most())));
      }
      if (!assessment.hasUniformity()) {
        notRun("uniformity", UNIFORMITY, "needs at least 10 sequences that carry the test");
      } else {
        Fit fit = new Fit(assessment.statistic(), OptionalDouble.of(9), assessment.uniformity());
        distribution("uniformity", fit, Details.of("counts", Details.list(assessment.counts())));
      }
    }

    void exact() {
      if (values.length == 0) {
        for (String test : List.of("proportion", "uniformity", "uniformity-ks", "uniformity-ad")) {
          notRun(
              test,
              test.equals("proportion") ? PROPORTION : UNIFORMITY,
              "no sequence carries the test");
        }
        return;
      }
      Optional<NullModel> model = model(group.kind);
      proportion(model);
      if (values.length < UNIFORMITY_LEAST) {
        notRun("uniformity", UNIFORMITY, "needs at least 55 sequences that carry the test");
      } else {
        double[] bins = model.map(NullModel::bins).orElseGet(SecondLevel::uniform);
        distribution(
            "uniformity",
            Uniformity.binned(values, bins),
            Details.of(
                "bins",
                model.isPresent() ? "exact probabilities" : "equal probabilities",
                "counts",
                Details.list(Uniformity.counts(values, bins.length))));
      }
      continuous("uniformity-ks", model, Uniformity::kolmogorovSmirnov);
      if (model.isPresent() || group.kind.ofDifference()) {
        // It weighs the ends without bound: one P-value of exactly 1, which a count can give, would
        // reject the best of generators.
        notRun(
            "uniformity-ad",
            UNIFORMITY,
            "P-values of counts come in steps, up to 1 itself: see uniformity and uniformity-ks");
      } else {
        continuous("uniformity-ad", model, Uniformity::andersonDarling);
      }
    }

    private void proportion(Optional<NullModel> model) {
      int passes = 0;
      for (double value : values) {
        passes += value >= options.alpha() ? 1 : 0;
      }
      double expected = model.map(NullModel::pass).orElse(1 - options.alpha());
      var binomial = new Binomial(values.length, expected);
      var interval = Binomial.confidence(passes, values.length, 0.99);
      var band = binomial.band(1 - PROPORTION_THRESHOLD);
      var p = binomial.twoSided(passes);
      Map<String, String> details = new LinkedHashMap<>();
      details.put("sequences", Integer.toString(values.length));
      details.put("passes", Integer.toString(passes));
      details.put("expected", number(expected));
      details.put("confidence99", number(interval.low()) + " " + number(interval.high()));
      details.put("band", number(band.low()) + " " + number(band.high()));
      conclusions.add(
          line(
              "proportion",
              PROPORTION,
              OptionalDouble.of((double) passes / values.length),
              Optional.of(new Fit(passes, OptionalDouble.empty(), p)),
              PROPORTION_THRESHOLD,
              p.p() >= PROPORTION_THRESHOLD ? Status.PASS : Status.FAIL,
              "",
              details));
    }

    /** For a test that takes P-values as continuous: steps must be too fine for it to see. */
    private void continuous(
        String test, Optional<NullModel> model, Function<double[], Fit> statistic) {
      double step = model.map(NullModel::largest).orElse(0.0);
      if (values.length < DISTRIBUTION_LEAST) {
        notRun(test, UNIFORMITY, "needs at least 10 sequences that carry the test");
      } else if (step * Math.sqrt(values.length) > 0.1) {
        notRun(
            test,
            UNIFORMITY,
            "single P-values have probabilities of up to "
                + number(step)
                + ": too coarse; see the exact bins of uniformity");
      } else {
        distribution(test, statistic.apply(values), Map.of());
      }
    }

    private void distribution(String test, Fit fit, Map<String, String> details) {
      conclusions.add(
          line(
              test,
              UNIFORMITY,
              OptionalDouble.of(fit.statistic()),
              Optional.of(fit),
              UNIFORMITY_THRESHOLD,
              fit.p().p() >= UNIFORMITY_THRESHOLD ? Status.PASS : Status.FAIL,
              "",
              details));
    }

    private void notRun(String test, String clause, String need) {
      conclusions.add(
          line(
              test,
              clause,
              OptionalDouble.empty(),
              Optional.empty(),
              test.equals("proportion") ? PROPORTION_THRESHOLD : UNIFORMITY_THRESHOLD,
              Status.NOT_RUN,
              need + "; " + values.length + " of " + sequences + " do",
              Map.of()));
    }

    private Finding line(
        String test,
        String clause,
        OptionalDouble statistic,
        Optional<Fit> fit,
        double threshold,
        Status status,
        String note,
        Map<String, String> details) {
      return new Finding(
          Sp80022Battery.SUITE,
          test,
          group.label(),
          group.mode.label(),
          OptionalInt.empty(),
          statistic,
          fit.map(Fit::dof).orElse(OptionalDouble.empty()),
          fit.map(value -> OptionalDouble.of(value.p().p())).orElse(OptionalDouble.empty()),
          fit.map(value -> Findings.log10(value.p())).orElse(OptionalDouble.empty()),
          bits,
          OptionalDouble.of(threshold),
          status,
          clause,
          note,
          details);
    }
  }

  private static double[] uniform() {
    double[] bins = new double[NullModel.BINS];
    Arrays.fill(bins, 1.0 / bins.length);
    return bins;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
