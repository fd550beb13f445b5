package org.astragal.games.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.astragal.games.api.DrawsException;
import org.astragal.games.reference.BaccaratCoup.Winner;

/**
 * All coups from eight decks, by the values of their cards, through the code that deals. A coup of
 * four or five cards counts for all the ways to draw six.
 */
final class BaccaratCount {
  /** In how many of all ways each of them wins. */
  static final Map<Winner, BigInteger> WAYS = new EnumMap<>(Winner.class);

  /** Draws of the game with which each of them wins: eights and kings, out of later decks first. */
  static final Map<Winner, List<Integer>> EXAMPLES =
      Map.of(
          Winner.BANKER, List.of(376, 319, 272, 220),
          Winner.PLAYER, List.of(371, 324, 272, 220),
          Winner.TIE, List.of(371, 319, 272, 220));

  static {
    count();
  }

  private BaccaratCount() {}

  /** {@return 416 × 415 × … × 411} */
  static BigInteger allWays() {
    return product(416, 6);
  }

  private static void count() {
    var values = new ArrayList<Integer>();
    do {
      var left = new ArrayList<>(List.of(128, 32, 32, 32, 32, 32, 32, 32, 32, 32));
      long[] ways = {1};
      int[] dealt = {0};
      try {
        var coup =
            BaccaratCoup.deal(() -> {
              if (values.size() == dealt[0]) {
                values.add(0);
              }
              int value = values.get(dealt[0]++);
              ways[0] *= left.get(value);
              left.set(value, left.get(value) - 1);
              // A card of that value: a ten for nothing.
              return value == 0 ? 9 : value - 1;
            });
        BigInteger rest = product(416 - dealt[0], 6 - dealt[0]);
        WAYS.merge(coup.winner(), BigInteger.valueOf(ways[0]).multiply(rest), BigInteger::add);
      } catch (DrawsException e) {
        throw new IllegalStateException(e);
      }
    } while (advance(values));
  }

  private static boolean advance(List<Integer> values) {
    while (!values.isEmpty()) {
      int last = values.removeLast();
      if (last < 9) {
        values.add(last + 1);
        return true;
      }
    }
    return false;
  }

  private static BigInteger product(int from, int factors) {
    BigInteger product = BigInteger.ONE;
    for (int i = 0; i < factors; i++) {
      product = product.multiply(BigInteger.valueOf(from - i));
    }
    return product;
  }
}
