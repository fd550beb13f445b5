package org.astragal.certification.games;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.astragal.certification.battery.Battery;
import org.astragal.certification.battery.Binomial;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;
import org.astragal.certification.battery.Task;
import org.astragal.certification.battery.Uniformity;
import org.astragal.certification.battery.UniformityPlot;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Goal: no test is silently harsh or mild. Over a thousand good sequences the P-values of each test
 * in each form are uniform; where a statistic comes in steps, its own steps are allowed for.
 */
final class NullCalibrationTest {
  private static final int SEQUENCES = 1_000;

  /**
   * What is looked at, by task, with bytes of each sequence: 16,384 numbers, 8,000 draws, 1,300
   * lotteries, 260 shuffles. Every test is among them; the other ranges are as the tests of these.
   */
  private static final Map<String, Integer> BYTES =
      Map.of(
          "bits", 8_000,
          "sequence-0", 131_072,
          "draws-2", 64_000,
          "draws-10", 64_000,
          "lotto-6-49", 64_000,
          "shuffle-52", 107_000);

  /** A thousand rounds of each of two games, one of many draws: the others are tested alike. */
  private static final int GAME_BYTES = 32_000;

  private static final Set<String> GAMES = Set.of("ref.roulette.eu", "ref.wheel.54");

  /** Of a hundred forms that are right, the smallest is below this once in a hundred times. */
  private static final double LEAST = 1e-4;

  private static final int MOST_BYTES = 131_072;

  private static final Map<String, List<Double>> VALUES = new LinkedHashMap<>();

  @BeforeAll
  static void testTheSequences() {
    Battery battery = new GameBattery(GameOptions.DEFAULT);
    List<List<Finding>> found =
        IntStream.range(0, SEQUENCES).parallel().mapToObj(seed -> run(battery, seed)).toList();
    for (List<Finding> findings : found) {
      for (Finding line : findings) {
        line.pValue()
            .ifPresent(p ->
                VALUES
                    .computeIfAbsent(line.test() + " " + line.variant(), _ -> new ArrayList<>())
                    .add(p));
      }
    }
    VALUES.put("poisson words birthday spacings", birthdays());
  }

  private static List<Finding> run(Battery battery, int seed) {
    byte[] bytes = Generators.aesCtr(seed).bytes(MOST_BYTES);
    var findings = new ArrayList<Finding>();
    for (Task task : battery.plan(MOST_BYTES)) {
      int size =
          Boolean.getBoolean("astragal.full") ? MOST_BYTES : BYTES.getOrDefault(task.id(), 0);
      if (task.id().equals("games")) {
        findings.addAll(ofGames(Sample.of(Arrays.copyOf(bytes, GAME_BYTES))));
      } else if (size > 0) {
        findings.addAll(found(task, Sample.of(Arrays.copyOf(bytes, size))));
      }
    }
    return findings;
  }

