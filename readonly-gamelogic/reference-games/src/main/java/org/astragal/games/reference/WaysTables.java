package org.astragal.games.reference;

import java.util.List;

/** The mathematics of the slot of 243 ways: strips, pays, scatters and free spins. */
final class WaysTables {
  static final int REELS = 5;
  static final int ROWS = 3;

  /** Credits in a stake; ways pay in credits. */
  static final int CREDITS = 100;

  /** What the ways of a free spin pay is multiplied by this; its scatters are not. */
  static final int FREE_FACTOR = 2;

  static final int MOST_FREE_SPINS = 15;

  static final char WILD = 'W';
  static final char SCATTER = 'S';

  /** What pays, from the best symbol on. */
  static final String PAYING = "ABCDEF";

  /** The strips; a stop is the index of the symbol in the upper row. */
  static final List<Strip> STRIPS =
      List.of(
          new Strip("FEDCBFAEDFCEBDFSECFDAEFBCDEF"),
          new Strip("FAEDFCEWBDFSECFDAEFBCDEFFEDCB"),
          new Strip("CFWABDESFCEFDEFBCDEFFEDCBFEDFE"),
          new Strip("SFDECFABDEFCDEFFDECFABDEFCDEFW"),
          new Strip("EFADEFBCDEFFEDCBFEADFECDFBESFDC"));

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
}
