package org.astragal.certification.diehard;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Named.named;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.certification.battery.ChiSquare;
import org.astragal.certification.battery.Uniformity;
import org.astragal.certification.battery.UniformityPlot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: on good data the P-values of every test are uniform, so that none is secretly conservative
 * or liberal. Every build makes some, the full one as many as the battery allows.
 */
final class CalibrationTest {
  private static final boolean FULL = Boolean.getBoolean("astragal.full");

  /** The most samples that options allow: beyond, no approximation need hold. */
  private static final int MOST = 1000;

  /** For one test in the default build. */
  private static final int MILLISECONDS = 80;

  /** Some forty P-values at 0.01 together, on fixed data: this can only change with the code. */
  private static final double LEAST = 0.01 / 40;

  private static final long ENDLESS = 1L << 40;

  /** P-values of the tests that are repeated, by test and form. */
  private static final Map<String, double[]> VALUES = new TreeMap<>();

  static List<Arguments> repeated() {
    return TestSpec.all(DiehardOptions.defaults()).stream()
        .filter(TestSpec::repeated)
        .map(spec -> Arguments.of(named(spec.id(), spec)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("repeated")
  void valuesOfATestThatIsRepeatedAreUniform(TestSpec spec) throws Exception {
    long each = spec.cost(spec.words(), 1);
    int samples = FULL ? MOST : Math.clamp(MILLISECONDS / each, 8, 60);
    var words = new Words(new AesStream(ENDLESS, 31));
    var trial = spec.trial().get();
    List<List<Outcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      outcomes.add(trial.run(words));
    }
    for (int v = 0; v < spec.variants().size(); v++) {
      int variant = v;
      List<Outcome> form = outcomes.stream().map(all -> all.get(variant)).toList();
      VALUES.put(spec.id() + " " + v, values(form));
      uniform(spec.id(), form);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "monobit/total, 10000, 60",
    "byte-distribution, 38400, 60",
    "word-collisions, 524288, 12",
    "gorilla/0, 1048595, 3",
    "gorilla/24, 1048595, 3"
  })
  void valuesOfATestThatIsDoneOnceAreUniform(String id, int words, int streams) throws Exception {
    TestSpec spec =
        TestSpec.all(DiehardOptions.defaults()).stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow();
    var outcomes = new ArrayList<Outcome>();
    for (int seed = 0; seed < (FULL ? 10 * streams : streams); seed++) {
      var data = new Words(new AesStream(4L * words, seed));
      outcomes.addAll(spec.trial().get().run(data));
      assertTrue(!data.exhausted());
    }
    uniform(id, outcomes);
  }

  /** Of statistics that come in steps, the middle of each step. */
  private static double[] values(List<Outcome> outcomes) {
    return outcomes.stream()
        .mapToDouble(outcome -> Math.clamp((outcome.p().p() + 1 - outcome.other().p()) / 2, 0, 1))
        .toArray();
  }

  /** Draws the values of this run, for people: {@code target/calibration-diehard.svg}. */
  @AfterAll
  static void draw() throws IOException {
    var plot =
        new UniformityPlot(
            FULL
                ? "Diehard: P-values of 1,000 samples of each test that is repeated"
                : "Diehard: P-values of a few samples of each test that is repeated");
    VALUES.forEach((id, values) -> plot.add(id.replaceAll("[ /].*", ""), values));
    Files.writeString(Path.of("target/calibration-diehard.svg"), plot.svg());
  }

  private static void uniform(String id, List<Outcome> outcomes) {
    double[] values = values(outcomes);
    var fit = Uniformity.kolmogorovSmirnov(values);
    assertTrue(fit.p().p() > LEAST, id + " of " + values.length + ": " + fit);
  }

  @Test
  void complexitiesOfPlanesComeWithTheirProbabilities() throws Exception {
    int n = 1000;
    int around = 6;
    long[] counts = new long[2 * around + 1];
    double[] probabilities = new double[counts.length];
    double below = 0;
    for (int i = 0; i < counts.length - 1; i++) {
      double atMost = PlaneComplexity.outcome(n / 2 - around + i, n).p().p();
      probabilities[i] = atMost - below;
      below = atMost;
    }
    probabilities[counts.length - 1] = 1 - below;
    for (int seed = 0; seed < (FULL ? 1000 : 50); seed++) {
      for (int from = 0; from < Integer.SIZE; from += 8) {
        var words = new Words(new AesStream(4L * n, 100 + seed));
        for (Outcome outcome : new PlaneComplexity(from, from + 8).run(words)) {
          int cell = (int) outcome.statistic() - n / 2 + around;
          counts[Math.clamp(cell, 0, counts.length - 1)]++;
        }
      }
    }
    var fit = ChiSquare.pooled(counts, probabilities, 5);
    assertTrue(fit.p().p() > LEAST, fit.toString());
  }
}
