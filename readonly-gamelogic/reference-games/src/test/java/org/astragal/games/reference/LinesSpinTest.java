package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.astragal.games.reference.LinesSpin.LineWin;
import org.junit.jupiter.api.Test;

/** Goal: a position pays what a person counts who looks at its windows. */
final class LinesSpinTest {
  private static final int POSITIONS = 20_000;

  @Test
  void positionPaysWhatItsWindowsShow() {
    var random = new SplittableRandom(20);
    int bonuses = 0;
    int wins = 0;
    for (int i = 0; i < POSITIONS; i++) {
      int[] stops =
          LinesTables.STRIPS.stream().mapToInt(strip -> random.nextInt(strip.length())).toArray();
      var spin = new LinesSpin(stops[0], stops[1], stops[2], stops[3], stops[4]);
      List<String> windows = spin.windows();
      for (int reel = 0; reel < windows.size(); reel++) {
        assertEquals(seen(reel, stops[reel]), windows.get(reel));
      }
      List<LineWin> expected = count(windows);
      assertEquals(expected, spin.wins());
      assertEquals(expected.stream().mapToInt(LineWin::pays).sum(), spin.lineBets());
      boolean hasBonus =
          windows.get(0).contains("S")
              && windows.get(2).contains("S")
              && windows.get(4).contains("S");
      assertEquals(hasBonus, spin.hasBonus());
      bonuses += hasBonus ? 1 : 0;
      wins += expected.size();
    }
    assertTrue(bonuses > 0, "there was a bonus");
    assertTrue(wins > POSITIONS, "lines won");
  }

  private static String seen(int reel, int stop) {
    String twice = LinesTables.STRIPS.get(reel).symbols().repeat(2);
    return twice.substring(stop, stop + 3);
  }

  // From the left, a wild stands for any symbol but the scatter; the first reel has none.
  private static List<LineWin> count(List<String> windows) {
    var wins = new ArrayList<LineWin>();
    for (int line = 1; line <= 20; line++) {
      var symbols = new StringBuilder();
      for (int reel = 0; reel < 5; reel++) {
        int row = LinesTables.LINES.get(line - 1).charAt(reel) - '0';
        symbols.append(windows.get(reel).charAt(row));
      }
      char first = symbols.charAt(0);
      int same = 0;
      while (same < 5 && (symbols.charAt(same) == first || symbols.charAt(same) == 'W')) {
        same++;
      }
      int pays = first == 'S' || same < 3 ? 0 : LinesTables.pays(first, same);
      if (pays > 0) {
        wins.add(new LineWin(line, first, same, pays));
      }
    }
    return wins;
  }
}
