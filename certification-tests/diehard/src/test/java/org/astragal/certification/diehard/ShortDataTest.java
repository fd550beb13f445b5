package org.astragal.certification.diehard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;
import org.astragal.certification.battery.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: data that are too short are told so, and no word is ever used twice. */
final class ShortDataTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 1000, 3999, 4000, 4001, 153_599, 153_600, 153_603})
  void whatCannotRunSaysWhatItNeeds(int bytes) throws Exception {
    var findings = Runner.run(DiehardOptions.defaults(), Generators.aesCtr(2).bytes(bytes));
    for (Finding finding : findings) {
      if (finding.status() == Status.NOT_RUN) {
        assertTrue(finding.note().startsWith("needs about "), finding.toString());
        assertTrue(finding.pValue().isEmpty());
      } else {
        double p = finding.pValue().orElseThrow();
        assertTrue(p >= 0 && p <= 1, finding.toString());
        assertTrue(finding.size() * Integer.BYTES <= bytes, finding.toString());
      }
    }
    assertEquals(status(findings, "birthday-spacings"), ran(bytes >= 153_600));
    assertEquals(status(findings, "linear-complexity"), ran(bytes >= 4000));
    assertEquals(status(findings, "gorilla"), Status.NOT_RUN);
  }

  private static Status ran(boolean yes) {
    return yes ? Status.PASS : Status.NOT_RUN;
  }

  private static Status status(Iterable<Finding> findings, String test) {
    for (Finding finding : findings) {
      if (finding.test().equals(test)) {
        return finding.status();
      }
    }
    throw new IllegalArgumentException(test);
  }

  @ParameterizedTest
  @ValueSource(strings = {"craps", "squeeze"})
  void aSampleThatTheDataDoNotFinishDoesNotCount(String test) throws Exception {
    // No die shows ones only, and a factor of 1 never squeezes: the data end first.
    byte[] ones = Generators.named("ones").bytes(10_000_000);
    var findings = Runner.run(DiehardOptions.defaults(), ones, task -> task.id().equals(test));
    assertFalse(findings.isEmpty());
    for (Finding finding : findings) {
      assertEquals(Status.NOT_RUN, finding.status());
      assertTrue(finding.note().contains("these used up all 10,000,000"), finding.note());
      assertTrue(finding.pValue().isEmpty());
    }
    // What comes before does: a good sample is not thrown away with the one that is cut off.
    byte[] good = Generators.aesCtr(9).bytes(10_800_000);
    for (Finding finding :
        Runner.run(DiehardOptions.defaults(), good, task -> task.id().equals(test))) {
      assertEquals("1", finding.details().get("samples"));
      assertTrue(finding.size() < 2_700_000, finding.toString());
    }
  }

  @Test
  void everyByteIsReadOnceAndInOrder() throws Exception {
    for (var task : new Diehard(DiehardOptions.defaults()).plan(2_000_000)) {
      if (task.id().matches("linear-complexity/(8|16|24)")) {
        // As the first eight places, and the dearest of all.
        continue;
      }
      var sample = new Once(2_000_000);
      task.run(sample);
    }
  }

  /** A sample that refuses to be read again. */
  private static final class Once implements Sample {
    private final byte[] data;
    private long next;

    Once(int size) {
      data = Generators.aesCtr(5).bytes(size);
    }

    @Override
    public long size() {
      return data.length;
    }

    @Override
    public void read(long offset, byte[] into) {
      assertEquals(next, offset);
      System.arraycopy(data, (int) offset, into, 0, into.length);
      next += into.length;
    }
  }

  @Test
  void wordsHaveTheLowestByteFirst() throws Exception {
    byte[] data = {1, 2, 3, (byte) 0x84, 5, 6, 7, 8, 9};
    var words = new Words(Sample.of(data));
    assertEquals(2, words.size());
    assertEquals(0x84030201, words.next());
    assertEquals(0x08070605, words.next());
    assertFalse(words.exhausted());
    assertEquals(0, words.next());
    assertTrue(words.exhausted());
  }

  @Test
  void aSampleThatFailsIsReported() {
    var broken =
        new Sample() {
          @Override
          public long size() {
            return 10_000_000;
          }

          @Override
          public void read(long offset, byte[] into) throws SampleException {
            throw new SampleException("the disk is gone", new java.io.IOException());
          }
        };
    for (var task : new Diehard(DiehardOptions.defaults()).plan(broken.size())) {
      if (task.cost() > 1) {
        assertThrows(SampleException.class, () -> task.run(broken), task.id());
      }
    }
  }

  @Test
  void anInterruptIsObeyed() {
    byte[] data = Generators.aesCtr(2).bytes(10_000_000);
    for (var task : new Diehard(DiehardOptions.defaults()).plan(data.length)) {
      if (task.cost() > 1) {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> task.run(Sample.of(data)), task.id());
        assertFalse(Thread.interrupted());
      }
    }
  }

  @Test
  void tasksHaveNamesOfTheirOwnAndStayBelowAGigabyte() {
    var ids = new HashSet<String>();
    for (var task : new Diehard(DiehardOptions.defaults()).plan(1L << 40)) {
      assertTrue(ids.add(task.id()), task.id());
      assertTrue(task.memory() <= 200L << 20, task.id());
      assertTrue(task.cost() > 0, task.id());
    }
  }

  @Test
  void optionsThatCannotBeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new DiehardOptions(0, 100, false));
    assertThrows(IllegalArgumentException.class, () -> new DiehardOptions(0.5, 100, false));
    assertThrows(IllegalArgumentException.class, () -> new DiehardOptions(Double.NaN, 1, false));
    assertThrows(IllegalArgumentException.class, () -> new DiehardOptions(0.01, 0, false));
    assertThrows(IllegalArgumentException.class, () -> new DiehardOptions(0.01, 1001, false));
  }
}
