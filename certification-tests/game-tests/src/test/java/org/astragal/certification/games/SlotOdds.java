package org.astragal.certification.games;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.astragal.games.api.Fraction;

/**
 * Every position of the reels of both slots, counted from the strips and pays of their published
 * PAR sheets ({@code docs/games/}) and not with the code that plays.
 */
final class SlotOdds {
  private static final String SYMBOLS = "ABCDEFWS";
  private static final int PAYING = 6;
  private static final int WILD = 6;
  private static final int SCATTER = 7;

  private static final List<String> LINES_STRIPS =
      List.of(
          "FEDCBFEADFECFBDESFCEFDAEFBCDEF",
          "CBFEWADFECFBDEFCEFDWAEFBCDEFFED",
          "EWADFECFBDESFCEFDWAEFBCDEFFEDCBF",
          "FDECFEBDFEFCEDFWAEBFCDEFFEDCBFEWA",
          "CFDEFSEDFBCEFADEFBCDEFFEDBCFEADFEB");

  private static final List<String> LINES =
      List.of(
          "11111", "00000", "22222", "01210", "21012", "00100", "22122", "10001", "12221", "10101",
          "12121", "01010", "21212", "01110", "21112", "11011", "11211", "00200", "22022", "02220");

  /** By symbol, for three, four and five, in line bets. */
  private static final int[][] LINES_PAYS = {
    {50, 200, 1000}, {30, 100, 400}, {20, 60, 200}, {12, 40, 100}, {5, 15, 50}, {4, 10, 30}
  };

  private static final int[] TILES = {2, 3, 4, 5, 5, 6, 8, 10, 12, 15, 20, 30};

  private static final List<String> WAYS_STRIPS =
      List.of(
          "FEDCBFAEDFCEBDFSECFDAEFBCDEF",
          "FAEDFCEWBDFSECFDAEFBCDEFFEDCB",
          "CFWABDESFCEFDEFBCDEFFEDCBFEDFE",
          "SFDECFABDEFCDEFFDECFABDEFCDEFW",
          "EFADEFBCDEFFEDCBFEADFECDFBESFDC");

  /** By symbol, for three, four and five reels, in hundredths of the stake. */
  private static final int[][] WAYS_PAYS = {
    {100, 400, 2000}, {60, 200, 800}, {35, 100, 300}, {20, 50, 150}, {10, 30, 80}, {8, 18, 50}
  };

  private static final int[] SCATTER_PAYS = {0, 0, 0, 200, 1000, 5000};

  private static final int MOST = 200_000;

  private SlotOdds() {}

  /** What is seen at each stop: a symbol for each of three rows. */
  private static int[][] windows(String strip) {
    int[][] windows = new int[strip.length()][3];
    for (int stop = 0; stop < strip.length(); stop++) {
      for (int row = 0; row < 3; row++) {
        windows[stop][row] = SYMBOLS.indexOf(strip.charAt((stop + row) % strip.length()));
      }
    }
    return windows;
  }

  /** {@return positions by line bets, without a bonus and with one} */
  private static long[][] linePositions() {
    int[][][] reels = LINES_STRIPS.stream().map(SlotOdds::windows).toArray(int[][][]::new);
    return IntStream.range(0, reels[0].length)
        .parallel()
        .mapToObj(first -> {
          long[][] counts = new long[2][MOST];
          for (int[] b : reels[1]) {
            for (int[] c : reels[2]) {
              linePositions(reels, reels[0][first], b, c, counts);
            }
          }
          return counts;
        })
        .reduce(SlotOdds::sum)
        .orElseThrow();
  }

  /** Counts all positions of the last two reels: only lines of three go on. */
  private static void linePositions(int[][][] reels, int[] a, int[] b, int[] c, long[][] counts) {
    int alive = 0;
    int[] symbols = new int[LINES.size()];
    int[] fourth = new int[LINES.size()];
    int[] fifth = new int[LINES.size()];
    for (String line : LINES) {
      int symbol = a[line.charAt(0) - '0'];
      if (symbol != SCATTER
          && goesOn(symbol, b[line.charAt(1) - '0'])
          && goesOn(symbol, c[line.charAt(2) - '0'])) {
        symbols[alive] = symbol;
        fourth[alive] = line.charAt(3) - '0';
        fifth[alive] = line.charAt(4) - '0';
        alive++;
      }
    }
    boolean scatters = sees(a, SCATTER) > 0 && sees(c, SCATTER) > 0;
    for (int[] d : reels[3]) {
      for (int[] e : reels[4]) {
        int bets = 0;
        for (int i = 0; i < alive; i++) {
          int[] pays = LINES_PAYS[symbols[i]];
          boolean four = goesOn(symbols[i], d[fourth[i]]);
          bets += !four ? pays[0] : goesOn(symbols[i], e[fifth[i]]) ? pays[2] : pays[1];
        }
        counts[scatters && sees(e, SCATTER) > 0 ? 1 : 0][bets]++;
      }
    }
  }

