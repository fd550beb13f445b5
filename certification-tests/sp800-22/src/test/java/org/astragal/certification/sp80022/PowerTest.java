package org.astragal.certification.sp80022;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.battery.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: each bad generator is rejected by the tests that must see it, and good ones are not. */
final class PowerTest {
  private static final int SEQUENCES = 10;
  private static final int BITS = 1_000_000;

  /**
   * {@return by test: how many P-values are below 0.01, of how many}
   *
   * @param leastExcursions P-values of excursions below this are left out: the reference program
   *     takes a printed 0.000000 for a sequence with too few cycles
   */
  private static Map<String, int[]> rejections(String generator, Mode mode, double leastExcursions)
      throws Exception {
    byte[] bytes = Generators.named(generator).bytes(SEQUENCES * BITS / 8);
    Map<String, int[]> rejections = new TreeMap<>();
    for (Finding finding : Bench.run(SEQUENCES, BITS, bytes)) {
      int[] counts = rejections.computeIfAbsent(finding.test(), test -> new int[2]);
      if (finding.mode().equals(mode.label())
          && finding.status() != Status.NOT_RUN
          && (!finding.test().startsWith("random-excursions")
              || finding.pValue().getAsDouble() >= leastExcursions)) {
        counts[0] += finding.status() == Status.FAIL ? 1 : 0;
        counts[1]++;
      }
    }
    return rejections;
  }

  @ParameterizedTest
  @MethodSource("table")
  void rejectionsAreExactlyThoseOfTheOtherImplementation(String line) throws Exception {
    String[] tests = table(0).getFirst().split(",", -1);
    String[] fields = line.split(",", -1);
    Map<String, int[]> rejections = rejections(fields[0], Mode.REFERENCE, 5e-7);
    for (int i = 1; i < fields.length; i++) {
      int[] counts = rejections.get(tests[i]);
      String counted = counts[1] == 0 ? "n/a" : counts[0] + "/" + counts[1];
      assertEquals(fields[i], counted, tests[i]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "period-65536, dft serial",
    "xoshiro128-low, linear-complexity",
    "rc4-second, frequency cumulative-sums",
  })
  void furtherBadGeneratorsAreSeenToo(String generator, String tests) throws Exception {
    Map<String, int[]> rejections = rejections(generator, Mode.EXACT, 0);
    for (String test : tests.split(" ", -1)) {
      int[] counts = rejections.get(test);
      // Chance fails five of ten once in 10^8 cases.
      assertTrue(
          counts[0] >= 5 && 2 * counts[0] >= counts[1], test + ": " + counts[0] + "/" + counts[1]);
    }
  }

  @ParameterizedTest
  @CsvSource({"sha256-ctr", "pcg-xsh-rr-32"})
  void goodGeneratorsFailNoMoreThanChanceHasIt(String generator) throws Exception {
    int fails = 0;
    int all = 0;
    for (int[] counts : rejections(generator, Mode.EXACT, 0).values()) {
      fails += counts[0];
      all += counts[1];
    }
    // Neighbouring templates and states depend on each other: twice the level is ample.
    assertTrue(all > 1600 && fails < 0.02 * all, fails + "/" + all);
  }

  static List<String> table() throws Exception {
    return table(1);
  }

  private static List<String> table(int from) throws Exception {
    return new ArrayList<>(Bench.resource("rejections.csv").lines().skip(from).toList());
  }
}
