package org.astragal.certification.sp80022;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;
import org.astragal.certification.battery.Status;
import org.astragal.certification.battery.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: the battery says what it did of what, whatever the data, and the same on any thread. */
final class Sp80022BatteryTest {
  /** The seed of a stream whose walk returns to its start often enough for both excursions. */
  private static final int CYCLING = 1;

  private static final Sp80022Battery.Options SHORT = Sp80022Battery.Options.DEFAULT.with(60, 4000);

  @ParameterizedTest
  @CsvSource({
    "frequency, 100",
    "block-frequency, 128",
    "cumulative-sums, 100",
    "runs, 100",
    "longest-run, 128",
    "rank, 38912",
    "dft, 1000",
    "non-overlapping-template, 20544",
    "overlapping-template, 1000000",
    "universal, 387840",
    "approximate-entropy, 65536",
    "serial, 524288",
    "linear-complexity, 1000000",
    "random-excursions, 1000000",
    "random-excursions-variant, 1000000"
  })
  void testRunsFromItsLeastLengthOnAndSaysWhatItNeedsBelow(String test, int least)
      throws Exception {
    byte[] bytes = Generators.aesCtr(CYCLING).bytes(least / 8 + 1);
    for (Finding finding : Bench.run(1, least - 1, bytes)) {
      if (finding.test().equals(test)) {
        assertEquals(Status.NOT_RUN, finding.status());
        assertTrue(finding.note().contains(Integer.toString(least)), finding.note());
        assertTrue(finding.pValue().isEmpty() && finding.statistic().isEmpty());
      }
    }
    List<Finding> findings =
        Bench.run(1, least, bytes).stream().filter(line -> line.test().equals(test)).toList();
    assertFalse(findings.isEmpty());
    for (Finding finding : findings) {
      assertTrue(finding.status() != Status.NOT_RUN, finding.note());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 499})
  void sampleWithoutOneSequenceIsNeverAPass(int size) throws Exception {
    List<Finding> findings = Bench.run(60, 4000, new byte[size]);
    assertEquals(2 * 15, findings.size());
    for (Finding finding : findings) {
      assertEquals(Status.NOT_RUN, finding.status());
      assertTrue(finding.note().contains("needs at least 500 bytes"), finding.note());
    }
    assertEquals(List.of(), new Sp80022Battery(SHORT).conclude(findings));
  }

  @ParameterizedTest
  @CsvSource({"500, 1", "999, 1", "1000, 2", "29999, 59", "30000, 60", "99999, 60"})
  void planHoldsTheSequencesThatTheSampleHas(long size, int tasks) {
    List<Task> plan = new Sp80022Battery(SHORT).plan(size);
    assertEquals(tasks, plan.size());
    assertEquals(tasks, new HashSet<>(plan.stream().map(Task::id).toList()).size());
  }

  @Test
  void sequencesStartOnWholeWords() throws Exception {
    // 100 bits take 13 bytes; the next sequence starts after 16.
    byte[] bytes = Generators.aesCtr(6).bytes(29);
    List<Finding> both = Bench.run(2, 100, bytes);
    List<Finding> second = Bench.run(1, 100, Arrays.copyOfRange(bytes, 16, 29));
    for (int i = 0; i < second.size(); i++) {
      assertEquals(second.get(i).pValue(), both.get(second.size() + i).pValue());
    }
    assertEquals(1, new Sp80022Battery(SHORT.with(9, 100)).plan(28).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"zeros", "ones", "alternating", "period-32", "counter-8"})
  void degenerateDataGiveNumbersAndNoException(String name) throws Exception {
    var battery = new Sp80022Battery(Sp80022Battery.Options.DEFAULT.with(2, 1_000_000));
    List<Finding> findings = Bench.run(battery, Sample.of(Generators.named(name).bytes(250_000)));
    findings.addAll(battery.conclude(findings));
    int fails = 0;
    for (Finding finding : findings) {
      finding.statistic().ifPresent(value -> assertTrue(Double.isFinite(value), "" + finding));
      finding.log10P().ifPresent(value -> assertTrue(Double.isFinite(value), "" + finding));
      assertEquals(
          finding.status() == Status.NOT_RUN,
          !finding.note().isEmpty() && finding.statistic().isEmpty());
      fails += finding.status() == Status.FAIL ? 1 : 0;
    }
    assertTrue(fails > 300, fails + " fails");
  }

  @Test
  void runsOfUnbalancedBitsAreZeroOnlyInTheReference() {
    // 4.002 and 3.998 standard deviations of ones.
    assertEquals(0, Runs.fit(1_000_000, 502_001, 499_000, Mode.REFERENCE).p().p());
    double exact = Runs.fit(1_000_000, 502_001, 499_000, Mode.EXACT).p().p();
    assertEquals(6.28e-5, exact, 1e-7);
    double below = Runs.fit(1_000_000, 501_999, 499_000, Mode.REFERENCE).p().p();
    assertEquals(Runs.fit(1_000_000, 501_999, 499_000, Mode.EXACT).p().p(), below);
    assertTrue(below > 0.01);
  }

