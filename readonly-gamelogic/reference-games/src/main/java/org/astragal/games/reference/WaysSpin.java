package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;

/**
 * One position of the five reels and what its ways and scatters come to. This is the code that
 * plays, and the code that the build runs over every position.
 *
 * @param first the stop of the first reel
 * @param second the stop of the second reel
 * @param third the stop of the third reel
 * @param fourth the stop of the fourth reel
 * @param fifth the stop of the fifth reel
 */
record WaysSpin(int first, int second, int third, int fourth, int fifth) {
  /**
   * Ways of one symbol.
   *
   * @param symbol the symbol
   * @param reels on how many reels from the left it is seen
   * @param ways in how many ways
   * @param credits what they pay together
   */
  record WayWin(char symbol, int reels, int ways, int credits) {}

  /** {@return what all ways pay, in credits} */
  int credits() {
    int sum = 0;
    for (int symbol = 0; symbol < WaysTables.PAYING; symbol++) {
      sum += credits(symbol);
    }
    return sum;
  }

  /** {@return the symbols that pay} */
  List<WayWin> wins() {
    var wins = new ArrayList<WayWin>();
    for (int symbol = 0; symbol < WaysTables.PAYING; symbol++) {
      int credits = credits(symbol);
      if (credits > 0) {
        int reels = reels(symbol);
        char name = WaysTables.SYMBOLS.charAt(symbol);
        wins.add(new WayWin(name, reels, ways(symbol, reels), credits));
      }
    }
    return wins;
  }

  /** {@return how many scatters are seen} */
  int scatters() {
    int count = 0;
    for (int reel = 0; reel < WaysTables.REELS; reel++) {
      count += WaysTables.count(WaysTables.seen(reel, stop(reel)), WaysTables.SCATTER);
    }
    return count;
  }

  /** {@return what is seen on each reel} */
  List<String> windows() {
    var windows = new ArrayList<String>(WaysTables.REELS);
    for (int reel = 0; reel < WaysTables.REELS; reel++) {
      windows.add(WaysTables.STRIPS.get(reel).window(stop(reel), WaysTables.ROWS));
    }
    return windows;
  }

  private int credits(int symbol) {
    int reels = reels(symbol);
    return reels < 3 ? 0 : ways(symbol, reels) * WaysTables.pays(symbol, reels);
  }

  private int reels(int symbol) {
    int reels = 0;
    while (reels < WaysTables.REELS && matches(reels, symbol) > 0) {
      reels++;
    }
    return reels;
  }

  private int ways(int symbol, int reels) {
    int ways = 1;
    for (int reel = 0; reel < reels; reel++) {
      ways *= matches(reel, symbol);
    }
    return ways;
  }

  private int matches(int reel, int symbol) {
    int seen = WaysTables.seen(reel, stop(reel));
    return WaysTables.count(seen, symbol) + WaysTables.count(seen, WaysTables.WILD);
  }

  private int stop(int reel) {
    return switch (reel) {
      case 0 -> first;
      case 1 -> second;
      case 2 -> third;
      case 3 -> fourth;
      default -> fifth;
    };
  }
}
