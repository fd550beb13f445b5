package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.TreeSet;
import org.astragal.games.api.SealedThreshold;
import org.junit.jupiter.api.Test;

/**
 * Goal: a threshold lies above the seed and at the ceiling at most, and is hit when it is reached.
 */
final class MustHitByTest {
  private static final SealedThreshold LEVEL = new MustHitBy();

  @Test
  void hasANameAndAVersion() {
    assertEquals("ref.mystery.must-hit-by 1.0.0", LEVEL.id() + " " + LEVEL.version());
  }

  @Test
  void everyValueAboveTheSeedUpToTheCeilingIsAThreshold() {
    for (long seed : new long[] {0, 7}) {
      for (long ceiling = seed + 1; ceiling <= seed + 5; ceiling++) {
        var thresholds = new TreeSet<Long>();
        long below = LEVEL.below(seed, ceiling);
        for (long draw = 0; draw < below; draw++) {
          thresholds.add(LEVEL.thresholdMinor(seed, ceiling, draw));
        }
        assertEquals(ceiling - seed, thresholds.size());
        assertEquals(seed + 1, thresholds.getFirst());
        assertEquals(ceiling, thresholds.getLast());
      }
    }
  }

  @Test
  void poolThatReachesTheThresholdWinsOnce() {
    for (long before = 0; before <= 6; before++) {
      for (long after = before; after <= 6; after++) {
        for (long threshold = 1; threshold <= 6; threshold++) {
          boolean isReachedNow = before < threshold && after >= threshold;
          assertEquals(isReachedNow, LEVEL.isHit(threshold, before, after));
        }
      }
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> LEVEL.below(-1, 5));
    assertThrows(IllegalArgumentException.class, () -> LEVEL.below(5, 5));
    assertThrows(IllegalArgumentException.class, () -> LEVEL.below(6, 5));
    assertThrows(IllegalArgumentException.class, () -> LEVEL.thresholdMinor(1, 5, -1));
    assertThrows(IllegalArgumentException.class, () -> LEVEL.thresholdMinor(1, 5, 4));
    assertThrows(IllegalArgumentException.class, () -> LEVEL.isHit(3, 2, 1));
  }
}
