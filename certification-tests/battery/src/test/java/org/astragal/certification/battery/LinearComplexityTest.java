package org.astragal.certification.battery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Goal: the fast algorithm finds the shortest register, whatever the length and the place. */
final class LinearComplexityTest {
  @Test
  void allShortSequencesHaveTheShortestRegisterThatExists() {
    for (int length = 0; length <= 9; length++) {
      for (int value = 0; value < 1 << length; value++) {
        assertEquals(shortest(value, length), LinearComplexity.of(words(value, length), 0, length));
      }
    }
  }

  @Test
  void exampleOfTheDocumentIsFour() {
    // SP 800-22, 2.10.4: 1101011110001.
    assertEquals(4, LinearComplexity.of(words(0b1101011110001, 13), 0, 13));
  }

  @Test
  void bothWaysOfCountingAgreeBitByBit() {
    var random = new SplittableRandom(210);
    long[] bits = random.longs(40).toArray();
    for (int length = 0; length <= 2000; length += 1 + length / 40) {
      int offset = random.nextInt(500);
      assertEquals(
          bitByBit(bits, offset, length), LinearComplexity.of(bits, offset, length), "" + length);
    }
  }

  @Test
  void highComplexityInAShortSequenceIsNotCutOff() {
    for (int zeros = 200; zeros < 510; zeros++) {
      long[] bits = new long[8];
      bits[zeros >>> 6] = Long.MIN_VALUE >>> zeros;
      // Zeros and then a one need a register as long as all of them.
      assertEquals(zeros + 1, LinearComplexity.of(bits, 0, zeros + 1));
      assertEquals(zeros + 1, LinearComplexity.of(bits, 0, 511));
    }
  }

  @Test
  void mersenneTwisterIsLinearOverAllItsState() {
    byte[] bytes = Generators.named("mt19937").bytes(4 * 41_000);
    long[] plane = new long[41_000 / 64 + 1];
    for (int i = 0; i < 41_000; i++) {
      plane[i >>> 6] |= (bytes[4 * i + 3] & 1L) << (63 - (i & 63));
    }
    assertEquals(19_937, LinearComplexity.of(plane, 0, 41_000));
  }

  @Test
  void sequenceOutsideTheWordsIsRefused() {
    assertThrows(IndexOutOfBoundsException.class, () -> LinearComplexity.of(new long[2], 1, 128));
    assertThrows(IndexOutOfBoundsException.class, () -> LinearComplexity.of(new long[2], -1, 10));
  }

  private static long[] words(int value, int length) {
    return new long[] {length == 0 ? 0 : (long) value << (64 - length)};
  }

  /** Tries all registers. */
  private static int shortest(int value, int length) {
    for (int size = 0; size < length; size++) {
      for (int taps = 0; taps < 1 << size; taps++) {
        if (makes(value, length, size, taps)) {
          return size;
        }
      }
    }
    return length;
  }

  private static boolean makes(int value, int length, int size, int taps) {
    for (int i = size; i < length; i++) {
      int sum = 0;
      for (int j = 1; j <= size; j++) {
        sum ^= (taps >>> (j - 1)) & bit(value, length, i - j);
      }
      if ((sum & 1) != bit(value, length, i)) {
        return false;
      }
    }
    return true;
  }

  private static int bit(int value, int length, int index) {
    return (value >>> (length - 1 - index)) & 1;
  }

  /** The algorithm as the textbooks have it. */
  private static int bitByBit(long[] words, int offset, int length) {
    int[] s = new int[length];
    for (int i = 0; i < length; i++) {
      s[i] = (int) (words[(offset + i) / 64] >>> (63 - (offset + i) % 64)) & 1;
    }
    int[] c = new int[length + 1];
    int[] b = new int[length + 1];
    c[0] = 1;
    b[0] = 1;
    int complexity = 0;
    int since = 1;
    for (int i = 0; i < length; i++, since++) {
      int d = s[i];
      for (int j = 1; j <= complexity; j++) {
        d ^= c[j] & s[i - j];
      }
      if (d == 0) {
        continue;
      }
      int[] t = c.clone();
      for (int j = 0; j + since <= length; j++) {
        c[j + since] ^= b[j];
      }
      if (2 * complexity <= i) {
        complexity = i + 1 - complexity;
        b = t;
        since = 0;
      }
    }
    return complexity;
  }
}
