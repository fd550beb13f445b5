package org.astragal.certification.sp80090b;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: data that are no data give a reason, never an exception and never a pass. */
final class PoorDataTest {
  private static final Track[] BOTH = {Track.NON_IID, Track.IID};

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255})
  void samplesThatAreAllTheSameHoldNoEntropy(int value) throws Exception {
    byte[] data = new byte[1_000_000];
    Arrays.fill(data, (byte) value);
    var findings = Runs.run(Runs.options(8, 4, BOTH), data);
    for (Finding finding : findings) {
      assertNotEquals(Status.PASS, finding.status(), finding.toString());
      assertFalse(finding.note().isEmpty(), finding.toString());
    }
    var assessed = Runs.find(findings, "assessed", "non-iid");
    assertEquals(Status.FAIL, assessed.status());
    assertEquals("0.0", assessed.details().get("minEntropy"));
  }

  @Test
  void aSampleOutOfRangeIsNamed() throws Exception {
    byte[] data = DataSets.named("aes4_10k");
    data[4711] = 0x1f;
    for (Finding finding : Runs.run(Runs.options(4, 2, BOTH), data)) {
      assertEquals(Status.NOT_RUN, finding.status(), finding.toString());
      assertTrue(finding.note().contains("byte 4711 is 31"), finding.note());
    }
  }

  @Test
  void dataOfEveryShortLengthAndAlphabetGiveFiguresOrReasons() throws Exception {
    var random = new Random(3);
    var lengths = new HashSet<Integer>();
    for (int n = 0; n < 40; n++) {
      lengths.add(n);
    }
    lengths.addAll(List.of(100, 127, 128, 129, 999, 1000, 1001, 4095, 4096, 6006, 6012, 6018));
    for (int n : lengths) {
      for (int alphabet : new int[] {1, 2, 3, 250}) {
        byte[] data = new byte[n];
        for (int i = 0; i < n; i++) {
          data[i] = (byte) (random.nextInt(alphabet) + (n % 3));
        }
        for (Finding finding : Runs.run(Runs.options(8, 4, Track.NON_IID), data)) {
          check(finding);
        }
      }
    }
    for (int n : new int[] {0, 1, 2, 33, 999, 1000}) {
      for (int alphabet : new int[] {1, 2, 3, 250}) {
        byte[] data = new byte[n];
        for (int i = 0; i < n; i++) {
          data[i] = (byte) random.nextInt(alphabet);
        }
        Runs.run(Runs.options(8, 4, Track.IID), data).forEach(PoorDataTest::check);
      }
    }
  }

  private static void check(Finding finding) {
    if (finding.status() == Status.NOT_RUN) {
      assertFalse(finding.note().isEmpty(), finding.toString());
    } else {
      assertTrue(Double.isFinite(finding.statistic().orElseThrow()), finding.toString());
      assertTrue(finding.threshold().isPresent(), finding.toString());
    }
    if (finding.test().equals("assessed")) {
      assertNotEquals(Status.PASS, finding.status(), finding.toString());
    }
    finding.details().values().forEach(v -> assertNotEquals("NaN", v, finding.toString()));
  }

  @Test
  void wideSamplesOfTwoValuesAreBits() throws Exception {
    byte[] bits = DataSets.named("aes1_10k");
    byte[] wide = new byte[bits.length];
    for (int i = 0; i < bits.length; i++) {
      wide[i] = (byte) (bits[i] == 0 ? 3 : 200);
    }
    var narrow = Runs.run(Runs.options(1, 0.5, Track.NON_IID), bits);
    var same = Runs.run(Runs.options(8, 4, Track.NON_IID), wide);
    assertEquals(narrow.size(), same.size());
    for (Finding finding : narrow) {
      assertEquals(
          finding.statistic(), Runs.find(same, finding.test(), finding.variant()).statistic());
    }
    assertEquals(Status.FAIL, same.getLast().status());
  }

  @Test
  void onlySoManySamplesAreReadAsTheOptionsAllow() throws Exception {
    byte[] data = DataSets.aes(5000);
    var few = new Sp80090bOptions(8, EnumSet.of(Track.NON_IID), 4, 4500, "", Optional.empty());
    var findings = Runs.run(few, data);
    assertEquals(4500, findings.getLast().size());
    assertEquals(Runs.run(Sp80090bOptions.of(8), Arrays.copyOf(data, 4500)), findings);
    assertEquals(4_000_000, Sp80090bOptions.MAX_BITS / 8);
    assertEquals(2_000_000, Sp80090bOptions.of(8).samples(10_000_000_000L));
  }

  @Test
  void tasksHaveNamesOfTheirOwnAndStayBelowAGigabyte() {
    for (int bits = 1; bits <= 8; bits++) {
      var options =
          new Sp80090bOptions(
              bits, EnumSet.allOf(Track.class), 0.1, Integer.MAX_VALUE, "", Optional.empty());
      var ids = new HashSet<String>();
      for (var task : new Sp80090b(options).plan(1L << 40)) {
        assertTrue(ids.add(task.id()), task.id());
        assertTrue(task.memory() <= 1L << 30, task.id() + " " + task.memory());
        assertTrue(task.cost() > 0);
      }
    }
  }

  /** 5.2.1: with sixteen symbols that are equally frequent, 2,560 samples give each pair five. */
  @Test
  void pairsThatAreExpectedTooSeldomAreNotTested() throws Exception {
    var short1 = independence(2_544);
    assertEquals(Status.NOT_RUN, short1.status());
    assertTrue(short1.note().contains("pairs of 16 different symbols"), short1.note());
    assertTrue(short1.pValue().isEmpty());
    var enough = independence(2_592);
    assertEquals(Status.PASS, enough.status());
    assertEquals(240, enough.dof().orElseThrow());
  }

  private static Finding independence(int samples) throws Exception {
    byte[] data = new byte[samples];
    for (int i = 0; i < samples; i++) {
      data[i] = (byte) (i % 16);
    }
    var random = new Random(4);
    for (int i = samples - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      byte other = data[j];
      data[j] = data[i];
      data[i] = other;
    }
    for (var task : new Sp80090b(Runs.options(4, 2, Track.IID)).plan(samples)) {
      if (task.id().equals("chi-square")) {
        return task.run(DataSets.sample(data)).getFirst();
      }
    }
    throw new IllegalStateException("no such task");
  }

  @Test
  void anInterruptIsObeyed() {
    byte[] data = DataSets.aes(300_000);
    for (var task : new Sp80090b(Runs.options(8, 4, Track.NON_IID)).plan(data.length)) {
      if (task.cost() > 20) {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> task.run(DataSets.sample(data)), task.id());
        assertFalse(Thread.interrupted());
      }
    }
  }

  @Test
  void optionsThatCannotBeAreRefused() {
    var track = EnumSet.of(Track.IID);
    for (Executable make :
        List.<Executable>of(
            () -> Sp80090bOptions.of(0),
            () -> Sp80090bOptions.of(9),
            () -> new Sp80090bOptions(8, EnumSet.noneOf(Track.class), 1, 10, "", Optional.empty()),
            () -> new Sp80090bOptions(4, track, 4.1, 10, "", Optional.empty()),
            () -> new Sp80090bOptions(4, track, Double.NaN, 10, "", Optional.empty()),
            () -> new Sp80090bOptions(4, track, 1, 0, "", Optional.empty()),
            () -> new Sp80090bOptions(4, track, 1, 1, "s".repeat(201), Optional.empty()))) {
      assertThrows(IllegalArgumentException.class, make);
    }
  }
}
