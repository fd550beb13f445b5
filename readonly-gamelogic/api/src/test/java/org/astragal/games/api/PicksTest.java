package org.astragal.games.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: every order and every choice comes from equally many sequences of draws. All sequences are
 * tried, so "equally" is counted and not estimated.
 */
final class PicksTest {
  /** What is made of draws. */
  private interface Picked {
    Object from(Draws draws) throws DrawsException;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void everyOrderComesFromOneSequenceOfDraws(int count) throws DrawsException {
    Map<Object, Integer> orders = all(draws -> list(Picks.shuffled(draws, "deck", count)));
    assertEquals(factorial(count), orders.size());
    assertTrue(orders.values().stream().allMatch(times -> times == 1));
    for (Object order : orders.keySet()) {
      assertEquals(
          IntStream.range(0, count).boxed().toList(),
          ((List<?>) order).stream().map(Integer.class::cast).sorted().toList());
    }
  }

  @ParameterizedTest
  @CsvSource({"5, 0, 1", "5, 1, 5", "5, 2, 20", "5, 3, 60", "5, 5, 120", "1, 1, 1", "0, 0, 1"})
  void everyHandInOrderComesFromOneSequenceOfDraws(int count, int taken, int hands)
      throws DrawsException {
    Map<Object, Integer> dealt = all(draws -> list(Picks.dealt(draws, "deck", count, taken)));
    assertEquals(hands, dealt.size());
    assertTrue(dealt.values().stream().allMatch(times -> times == 1));
  }

  @ParameterizedTest
  @CsvSource({"6, 0, 1", "6, 1, 6", "6, 3, 20", "6, 6, 1", "7, 4, 35"})
  void everyChoiceComesFromEquallyManySequencesOfDraws(int count, int taken, int choices)
      throws DrawsException {
    Map<Object, Integer> chosen = all(draws -> list(Picks.chosen(draws, "balls", count, taken)));
    assertEquals(choices, chosen.size());
    int orders = factorial(taken);
    assertTrue(chosen.values().stream().allMatch(times -> times == orders));
  }

  @Test
  void thingIsPickedFromAsManyDrawsAsItWeighs() throws DrawsException {
    long[] weights = {3, 0, 1, 7, 0};
    Map<Object, Integer> picked = all(draws -> Picks.weighted(draws, "reel", weights));
    assertEquals(Map.of(0, 3, 2, 1, 3, 7), picked);
  }

  @Test
  void weightsMaySumUpToTheLargestBound() throws DrawsException {
    long half = 1L << 62;
    assertEquals(1, Picks.weighted((_, _) -> half, "reel", half, half - 1));
    assertEquals(0, Picks.weighted((_, _) -> half - 1, "reel", half, half - 1));
    assertThrows(
        IllegalArgumentException.class, () -> Picks.weighted((_, _) -> 0, "reel", half, half));
    assertThrows(IllegalArgumentException.class, () -> Picks.weighted((_, _) -> 0, "reel", 3, -1));
    assertThrows(IllegalArgumentException.class, () -> Picks.weighted((_, _) -> 0, "reel", 0, 0));
    assertThrows(IllegalArgumentException.class, () -> Picks.weighted((_, _) -> 0, "reel"));
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "65537, 1", "5, 6", "5, -1"})
  void moreThanThereAreCannotBeDealt(int count, int taken) {
    assertThrows(
        IllegalArgumentException.class, () -> Picks.dealt((_, _) -> 0, "deck", count, taken));
    assertThrows(
        IllegalArgumentException.class, () -> Picks.chosen((_, _) -> 0, "deck", count, taken));
  }

  @Test
  void recordedShoeOf416CardsPlaysAgain() throws DrawsException {
    var random = new SplittableRandom(1);
    var bounds = new ArrayList<Long>();
    var values = new ArrayList<Long>();
    int[] shoe =
        Picks.shuffled(
            (_, n) -> {
              bounds.add(n);
              values.add(random.nextLong(n));
              return values.getLast();
            },
            "shoe",
            416);
    assertEquals(LongStream.range(0, 415).map(i -> 416 - i).boxed().toList(), bounds);
    assertArrayEquals(shoe, Picks.shuffled((_, _) -> values.removeFirst(), "shoe", 416));
    assertEquals(List.of(), values);
    // The class says more than 2^3024.
    BigInteger orders = BigInteger.ONE;
    for (int i = 2; i <= 416; i++) {
      orders = orders.multiply(BigInteger.valueOf(i));
    }
    assertEquals(3024, orders.bitLength() - 1);
  }

  /** {@return how many sequences of draws lead to each result; all sequences are tried} */
  private static Map<Object, Integer> all(Picked picked) throws DrawsException {
    var times = new HashMap<Object, Integer>();
    var values = new ArrayList<Long>();
    while (true) {
      var bounds = new ArrayList<Long>();
      Object result =
          picked.from((_, n) -> {
            if (values.size() == bounds.size()) {
              values.add(0L);
            }
            bounds.add(n);
            return values.get(bounds.size() - 1);
          });
      times.merge(result, 1, Integer::sum);
      // The next sequence, as a counter counts.
      while (!values.isEmpty() && values.getLast() == bounds.get(values.size() - 1) - 1) {
        values.removeLast();
      }
      if (values.isEmpty()) {
        return times;
      }
      values.set(values.size() - 1, values.getLast() + 1);
    }
  }

  private static List<Integer> list(int[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  private static int factorial(int n) {
    return IntStream.rangeClosed(1, n).reduce(1, (a, b) -> a * b);
  }
}
