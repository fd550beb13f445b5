package org.astragal.games.reference;

import java.util.List;

/** The mathematics of the slot of 20 lines: strips, lines, pays, bonus and jackpot tiles. */
final class LinesTables {
  static final int REELS = 5;
  static final int ROWS = 3;

  /** Line bets in a stake: one for each line. */
  static final int LINE_BETS = 20;

  static final char WILD = 'W';
  static final char SCATTER = 'S';

  /** What pays, from the best symbol on. */
  static final String PAYING = "ABCDEF";

  /** The strips; a stop is the index of the symbol in the upper row. */
  static final List<Strip> STRIPS =
      List.of(
          new Strip("FEDCBFEADFECFBDESFCEFDAEFBCDEF"),
          new Strip("CBFEWADFECFBDEFCEFDWAEFBCDEFFED"),
          new Strip("EWADFECFBDESFCEFDWAEFBCDEFFEDCBF"),
          new Strip("FDECFEBDFEFCEDFWAEBFCDEFFEDCBFEWA"),
          new Strip("CFDEFSEDFBCEFADEFBCDEFFEDBCFEADFEB"));

  /** The lines: the row on each reel, 0 above to 2 below. */
  static final List<String> LINES =
      List.of(
          "11111", "00000", "22222", "01210", "21012", "00100", "22122", "10001", "12221", "10101",
          "12121", "01010", "21212", "01110", "21112", "11011", "11211", "00200", "22022", "02220");

  /** What three, four and five of a symbol pay, in line bets, in the order of the symbols. */
  private static final List<List<Integer>> PAYS =
      List.of(
          List.of(50, 200, 1000),
          List.of(30, 100, 400),
          List.of(20, 60, 200),
          List.of(12, 40, 100),
          List.of(5, 15, 50),
          List.of(4, 10, 30));

  /** The tiles of the bonus, in multiples of the stake. */
  static final List<Integer> BONUS_TILES = List.of(2, 3, 4, 5, 5, 6, 8, 10, 12, 15, 20, 30);

  /** Tiles that the player opens in the bonus. */
  static final int BONUS_PICKS = 3;

  /** The jackpot pick is entered when the draw below this is below the stake in minor units. */
  static final int GATE = 10_000;

  /** Tiles of the jackpot pick. */
  static final int JACKPOT_TILES = 22;

  /** The most tiles that are opened until a level is complete. */
  static final int MOST_JACKPOT_PICKS = 10;

  private LinesTables() {}

  /** The levels of the jackpot: how many tiles show them, and how many of those win. */
  enum Level {
    MINI(8, 3),
    MINOR(6, 3),
    MAJOR(4, 3),
    GRAND(4, 4);

    private static final List<Level> ALL = List.of(values());

    private final int tiles;
    private final int needed;

    Level(int tiles, int needed) {
      this.tiles = tiles;
      this.needed = needed;
    }

    int needed() {
      return needed;
    }

    /** {@return the level that a tile shows, for the tiles 0 to 21} */
    static Level ofTile(int tile) {
      int left = tile;
      for (Level level : ALL) {
        left -= level.tiles;
        if (left < 0) {
          return level;
        }
      }
      throw new IllegalArgumentException("there are 22 tiles: " + tile);
    }
  }

  /** {@return what so many of a symbol from the left pay, in line bets} */
  static int pays(char symbol, int count) {
    int index = PAYING.indexOf(symbol);
    return index < 0 || count < 3 ? 0 : PAYS.get(index).get(count - 3);
  }
}
