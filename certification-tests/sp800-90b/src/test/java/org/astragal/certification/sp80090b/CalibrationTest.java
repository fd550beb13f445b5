package org.astragal.certification.sp80090b;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.astragal.certification.battery.Binomial;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.battery.Status;
import org.astragal.certification.battery.Task;
import org.astragal.certification.battery.Uniformity;
import org.astragal.certification.battery.UniformityPlot;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Goal: on good data no test of the IID track is secretly harsh or mild, for bits, half bytes and
 * bytes. A few sequences in each build, a thousand of each in the full one.
 */
final class CalibrationTest {
  private static final int FULL = 1000;
  private static final int SEQUENCES = Integer.getInteger("astragal.calibration", 8);
  private static final int[] WIDTHS = {1, 4, 8};

  /** What the permutation tests and the longest repeat look at. */
  private static final int SAMPLES = 5_000;

  /** So many bytes give each pair of them five times, as the chi-square test has it. */
  private static final int BYTES = 1_000_000;

  /** Among which each sequence is ranked. */
  private static final int PERMUTATIONS = 99;

  /** Of some seventy forms that are right, the smallest is below this once in 140 times. */
  private static final double LEAST = 1e-4;

  /** Not a P-value: how long the longest repeat is. */
  private static final String LENGTH = "length of the longest repeat";

  /** P-values by test, then by the bits of a sample. */
  private static final Map<String, Map<String, double[]>> VALUES = new LinkedHashMap<>();

  /** A P-value with its place. */
  private record Value(String test, String bits, double p) {}

