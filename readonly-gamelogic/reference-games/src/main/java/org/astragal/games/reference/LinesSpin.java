package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;

/**
 * One position of the five reels and what its lines pay. This is the code that plays, and the code
 * that the build runs over every position.
 *
 * @param first the stop of the first reel
 * @param second the stop of the second reel
 * @param third the stop of the third reel
 * @param fourth the stop of the fourth reel
 * @param fifth the stop of the fifth reel
 */
record LinesSpin(int first, int second, int third, int fourth, int fifth) {
  /**
   * A line that pays.
   *
   * @param line its number, 1 to 20
   * @param symbol what is counted
   * @param count how many from the left
   * @param pays in line bets
   */
  record LineWin(int line, char symbol, int count, int pays) {}

  /** {@return the sum of all lines, in line bets} */
  int lineBets() {
    int sum = 0;
    for (String line : LinesTables.LINES) {
      int count = count(line);
      if (count >= 3) {
        sum += LinesTables.pays(symbol(0, line), count);
      }
    }
    return sum;
  }

  /** {@return the lines that pay} */
  List<LineWin> wins() {
    var wins = new ArrayList<LineWin>();
    for (int i = 0; i < LinesTables.LINES.size(); i++) {
      String line = LinesTables.LINES.get(i);
      int count = count(line);
      char symbol = symbol(0, line);
      int pays = LinesTables.pays(symbol, count);
      if (pays > 0) {
        wins.add(new LineWin(i + 1, symbol, count, pays));
      }
    }
    return wins;
  }

  /** {@return whether a scatter is seen on the first, the third and the fifth reel} */
  boolean hasBonus() {
    return sees(0) && sees(2) && sees(4);
  }

  /** {@return what is seen on each reel} */
  List<String> windows() {
    var windows = new ArrayList<String>(LinesTables.REELS);
    for (int reel = 0; reel < LinesTables.REELS; reel++) {
      windows.add(LinesTables.STRIPS.get(reel).window(stop(reel), LinesTables.ROWS));
    }
    return windows;
  }

  // The first reel has no wild, so its symbol is the one that is counted.
  private int count(String line) {
    char symbol = symbol(0, line);
    if (symbol == LinesTables.SCATTER) {
      return 0;
    }
    int count = 1;
    while (count < LinesTables.REELS) {
      char next = symbol(count, line);
      if (next != symbol && next != LinesTables.WILD) {
        return count;
      }
      count++;
    }
    return count;
  }

  private char symbol(int reel, String line) {
    return LinesTables.STRIPS.get(reel).at(stop(reel), line.charAt(reel) - '0');
  }

  private boolean sees(int reel) {
    return LinesTables.STRIPS.get(reel).count(stop(reel), LinesTables.ROWS, LinesTables.SCATTER)
        > 0;
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
