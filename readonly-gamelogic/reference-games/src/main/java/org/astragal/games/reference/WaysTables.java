package org.astragal.games.reference;

import java.util.List;
import java.util.stream.IntStream;

/** The mathematics of the slot of 243 ways: strips, pays, scatters and free spins. */
final class WaysTables {
  static final int REELS = 5;
  static final int ROWS = 3;

  /** Credits in a stake; ways pay in credits. */
  static final int CREDITS = 100;

  /** What the ways of a free spin pay is multiplied by this; its scatters are not. */
  static final int FREE_FACTOR = 2;

  static final int MOST_FREE_SPINS = 15;

  /** The symbols: six that pay, from the best on, the wild and the scatter. */
  static final String SYMBOLS = "ABCDEFWS";

  /** How many of the symbols pay. */
  static final int PAYING = 6;

  static final int WILD = 6;
  static final int SCATTER = 7;

  /** The strips; a stop is the index of the symbol in the upper row. */
  static final List<Strip> STRIPS =
      List.of(
          new Strip("FEDCBFAEDFCEBDFSECFDAEFBCDEF"),
          new Strip("FAEDFCEWBDFSECFDAEFBCDEFFEDCB"),
          new Strip("CFWABDESFCEFDEFBCDEFFEDCBFEDFE"),
          new Strip("SFDECFABDEFCDEFFDECFABDEFCDEFW"),
          new Strip("EFADEFBCDEFFEDCBFEADFECDFBESFDC"));

  /** What is seen at each stop of each reel: four bits for each symbol, the number of it. */
  private static final List<List<Integer>> SEEN = STRIPS.stream().map(WaysTables::seen).toList();

  /** What three, four and five of a symbol pay for each way, in credits. */
  private static final List<List<Integer>> PAYS =
      List.of(
          List.of(100, 400, 2000),
          List.of(60, 200, 800),
          List.of(35, 100, 300),
          List.of(20, 50, 150),
          List.of(10, 30, 80),
          List.of(8, 18, 50));

  /** What three, four and five scatters pay, in multiples of the stake. */
  private static final List<Integer> SCATTER_PAYS = List.of(2, 10, 50);

  /** How many free spins three, four and five scatters give. */
  private static final List<Integer> FREE_SPINS = List.of(8, 10, 15);

  private WaysTables() {}

  /** {@return the numbers of all symbols that are seen on a reel, for {@link #count}} */
  static int seen(int reel, int stop) {
    return SEEN.get(reel).get(stop);
  }

  /** {@return how many of a symbol are seen} */
  static int count(int seen, int symbol) {
    return (seen >>> (4 * symbol)) & 0xf;
  }

  /** {@return what each way of so many of a symbol from the left pays, in credits} */
  static int pays(int symbol, int reels) {
    return PAYS.get(symbol).get(reels - 3);
  }

  /** {@return what so many scatters pay, in multiples of the stake} */
  static int scatterPays(int scatters) {
    return scatters < 3 ? 0 : SCATTER_PAYS.get(scatters - 3);
  }

  /** {@return how many free spins so many scatters give} */
  static int freeSpins(int scatters) {
    return scatters < 3 ? 0 : FREE_SPINS.get(scatters - 3);
  }

  private static List<Integer> seen(Strip strip) {
    return IntStream.range(0, strip.length())
        .map(stop -> {
          int seen = 0;
          for (int row = 0; row < ROWS; row++) {
            seen += 1 << (4 * SYMBOLS.indexOf(strip.at(stop, row)));
          }
          return seen;
        })
        .boxed()
        .toList();
  }
}
