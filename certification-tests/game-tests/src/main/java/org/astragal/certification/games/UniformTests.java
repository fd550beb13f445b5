package org.astragal.certification.games;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.Uniformity;

/**
 * The tests of numbers that are uniform from 0 to 1, and of which no two are equal: of words, or of
 * several draws that are the digits of one number.
 */
final class UniformTests {
  /** Fewer are not worth a test. */
  static final int LEAST = 1_000;

  /** Numbers of an order, and of which the largest is taken. */
  private static final int GROUP = 5;

  private static final int ORDERS = 120;

  /** 2^14 balls into 2^20 urns, at most 64 times. */
  private static final int BALLS = 1 << 14;

  private static final int URNS = 1 << 20;
  private static final int THROWS = 64;

  /** 512 birthdays in a year of 2^24 days: two equal spacings are expected; at most 500 years. */
  private static final int BIRTHDAYS = 512;

  private static final int DAYS = 1 << 24;
  private static final int YEARS = 500;

  private static final int LEAST_YEARS = 100;

  /** More equal spacings are counted together. */
  private static final int SPACINGS = 6;

  private final double[] u;
  private final double[] series;
  private final double resolution;

  /**
   * Prepares.
   *
   * @param u the numbers, in order; not copied
   * @param series the single draws that they are made of, in order; not copied
   * @param resolution what two neighbouring numbers are apart
   */
  UniformTests(double[] u, double[] series, double resolution) {
    this.u = u;
    this.series = series;
    this.resolution = resolution;
  }

  void run(Lines lines) throws InterruptedException {
    if (u.length < LEAST) {
      lines.notRun(TestName.KOLMOGOROV_SMIRNOV, "", u.length, "needs " + LEAST + " numbers");
    } else {
      distribution(lines);
      order(lines);
    }
    if (series.length > 0
        && (lines.wants(TestName.SERIAL_CORRELATION) || lines.wants(TestName.SPECTRAL))) {
      new Spectrum(series).run(lines);
    }
    rest();
    if (lines.wants(TestName.DUPLICATES)) {
      collisions(lines);
    }
    if (lines.wants(TestName.POISSON)) {
      birthdays(lines);
    }
  }

  private void distribution(Lines lines) {
    if (lines.wants(TestName.KOLMOGOROV_SMIRNOV)) {
      Fit fit = Uniformity.kolmogorovSmirnov(u);
      lines.fit(TestName.KOLMOGOROV_SMIRNOV, "", fit, u.length);
    }
    if (lines.wants(TestName.ANDERSON_DARLING)) {
      // The middle of each step: a 0 alone would reject everything.
      double[] middle = new double[u.length];
      Arrays.setAll(middle, i -> u[i] + resolution / 2);
      lines.fit(TestName.ANDERSON_DARLING, "", Uniformity.andersonDarling(middle), u.length);
    }
  }

  private void order(Lines lines) throws InterruptedException {
    rest();
    if (lines.wants(TestName.ORDER_STATISTIC)) {
      lines.fit(TestName.ORDER_STATISTIC, "largest of 5", largest(), u.length);
    }
    if (lines.wants(TestName.PERMUTATION)) {
      lines.chiSquare(
          TestName.PERMUTATION, "orders of 5", orders(), Chances.equal(ORDERS), u.length);
    }
    if (lines.wants(TestName.RUNS)) {
      runs(lines);
    }
  }

  private static void rest() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private Fit largest() {
    double[] powers = new double[u.length / GROUP];
    for (int i = 0; i < powers.length; i++) {
      double most = 0;
      for (int j = 0; j < GROUP; j++) {
        most = Math.max(most, u[GROUP * i + j]);
      }
      powers[i] = most * most * most * most * most;
    }
    return Uniformity.kolmogorovSmirnov(powers);
  }

  private long[] orders() {
    long[] counts = new long[ORDERS];
    for (int i = 0; i + GROUP <= u.length; i += GROUP) {
      // The factorial number system: how many later ones are smaller, for each but the last.
      int order = 0;
      for (int a = 0; a < GROUP - 1; a++) {
        int smaller = 0;
        for (int b = a + 1; b < GROUP; b++) {
          smaller += u[i + b] < u[i + a] ? 1 : 0;
        }
        order = order * (GROUP - a) + smaller;
      }
      counts[order]++;
    }
    return counts;
  }