  private static List<Finding> ofGames(Sample sample) {
    List<GameTests> games =
        PackGame.listed().stream()
            .filter(game -> GAMES.contains(game.id()))
            .map(GameTests::new)
            .toList();
    try {
      return new PlayTask(new Selection(Optional.empty())).play(sample, games);
    } catch (SampleException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Finding> found(Task task, Sample sample) {
    try {
      return task.run(sample);
    } catch (SampleException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** They need more numbers than everything else. */
  private static List<Double> birthdays() {
    var clause =
        new Profile.Clause("", "", Profile.Verified.NO, List.of(TestName.POISSON.text()), "");
    var profile = new Profile("", "", 0.99, Profile.Verified.NO, List.of(clause));
    Delivery delivery = new Delivery.Bits();
    var options = new GameOptions(delivery, Delivery.Format.BINARY, 0, Optional.of(profile));
    var task = new SequenceTask(options, new Selection(Optional.of(profile)), 0, 51_200);
    return IntStream.range(0, SEQUENCES)
        .parallel()
        .mapToObj(
            seed -> found(task, Sample.of(Generators.aesCtr(seed).bytes(8 * 51_200))).getFirst())
        .map(line -> line.pValue().orElseThrow())
        .toList();
  }

  /** The long run makes more numbers of each sequence than the picture in the documents is of. */
  @Test
  void thePictureInTheDocumentsIsOfTheseValues() throws Exception {
    var plot = new UniformityPlot("Suite games: P-values of 1,000 streams of AES-256-CTR");
    VALUES.forEach((name, values) ->
        plot.add(
            name.substring(0, name.indexOf(' ')),
            values.stream().mapToDouble(Double::doubleValue).toArray()));
    Files.writeString(Path.of("target/calibration-games.svg"), plot.svg());
    if (!Boolean.getBoolean("astragal.full")) {
      assertEquals(
          Files.readString(Path.of("../../docs/compliance/calibration-games.svg")),
          plot.svg(),
          "if a test was changed on purpose, copy target/calibration-games.svg there");
    }
  }

  @Test
  void valuesOfEachFormAreUniform() {
    var wrong = new ArrayList<String>();
    VALUES.forEach((name, values) -> {
      double[] p = values.stream().mapToDouble(Double::doubleValue).toArray();
      double least = smallest(p);
      if (least < LEAST) {
        wrong.add(name + " " + least);
      }
    });
    assertEquals(List.of(), wrong);
  }

  /**
   * {@return how likely values are at least so far from uniform}
   *
   * <p>A discrete statistic gives few values, each of which good data stay at or below with at most
   * that probability: a two-sided one is below that by up to the largest step.
   */
  private static double smallest(double[] p) {
    var counts = new HashMap<Double, Integer>();
    for (double each : p) {
      counts.merge(each, 1, Integer::sum);
    }
    int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    if (most <= p.length / 50) {
      return Uniformity.kolmogorovSmirnov(p).p().p();
    }
    // Never more often at or below a value than it says.
    double least = 1;
    for (double at : new TreeSet<>(counts.keySet())) {
      int below = 0;
      for (double each : p) {
        below += each <= at ? 1 : 0;
      }
      if (at < 1) {
        var binomial = new Binomial(p.length, at);
        least = Math.min(least, binomial.upper(below).p());
      }
    }
    return least;
  }

  @Test
  void everyTestOfTheSuiteIsAmongThem() {
    var tests = new TreeSet<String>();
    VALUES.keySet().forEach(name -> tests.add(name.substring(0, name.indexOf(' '))));
    for (TestName test : TestName.values()) {
      boolean ofConclusions = test.compareTo(TestName.PROPORTION) >= 0;
      if (!ofConclusions && test != TestName.INPUT) {
        assertTrue(tests.contains(test.text()), test.text());
      }
    }
  }

  @Test
  void oneInAHundredIsBelowOneInAHundred() {
    // Each of the forms may reject 1 % of a thousand; 10 times 3.16 more or less is 1 in 500.
    VALUES.forEach((name, values) -> {
      long below = values.stream().filter(p -> p <= 0.01).count();
      assertTrue(below <= 28, () -> name + " " + below);
    });
  }

  @Test
  void theWholeSuitePassesTheCatalogueOfGoodGenerators() throws Exception {
    for (var generator : Generators.good()) {
      Sample sample = Sample.of(generator.bytes(1_000_000));
      var profile = Profile.named("gli-19");
      var battery =
          new GameBattery(
              new GameOptions(
                  new Delivery.Bits(), Delivery.Format.BINARY, 0, Optional.of(profile)));
      var findings = new ArrayList<Finding>();
      for (Task task : battery.plan(sample.size())) {
        findings.addAll(task.run(sample));
      }
      Finding verdict = battery.conclude(findings).getLast();
      assertEquals("profile", verdict.test());
      assertEquals("PASS", verdict.status().name(), generator.name());
    }
  }
}
