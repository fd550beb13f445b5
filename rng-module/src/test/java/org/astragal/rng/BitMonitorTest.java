package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: each bet is fair against fair bits, so the bound on false alarms holds; faults win. */
final class BitMonitorTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.4990234375, 0.5009765625, 0.75})
  void betOnACoinPaysOneOnAverageIfTheBitsAreFair(double idea) {
    var bet = new BitMonitor.CoinBet(idea);
    // All outcomes of 40 fair bits, weighted by how often they come.
    double mean = 0;
    double weight = Math.scalb(1.0, -40);
    for (int ones = 0; ones <= 40; ones++) {
      mean += weight * bet.ratio(ones, 40);
      weight = weight * (40 - ones) / (ones + 1);
    }
    assertEquals(1, mean, 1e-12);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 64, 1024})
  void betOnNibblesPaysOneOnAverageIfTheyAreFair(int concentration) {
    var bet = new BitMonitor.PokerBet(concentration, 3);
    double sum =
        IntStream.range(0, 1 << 12)
            .mapToDouble(nibbles -> {
              int[] counts = new int[16];
              counts[nibbles & 15]++;
              counts[nibbles >>> 4 & 15]++;
              counts[nibbles >>> 8]++;
              return bet.ratio(counts);
            })
            .sum();
    assertEquals(1, sum / (1 << 12), 1e-12);
  }

  @Test
  void nibblesAndChangesAreCountedAsIfOneByOne() {
    var random = new SplittableRandom(5);
    var counts = new BitCounts();
    int last = 0;
    for (int length = 0; length < 200; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      int from = random.nextInt(length + 1);
      int[] expected = new int[16];
      int changes = 0;
      for (int i = from; i < length; i++) {
        expected[bytes[i] >>> 4 & 15]++;
        expected[bytes[i] & 15]++;
        for (int bit = 7; bit >= 0; bit--) {
          changes += (bytes[i] >>> bit & 1) ^ last;
          last = bytes[i] >>> bit & 1;
        }
      }
      int middle = from + random.nextInt(length - from + 1);
      counts.add(bytes, from, middle);
      counts.add(bytes, middle, length);
      assertArrayEquals(expected, counts.takeNibbles());
      assertEquals(changes, counts.takeChanges());
    }
  }

  @Test
  void oddsFromTheTableAreThoseThatAreComputed() {
    int bits = BitMonitor.WINDOW_BYTES * 8;
    byte[] window = new byte[BitMonitor.WINDOW_BYTES];
    var random = new SplittableRandom(6);
    double capital = 0;
    for (BitMonitor.CoinBet bet : BitMonitor.coinBets().subList(4, 5)) {
      for (int i = 0; i < 20; i++) {
        random.nextBytes(window);
        int ones = 0;
        for (byte b : window) {
          ones += Integer.bitCount(b & 0xff);
        }
        capital = (capital + 1) * bet.ratio(ones, bits);
        assertEquals(capital, bet.next(ones, bits));
      }
      capital = (capital + 1) * bet.ratio(bits / 2 + 600, bits);
      assertEquals(capital, bet.next(bits / 2 + 600, bits), "beyond the table");
    }
  }

  @Test
  void unitIsStakedAtEachWindowAndTheGainIsStakedAgain() {
    var bet = new BitMonitor.CoinBet(0.75);
    double ratio = bet.ratio(2, 2);
    assertEquals(2.25, ratio, 1e-12);
    assertEquals(2.25, bet.next(2, 2), 1e-12);
    assertEquals((2.25 + 1) * 2.25, bet.next(2, 2), 1e-12);
    assertEquals(((2.25 + 1) * 2.25 + 1) * 0.25, bet.next(0, 2), 1e-12);
  }

  @Test
  void limitFollowsAlpha() {
    assertEquals("bit monitor, limit 2^60", new BitMonitor(40).label());
    assertEquals("bit monitor, limit 2^40", new BitMonitor(20).label());
  }

  @Test
  void fairBitsRaiseNoAlarmAndTheBoundSaysSo() {
    // 12,000 windows against a limit of 2^40: a false alarm has probability below 2^-26.
    var monitor = new BitMonitor(20);
    var random = new SplittableRandom(7);
    byte[] bytes = new byte[30_000];
    for (int i = 0; i < 1_000; i++) {
      random.nextBytes(bytes);
      assertEquals(-1, monitor.alarmIn(bytes));
    }
  }

  @Test
  void bitsThatAreFairOneByOneButFollowEachOtherRaiseTheAlarm() {
    // Ones and zeros come alike; a bit is the one before it with probability 0.52.
    var random = new SplittableRandom(3);
    int[] last = {0};
    int alarm =
        samplesToAlarm(() -> {
          int value = 0;
          for (int i = 0; i < 8; i++) {
            last[0] = random.nextInt(100) < 52 ? last[0] : 1 - last[0];
            value = value << 1 | last[0];
          }
          return value;
        });
    assertTrue(alarm <= 20 * BitMonitor.WINDOW_BYTES, "after " + alarm);
  }

  @Test
  void nibbleThatComesUpTooOftenRaisesTheAlarmAlthoughOnesAndRunsAreFair() {
    // Each of 0101 and 1010 as often as the other, and 0000, 1111, 0011, 1100 instead: the numbers
    // of ones and of changes stay near those of fair bits.
    var random = new SplittableRandom(4);
    int alarm =
        samplesToAlarm(() -> {
          int value = random.nextInt(256);
          return random.nextInt(10) == 0 ? (value & 0xf0) + 6 + 3 * random.nextInt(2) : value;
        });
    assertTrue(alarm <= 60 * BitMonitor.WINDOW_BYTES, "after " + alarm);
  }

  @Test
  void changeFromOneByteToTheNextIsCounted() {
    // 11110000 has one change inside, and one to its like: two in eight bits, where four are fair.
    // Without the one between bytes it would look like 0.125 and not like 0.25, the bet's idea.
    assertTrue(samplesToAlarm(() -> 0xf0) == BitMonitor.WINDOW_BYTES);
    // 01011010: six changes inside and one between: nearly the same windows as fair ones but for
    // the nibbles.
    assertTrue(samplesToAlarm(() -> 0x5a) == BitMonitor.WINDOW_BYTES);
  }

  private static int samplesToAlarm(java.util.function.IntSupplier source) {
    var monitor = new BitMonitor(40);
    byte[] bytes = new byte[1_000];
    for (int read = 0; read < 10_000; read++) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) source.getAsInt();
      }
      int at = monitor.alarmIn(bytes);
      if (at >= 0) {
        return read * bytes.length + at + 1;
      }
    }
    return Integer.MAX_VALUE;
  }
}