  private void runs(Lines lines) {
    int n = u.length;
    long runs = 0;
    int direction = 0;
    for (int i = 1; i < n; i++) {
      int next = Double.compare(u[i], u[i - 1]);
      if (next != 0) {
        runs += next == direction ? 0 : 1;
        direction = next;
      }
    }
    double mean = (2.0 * n - 1) / 3;
    double variance = (16.0 * n - 29) / 90;
    lines.normal(
        TestName.RUNS, "up and down", (runs - mean) / Math.sqrt(variance), n, "runs", runs);
    lines.fit(TestName.RUNS, "up", RunsUp.fit(u), n, "lengths", Lines.list(RunsUp.lengths(u)));
  }

  private void collisions(Lines lines) {
    int times = Math.min(THROWS, u.length / BALLS);
    if (times == 0) {
      lines.notRun(TestName.DUPLICATES, "20 bits", u.length, "needs " + BALLS + " numbers");
      return;
    }
    long total = 0;
    for (int t = 0; t < times; t++) {
      long[] urns = new long[URNS / Long.SIZE];
      for (int i = 0; i < BALLS; i++) {
        int urn = (int) (u[t * BALLS + i] * URNS);
        long mask = 1L << urn;
        total += (urns[urn / Long.SIZE] & mask) == 0 ? 0 : 1;
        urns[urn / Long.SIZE] |= mask;
      }
    }
    double mean = times * meanCollisions();
    lines.fit(
        TestName.DUPLICATES,
        "20 bits",
        new Fit(
            (double) total,
            OptionalDouble.empty(),
            PValue.twoSided(PValue.poissonLower(total, mean), PValue.poissonUpper(total, mean))),
        (long) times * BALLS,
        "expected",
        mean);
  }

  /** {@return balls less the mean of urns that are hit} */
  static double meanCollisions() {
    return BALLS + URNS * Math.expm1(BALLS * Math.log1p(-1.0 / URNS));
  }

  private void birthdays(Lines lines) {
    int years = Math.min(YEARS, u.length / BIRTHDAYS);
    if (years < LEAST_YEARS) {
      lines.notRun(
          TestName.POISSON,
          "birthday spacings",
          u.length,
          "needs " + LEAST_YEARS * BIRTHDAYS + " numbers");
      return;
    }
    long[] counts = birthdaySpacings(years);
    double mean = (double) BIRTHDAYS * BIRTHDAYS * BIRTHDAYS / (4.0 * DAYS);
    double[] p = new double[SPACINGS + 1];
    p[0] = Math.exp(-mean);
    for (int i = 1; i < SPACINGS; i++) {
      p[i] = p[i - 1] * mean / i;
    }
    p[SPACINGS] = PValue.poissonUpper(SPACINGS, mean).p();
    lines.chiSquare(
        TestName.POISSON,
        "birthday spacings",
        counts,
        p,
        (long) years * BIRTHDAYS,
        "counts",
        Lines.list(counts));
  }

  private long[] birthdaySpacings(int years) {
    long[] counts = new long[SPACINGS + 1];
    int[] days = new int[BIRTHDAYS];
    int[] spacings = new int[BIRTHDAYS - 1];
    for (int year = 0; year < years; year++) {
      for (int i = 0; i < BIRTHDAYS; i++) {
        days[i] = (int) (u[year * BIRTHDAYS + i] * DAYS);
      }
      Arrays.sort(days);
      for (int i = 0; i < spacings.length; i++) {
        spacings[i] = days[i + 1] - days[i];
      }
      Arrays.sort(spacings);
      int equal = 0;
      for (int i = 1; i < spacings.length; i++) {
        equal += spacings[i] == spacings[i - 1] ? 1 : 0;
      }
      counts[Math.min(equal, SPACINGS)]++;
    }
    return counts;
  }
}
