package org.astragal.certification.diehard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.SampleException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: on the AES stream, the first-level P-values are those of dieharder. The default build makes
 * the first few and finds each among dieharder's; the full one makes all.
 */
final class DieharderKnownAnswersTest {
  /** dieharder prints eight digits. */
  private static final double PRINTED = 6e-9;

  /** Its probabilities of ranks have ten digits. */
  private static final double RANKS = 1e-6;

  /** The shares of steps that its source has today are not those of that version. */
  private static final double STEPS = 0.01;

  private static final boolean FULL = Boolean.getBoolean("astragal.full");

  static List<Arguments> tests() {
    var tests = new ArrayList<Arguments>();
    add(tests, "0", 20, 100, PRINTED, DieharderBirthdays::new);
    add(tests, "1", 2, 100, PRINTED, OverlappingPermutations::new);
    add(tests, "2", 1, 100, RANKS, () -> new BinaryRank(32, 32, 0, 40_000));
    add(tests, "3", 3, 100, PRINTED, DieharderRank6x8::new);
    // dieharder takes four times as many words as the bits it looks at.
    add(tests, "4", 2, 100, PRINTED, () -> MissingWords.bitstream(262_146 - 65_537));
    add(tests, "5", 1, 100, PRINTED, MissingWords::opso);
    add(tests, "6", 1, 100, PRINTED, MissingWords::oqso);
    add(tests, "7", 2, 100, PRINTED, MissingWords::dna);
    add(tests, "8", 10, 100, PRINTED, () -> new CountOnes(true));
    add(tests, "9", 1, 100, PRINTED, () -> new CountOnes(false));
    add(tests, "10", 10, 100, PRINTED, ParkingLot::new);
    add(tests, "11", 10, 100, PRINTED, MinimumDistance::square);
    add(tests, "12", 10, 100, PRINTED, MinimumDistance::cube);
    add(tests, "13", 1, 100, PRINTED, Squeeze::new);
    add(tests, "15", 10, 100, PRINTED, Runs::new);
    add(tests, "16", 2, 100, PRINTED, Craps::new);
    add(tests, "100", 10, 100, PRINTED, Monobit::blocks);
    add(tests, "203.0", 2, 100, PRINTED, () -> new LaggedSum(0, 1_000_000));
    add(tests, "203.1", 1, 100, PRINTED, () -> new LaggedSum(1, 1_000_000));
    if (FULL) {
      add(tests, "203.16p10", 10, 10, PRINTED, () -> new LaggedSum(16, 1_000_000));
      add(tests, "17.p10 steps", 10, 10, STEPS, () -> new DieharderGcd(0));
      add(tests, "17.p10 divisors", 10, 10, PRINTED, () -> new DieharderGcd(1));
      add(tests, "205", 1, 1, PRINTED, ByteDistribution::new);
    }
    return tests;
  }

  private static void add(
      List<Arguments> tests, String name, int few, int all, double exact, Supplier<Trial> trial) {
    tests.add(Arguments.of(name, FULL ? all : few, all, exact, trial));
  }

  @ParameterizedTest(name = "test {0}")
  @MethodSource("tests")
  void theFirstLevelIsThatOfDieharder(
      String name, int samples, int all, double exact, Supplier<Trial> trials) throws Exception {
    double[] answers = DieharderAnswers.of(name);
    var words = new Words(new AesStream(1L << 30));
    var trial = trials.get();
    var values = new ArrayList<Double>();
    for (int i = 0; i < samples; i++) {
      trial.run(words).forEach(outcome -> values.add(outcome.p().p()));
    }
    assertTrue(!words.exhausted());
    for (double value : values) {
      assertEquals(0, DieharderAnswers.distance(answers, value), exact, "P = " + value);
    }
    if (samples == all) {
      double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      Arrays.sort(answers);
      assertArrayEquals(answers, sorted, exact);
    }
  }

  /** The same spacings, counted and judged as dieharder does it. */
  private static final class DieharderBirthdays implements Trial {
    private final Birthdays birthdays = new Birthdays();

    @Override
    public List<Outcome> run(Words words) throws SampleException, InterruptedException {
      // The cells 0 to 5 expect more than five of a hundred; dieharder leaves out what is above.
      int cells = 6;
      double[] expected = new double[cells];
      double term = 100 * Math.exp(-2);
      for (int k = 0; k < cells; k++) {
        expected[k] = term;
        term *= 2.0 / (k + 1);
      }
      long[] observed = new long[cells];
      for (int i = 0; i < Birthdays.YEARS; i++) {
        int repeats = repeats(birthdays.spacings(words));
        if (repeats < cells) {
          observed[repeats]++;
        }
      }
      return List.of(chiSquare(observed, expected, 0, cells - 1));
    }

    /** After a group of equal spacings dieharder overlooks a group that follows at once. */
    private static int repeats(int[] spacings) {
      int repeats = 0;
      for (int m = 0; m < spacings.length - 1; m++) {
        int next = m + 1;
        while (next < spacings.length && spacings[m] == spacings[next]) {
          repeats += next == m + 1 ? 1 : 0;
          next++;
        }
        m = next != m + 1 ? next : m;
      }
      return repeats;
    }
  }

  /** The same ranks, against dieharder's probabilities, of which it leaves out the rarest. */
  private static final class DieharderRank6x8 implements Trial {
    @Override
    public List<Outcome> run(Words words) throws SampleException, InterruptedException {
      long[] ranks = new BinaryRank(6, 8, 0, 100_000).ranks(words);
      double[] expected = {0, 0, 0, 8.08926, 936.197, 21_743.9, 77_311.8};
      return List.of(chiSquare(ranks, expected, 3, 3));
    }
  }

  /** The same divisors and steps; dieharder leaves out the divisor 1. */
  private static final class DieharderGcd implements Trial {
    private static final int PAIRS = 10_000_000;

    private final int variant;

    DieharderGcd(int variant) {
      this.variant = variant;
    }

    @Override
    public List<Outcome> run(Words words) throws SampleException, InterruptedException {
      int cells = (int) Math.sqrt(PAIRS * 6 / Math.PI / Math.PI / 100);
      long[] steps = new long[GreatestCommonDivisor.STEPS.length];
      long[] divisors = new long[cells - 1];
      new GreatestCommonDivisor(PAIRS).count(words, steps, divisors);
      double[] expected = new double[cells - 1];
      for (int g = 2; g < cells - 1; g++) {
        expected[g - 1] = PAIRS * 6 / (Math.PI * Math.PI * g * g);
      }
      for (int g = cells - 1; g < 100_000; g++) {
        expected[cells - 2] += PAIRS * 6 / (Math.PI * Math.PI * g * g);
      }
      return List.of(
          variant == 0
              ? Pearson.of(steps, Pearson.expected(GreatestCommonDivisor.STEPS, PAIRS))
              : chiSquare(divisors, expected, 1, cells - 3));
    }
  }

  private static Outcome chiSquare(long[] observed, double[] expected, int from, int dof) {
    double sum = 0;
    for (int i = from; i < expected.length; i++) {
      sum += (observed[i] - expected[i]) * (observed[i] - expected[i]) / expected[i];
    }
    var p = PValue.chiSquare(sum, dof);
    return new Outcome(sum, java.util.OptionalDouble.of(dof), p, p, java.util.Map.of());
  }
}
