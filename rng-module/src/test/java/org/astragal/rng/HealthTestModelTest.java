package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Goal: the tests that look at many samples in one step find what the standard's own words find,
 * one sample after the other: the same alarm at the same place, however the samples are read.
 */
final class HealthTestModelTest {
  private static final int ROUNDS = 300;
  private static final int SAMPLES = 12_000;

  /** A test in its plainest form: one sample at a time. */
  private interface Model {
    boolean alarms(int sample);
  }

  /** SP 800-90B, 4.4.1, word for word. */
  private static Model repetition(int cutoff) {
    return new Model() {
      private int last = -1;
      private int count;

      @Override
      public boolean alarms(int sample) {
        count = sample == last ? count + 1 : 1;
        last = sample;
        return count >= cutoff;
      }
    };
  }

  /** SP 800-90B, 4.4.2, word for word. */
  private static Model proportion(int window, int cutoff) {
    return new Model() {
      private int first;
      private int count;
      private int seen;

      @Override
      public boolean alarms(int sample) {
        if (seen == 0) {
          first = sample;
          count = 0;
        }
        count += sample == first ? 1 : 0;
        seen = (seen + 1) % window;
        return sample == first && count >= cutoff;
      }
    };
  }

  private static Model successiveBlocks() {
    return new Model() {
      private int[] before = new int[0];
      private final int[] block = new int[SuccessiveBlocksTest.BLOCK];
      private int filled;

      @Override
      public boolean alarms(int sample) {
        block[filled++] = sample;
        if (filled < block.length) {
          return false;
        }
        boolean repeated = Arrays.equals(block, before);
        before = block.clone();
        filled = 0;
        return repeated;
      }
    };
  }

  /**
   * Keeps all samples, and compares the blocks themselves. Only their places in the table follow
   * from fingerprints, each made from its block alone.
   */
  private static Model replay(ReplayTest real) {
    return new Model() {
      private final byte[] all = new byte[real.width() + SAMPLES];
      private final Map<Long, ByteBuffer> table = new HashMap<>();
      private int seen;
      private int lastHit = -(ReplayTest.CLOSE + 1) * real.width();

      @Override
      public boolean alarms(int sample) {
        all[real.width() + seen++] = (byte) sample;
        boolean alarm = false;
        if (seen % ReplayTest.WORD == 0 && isKnown(seen)) {
          alarm = seen - lastHit <= ReplayTest.CLOSE * real.width();
          lastHit = seen;
        }
        // What was given since the last meeting is remembered at the next one, oldest first.
        for (int i = ReplayTest.WORD - 1; seen % real.meeting() == 0 && i >= 0; i--) {
          int end = seen - i * real.spacing();
          table.put(slot(end), block(end));
        }
        return alarm;
      }

      private boolean isKnown(int end) {
        return fingerprint(end) != 0 && block(end).equals(table.get(slot(end)));
      }

      private long slot(int end) {
        return fingerprint(end) >>> (Long.SIZE - ReplayTest.TABLE_BITS);
      }

      private long fingerprint(int end) {
        ByteBuffer words = block(end);
        long fingerprint = 0;
        while (words.hasRemaining()) {
          fingerprint = fingerprint * ReplayTest.BASE + words.getLong();
        }
        return fingerprint;
      }

      // The block that ends there; before the first sample there are zeros.
      private ByteBuffer block(int end) {
        return ByteBuffer.wrap(all, end, real.width()).slice();
      }
    };
  }

  @Test
  void repetitionCountAlarmsAtTheVerySample() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var test = new RepetitionCountTest(4.0, 40);
      agree(test, repetition(test.cutoff()), new SplittableRandom(seed), 12);
    }
  }

  @Test
  void adaptiveProportionAlarmsAtTheVerySample() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var test = new AdaptiveProportionTest(8, 4.0, 40);
      agree(test, proportion(test.window(), test.cutoff()), new SplittableRandom(seed), 400);
    }
  }

  @Test
  void comparisonOfBlocksAlarmsAtTheVerySample() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      agree(new SuccessiveBlocksTest(), successiveBlocks(), new SplittableRandom(seed), 40);
    }
  }

  @Test
  void replayTestAlarmsAtTheVerySample() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var test = new ReplayTest(4.0);
      agree(test, replay(test), new SplittableRandom(seed), 600);
    }
  }

  /** Both see the same samples, which go wrong in one way or another at random places. */
  private static void agree(HealthTest test, Model model, SplittableRandom random, int longest) {
    byte[] samples = new byte[SAMPLES];
    random.nextBytes(samples);
    for (int fault = 0; fault < 40; fault++) {
      int length = 1 + random.nextInt(longest);
      int at = random.nextInt(samples.length - length);
      switch (random.nextInt(3)) {
        case 0 -> Arrays.fill(samples, at, at + length, samples[at]);
        case 1 -> System.arraycopy(samples, random.nextInt(at + 1), samples, at, length);
        default -> {
          for (int i = at; i < at + length; i += 1 + random.nextInt(6)) {
            samples[i] = samples[at];
          }
        }
      }
    }
    int expected = 0;
    while (expected < samples.length && !model.alarms(samples[expected] & 0xff)) {
      expected++;
    }
    int found = -1;
    for (int at = 0; at < samples.length && found < 0; ) {
      int to = Math.min(samples.length, at + 1 + random.nextInt(3_000));
      int alarm = test.alarmIn(Arrays.copyOfRange(samples, at, to));
      found = alarm < 0 ? -1 : at + alarm;
      at = to;
    }
    assertEquals(expected == samples.length ? -1 : expected, found);
    assertTrue(expected > 0);
  }
}