  @BeforeAll
  static void testTheSequences() throws Exception {
    var calls = new ArrayList<Callable<List<Value>>>();
    for (int width : WIDTHS) {
      for (int seed = 0; seed < SEQUENCES; seed++) {
        int number = seed;
        calls.add(() -> values(width, number));
      }
    }
    Map<String, Map<String, List<Double>>> all = new LinkedHashMap<>();
    try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      for (var future : threads.invokeAll(calls)) {
        for (Value value : future.get()) {
          all.computeIfAbsent(value.test(), _ -> new LinkedHashMap<>())
              .computeIfAbsent(value.bits(), _ -> new ArrayList<>())
              .add(value.p());
        }
      }
    }
    all.forEach((test, forms) ->
        forms.forEach((form, values) ->
            VALUES
                .computeIfAbsent(test, _ -> new LinkedHashMap<>())
                .put(form, values.stream().mapToDouble(Double::doubleValue).toArray())));
  }

  private static List<Value> values(int width, int seed) throws Exception {
    var values = new ArrayList<Value>();
    Dataset data = DataSets.dataset(samples(width, seed, SAMPLES), width);
    var random = new Random(31 * width + seed);
    var statistics = new PermutationStatistics(data);
    values.addAll(
        ranks(
            width,
            data.raw(),
            statistics.samples(),
            PermutationStatistics.NAMES,
            statistics::compute,
            random));
    var length = new BzipLength();
    values.addAll(
        ranks(
            width,
            data.raw(),
            data.raw(),
            List.of(IidTrack.COMPRESSION),
            (permuted, wanted, into) -> into[0] = length.of(permuted),
            random));
    for (Finding finding : others(width, seed)) {
      String bits = Integer.toString(width);
      values.add(new Value(finding.test(), bits, finding.pValue().orElseThrow()));
      if (finding.test().equals(IidTrack.REPEAT)) {
        values.add(new Value(LENGTH, bits, finding.statistic().orElseThrow()));
      }
    }
    return values;
  }

  private static byte[] samples(int width, int seed, int count) {
    byte[] bytes = Generators.aesCtr(1_000L * width + seed).bytes(count);
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) ((bytes[i] & 0xff) >>> (8 - width));
    }
    return bytes;
  }

  /** The rank among permutations is exactly uniform where ties are broken by chance. */
  private static List<Value> ranks(
      int width,
      byte[] raw,
      byte[] permuted,
      List<String> names,
      Permutations.Statistics statistics,
      RandomGenerator random)
      throws InterruptedException {
    int n = names.size();
    boolean[] all = new boolean[n];
    Arrays.fill(all, true);
    double[] own = new double[n];
    statistics.compute(permuted, all, own);
    int[] above = new int[n];
    int[] equal = new int[n];
    var shuffler = new Shuffler(raw, permuted, "");
    byte[] into = new byte[permuted.length];
    double[] others = new double[n];
    for (int i = 0; i < PERMUTATIONS; i++) {
      shuffler.permute(i, into);
      statistics.compute(into, all, others);
      for (int j = 0; j < n; j++) {
        above[j] += others[j] > own[j] ? 1 : 0;
        equal[j] += others[j] == own[j] ? 1 : 0;
      }
    }
    return IntStream.range(0, n)
        .mapToObj(j -> {
          double rank = above[j] + random.nextInt(equal[j] + 1) + random.nextDouble();
          return new Value(names.get(j), Integer.toString(width), rank / (PERMUTATIONS + 1));
        })
        .toList();
  }

  private static List<Finding> others(int width, int seed) throws Exception {
    var findings = new ArrayList<Finding>();
    var options = Runs.options(width, width / 2.0, Track.IID);
    for (Task task : new Sp80090b(options).plan(SAMPLES)) {
      if (task.id().equals("chi-square")) {
        int count = width == 8 ? BYTES : SAMPLES;
        findings.addAll(task.run(DataSets.sample(samples(width, seed, count))));
      } else if (task.id().equals(IidTrack.REPEAT)) {
        findings.addAll(task.run(DataSets.sample(samples(width, seed, SAMPLES))));
      }
    }
    return findings;
  }

  @Test
  void valuesOfEachTestAreUniform() {
    var wrong = new ArrayList<String>();
    VALUES.forEach((test, forms) ->
        forms.forEach((form, values) -> {
          double least =
              switch (test) {
                // Of few values: its lengths are held against their own probabilities.
                case IidTrack.REPEAT -> 1;
                case LENGTH -> ofLengths(values, Integer.parseInt(form));
                default -> Uniformity.kolmogorovSmirnov(values).p().p();
              };
          if (least < LEAST) {
            wrong.add(test + ", " + form + " bits: " + least);
          }
        }));
    assertEquals(List.of(), wrong);
  }

  /**
   * {@return how likely good data are so far from the probability of each longest repeat}
   *
   * <p>5.2.5 counts each pair of places; but where two agree for W symbols, the next two agree for
   * as many with the probability of one symbol, and are no news. Without those pairs the
   * probability is right: that of 5.2.5 is mild, for bits by half.
   */
  private static double ofLengths(double[] lengths, int width) {
    double agree = Math.pow(0.5, width);
    double least = 1;
    for (int w = 1; w < 64; w++) {
      double places = SAMPLES - w + 1.0;
      double pairs = places * (places - 1) / 2 * (1 - agree);
      double probability = -Math.expm1(pairs * Math.log1p(-Math.pow(agree, w)));
      if (probability > 1e-6 && probability < 1 - 1e-6) {
        int length = w;
        int atLeast = (int) DoubleStream.of(lengths).filter(each -> each >= length).count();
        var binomial = new Binomial(lengths.length, probability);
        least = Math.min(least, binomial.twoSided(atLeast).p());
      }
    }
    return least;
  }

  /** The picture in the documents is that of the full run. */
  @Test
  void thePictureInTheDocumentsIsOfTheseValues() throws Exception {
    var plot =
        new UniformityPlot(
            String.format(
                Locale.ROOT,
                "SP 800-90B, IID track: P-values of %,d sequences of 1, 4 and 8 bits each",
                SEQUENCES));
    VALUES.forEach((test, forms) -> {
      if (!test.equals(LENGTH)) {
        forms.values().forEach(values -> plot.add(test, values));
      }
    });
    Files.writeString(Path.of("target/calibration-iid.svg"), plot.svg());
    if (SEQUENCES == FULL) {
      assertEquals(
          Files.readString(Path.of("../../docs/compliance/calibration-iid.svg")),
          plot.svg(),
          "if a test was changed on purpose, copy target/calibration-iid.svg there");
    }
  }

  /** Early exit and all: five of 10,000 permutations may be as high, or as low. */
  @Test
  void theTrackDoubtsGoodDataAsSeldomAsItSays() throws Exception {
    var options = Runs.options(4, 2, Track.IID);
    var calls = new ArrayList<Callable<List<Finding>>>();
    for (int seed = 0; seed < SEQUENCES; seed++) {
      byte[] data = samples(4, SEQUENCES + seed, SAMPLES);
      calls.add(() -> Runs.run(options, data));
    }
    Map<String, Integer> doubts = new TreeMap<>();
    int doubted = 0;
    try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      for (var future : threads.invokeAll(calls)) {
        var tests = future.get().stream().filter(f -> IidTrack.TESTS.contains(f.test())).toList();
        assertEquals(22, tests.size());
        tests.forEach(f ->
            doubts.merge(
                f.test() + " " + f.variant(), f.status() == Status.FAIL ? 1 : 0, Integer::sum));
        doubted += tests.stream().anyMatch(f -> f.status() == Status.FAIL) ? 1 : 0;
      }
    }
    double each = 2 * (Permutations.FEW + 1) / (Permutations.COUNT + 1.0);
    doubts.forEach((test, count) ->
        assertTrue(new Binomial(SEQUENCES, each).upper(count).p() > LEAST, test + ": " + count));
    // They depend on each other: all of them together doubt at most so often.
    assertTrue(
        new Binomial(SEQUENCES, doubts.size() * each).upper(doubted).p() > LEAST,
        doubted + ": " + doubts);
  }
}