  @Test
  void tailsBelowTheSmallestDoubleHaveALogarithm() throws Exception {
    Finding frequency = Bench.run(1, 1_000_000, new byte[125_000]).getFirst();
    assertEquals(0, frequency.pValue().getAsDouble());
    // erfc(sqrt(n / 2)) = e^(-n / 2) sqrt(2 / (pi n)).
    double expected = (-500_000 + 0.5 * Math.log(2 / (Math.PI * 1e6))) / Math.log(10);
    assertEquals(expected, frequency.log10P().getAsDouble(), 1e-5);
  }

  @Test
  void findingsAreTheSameOnOneThreadAndOnEight() throws Exception {
    var battery = new Sp80022Battery(SHORT.with(24, 100_003));
    var sample = Sample.of(Generators.aesCtr(7).bytes(24 * 12_504));
    List<Finding> one = new ArrayList<>();
    for (Task task : battery.plan(sample.size())) {
      one.addAll(task.run(sample));
    }
    List<Finding> eight = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Callable<List<Finding>>> calls = new ArrayList<>();
      for (Task task : battery.plan(sample.size())) {
        calls.add(() -> task.run(sample));
      }
      for (var future : threads.invokeAll(calls)) {
        eight.addAll(future.get());
      }
    }
    assertEquals(one, eight);
    assertEquals(battery.conclude(one), battery.conclude(eight));
    assertEquals(one.toString(), eight.toString());
  }

  @Test
  void conclusionsHaveExactProportionsAndTheReferencesOnes() throws Exception {
    var battery = new Sp80022Battery(SHORT);
    var findings = Bench.run(battery, Sample.of(Generators.aesCtr(8).bytes(30_000)));
    Map<String, Finding> lines = new HashMap<>();
    for (Finding line : battery.conclude(findings)) {
      lines.put(line.test() + "/" + line.variant() + "/" + line.mode(), line);
      assertTrue(line.sequence().isEmpty());
    }
    Finding exact = lines.get("proportion/frequency/exact");
    assertEquals(60, Integer.parseInt(exact.details().get("sequences")));
    assertTrue(exact.pValue().getAsDouble() > 0.0027);
    assertTrue(exact.details().get("confidence99").startsWith("0.9"));
    assertEquals("SP 800-22 r1a 4.2.1", exact.clause());
    assertEquals(240_000, exact.size());
    // 60 (0.99 - 3 sqrt(0.99 0.01 / 60)) = 57.09.
    assertEquals(57, lines.get("proportion/frequency/sts-2.1.2").threshold().getAsDouble());
    Finding bins = lines.get("uniformity/frequency/exact");
    assertEquals("exact probabilities", bins.details().get("bins"));
    Finding coarse = lines.get("uniformity-ks/frequency/exact");
    assertEquals(Status.NOT_RUN, coarse.status());
    assertTrue(coarse.note().contains("too coarse"), coarse.note());
    assertEquals(Status.NOT_RUN, lines.get("uniformity/universal/exact").status());
  }

  @Test
  void referencesUniformityDividesWithoutRemainder() {
    // 63 sequences: six expected in each tenth, and not 6.3.
    double[] values = new double[63];
    Arrays.setAll(values, i -> (i + 0.5) / 63);
    var assessment = Assessment.of(Kind.FREQUENCY, values, 0.01);
    double statistic = 0;
    for (long count : assessment.counts()) {
      statistic += (count - 6.0) * (count - 6.0) / 6;
    }
    assertEquals(statistic, assessment.statistic(), 1e-12);
  }

  @Test
  void referenceReadsPrintedValuesAndDropsZerosOfExcursions() {
    // 0.0099996 is printed as 0.010000, and that as a float is below 0.01.
    assertEquals(0, Assessment.of(Kind.RUNS, new double[] {0.0099996}, 0.01).passes());
    assertEquals(1, Assessment.of(Kind.RUNS, new double[] {0.0100006}, 0.01).passes());
    double[] values = {0, 4e-7, 0.5};
    assertEquals(1, Assessment.of(Kind.RANDOM_EXCURSIONS, values, 0.01).size());
    assertEquals(3, Assessment.of(Kind.RUNS, values, 0.01).size());
  }

  @Test
  void interruptedTaskStopsAndSaysSo() {
    var sample = Sample.of(new byte[500]);
    Task task = new Sp80022Battery(SHORT).plan(500).getFirst();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> task.run(sample));
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void failureOfTheMediumIsPassedOn() {
    Sample broken =
        new Sample() {
          @Override
          public long size() {
            return 500;
          }

          @Override
          public void read(long offset, byte[] into) throws SampleException {
            throw new SampleException("the disk is gone", new java.io.IOException("gone"));
          }
        };
    Task task = new Sp80022Battery(SHORT).plan(500).getFirst();
    assertThrows(SampleException.class, () -> task.run(broken));
  }

  @Test
  void optionsOutOfRangeAreRefusedByName() {
    var options = Sp80022Battery.Options.DEFAULT;
    for (var bits : new int[] {0, (1 << 22) + 1}) {
      var refused = assertThrows(IllegalArgumentException.class, () -> options.with(100, bits));
      assertTrue(refused.getMessage().startsWith("bits must be 1 to 4194304"));
    }
    assertThrows(IllegalArgumentException.class, () -> options.with(0, 1000));
    assertThrows(IllegalArgumentException.class, () -> options.with(4001, 1000));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Sp80022Battery.Options(1, 1000, Double.NaN, 128, 16, 10, 500));
  }
}