  private static boolean goesOn(int symbol, int next) {
    return next == symbol || next == WILD;
  }

  private static int sees(int[] window, int symbol) {
    return (window[0] == symbol ? 1 : 0)
        + (window[1] == symbol ? 1 : 0)
        + (window[2] == symbol ? 1 : 0);
  }

  private static long[][] sum(long[][] a, long[][] b) {
    for (int kind = 0; kind < a.length; kind++) {
      for (int i = 0; i < MOST; i++) {
        a[kind][i] += b[kind][i];
      }
    }
    return a;
  }

  /** {@return the win of the slot of lines in line bets, bonus included} */
  static Map<Long, Fraction> lines() {
    long[][] counts = linePositions();
    // Any three of twelve tiles: 220 ways.
    long[] bonus = new long[100];
    for (int a = 0; a < TILES.length; a++) {
      for (int b = a + 1; b < TILES.length; b++) {
        for (int c = b + 1; c < TILES.length; c++) {
          bonus[TILES[a] + TILES[b] + TILES[c]]++;
        }
      }
    }
    var ways = new TreeMap<Long, Long>();
    long all = 0;
    for (int bets = 0; bets < MOST; bets++) {
      all += counts[0][bets] + counts[1][bets];
      if (counts[0][bets] > 0) {
        ways.merge((long) bets, 220 * counts[0][bets], Long::sum);
      }
      for (int stakes = 0; counts[1][bets] > 0 && stakes < bonus.length; stakes++) {
        if (bonus[stakes] > 0) {
          ways.merge(bets + 20L * stakes, bonus[stakes] * counts[1][bets], Long::sum);
        }
      }
    }
    return over(ways, 220 * all);
  }

  /** {@return positions by credits of the ways, for each number of scatters} */
  private static long[][] wayPositions() {
    int[][][] reels = WAYS_STRIPS.stream().map(SlotOdds::windows).toArray(int[][][]::new);
    return IntStream.range(0, reels[0].length)
        .parallel()
        .mapToObj(first -> {
          long[][] counts = new long[6][MOST];
          for (int[] b : reels[1]) {
            for (int[] c : reels[2]) {
              wayPositions(reels, reels[0][first], b, c, counts);
            }
          }
          return counts;
        })
        .reduce(SlotOdds::sum)
        .orElseThrow();
  }

  private static void wayPositions(int[][][] reels, int[] a, int[] b, int[] c, long[][] counts) {
    int[] three = new int[PAYING];
    for (int symbol = 0; symbol < PAYING; symbol++) {
      three[symbol] = seen(a, symbol) * seen(b, symbol) * seen(c, symbol);
    }
    int before = sees(a, SCATTER) + sees(b, SCATTER) + sees(c, SCATTER);
    for (int[] d : reels[3]) {
      int scatters = before + sees(d, SCATTER);
      int[] four = new int[PAYING];
      for (int symbol = 0; symbol < PAYING; symbol++) {
        four[symbol] = three[symbol] == 0 ? 0 : three[symbol] * seen(d, symbol);
      }
      for (int[] e : reels[4]) {
        int credits = 0;
        for (int symbol = 0; symbol < PAYING; symbol++) {
          int[] pays = WAYS_PAYS[symbol];
          if (four[symbol] == 0) {
            credits += three[symbol] * pays[0];
          } else {
            int five = four[symbol] * seen(e, symbol);
            credits += five == 0 ? four[symbol] * pays[1] : five * pays[2];
          }
        }
        counts[scatters + sees(e, SCATTER)][credits]++;
      }
    }
  }

  private static int seen(int[] window, int symbol) {
    return sees(window, symbol) + sees(window, WILD);
  }

  /** {@return scatters, credits of the first spin, credits of a free spin} */
  static List<Map<Long, Fraction>> ways() {
    long[][] counts = wayPositions();
    var scatters = new TreeMap<Long, Long>();
    var base = new TreeMap<Long, Long>();
    var free = new TreeMap<Long, Long>();
    long all = 0;
    for (int seen = 0; seen < counts.length; seen++) {
      for (int credits = 0; credits < MOST; credits++) {
        long positions = counts[seen][credits];
        if (positions > 0) {
          all += positions;
          scatters.merge((long) seen, positions, Long::sum);
          base.merge((long) credits + SCATTER_PAYS[seen], positions, Long::sum);
          free.merge(2L * credits + SCATTER_PAYS[seen], positions, Long::sum);
        }
      }
    }
    return List.of(over(scatters, all), over(base, all), over(free, all));
  }

  private static Map<Long, Fraction> over(Map<Long, Long> counts, long all) {
    var chances = new LinkedHashMap<Long, Fraction>();
    counts.forEach((value, count) ->
        chances.put(value, new Fraction(BigInteger.valueOf(count), BigInteger.valueOf(all))));
    return chances;
  }
}
