package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Round;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: ways, scatters and free spins go by the rules. */
final class WaysSlotTest {
  private static final WaysSlot GAME = new WaysSlot();
  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void stripsAreThoseOnPaper() {
    assertEquals(
        List.of(28, 29, 30, 30, 31), WaysTables.STRIPS.stream().map(Strip::length).toList());
    for (int reel = 0; reel < 5; reel++) {
      String symbols = WaysTables.STRIPS.get(reel).symbols();
      assertTrue(symbols.indexOf('S') >= 0);
      assertEquals(reel > 0 && reel < 4, symbols.indexOf('W') >= 0, "wilds on the reels 2 to 4");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 3, 100",
    "0, 4, 400",
    "0, 5, 2000",
    "1, 3, 60",
    "2, 4, 100",
    "3, 5, 150",
    "4, 3, 10",
    "5, 3, 8",
    "5, 4, 18",
    "5, 5, 50"
  })
  void paysAreThoseOnPaper(int symbol, int reels, int credits) {
    assertEquals(credits, WaysTables.pays(symbol, reels));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "2, 0, 0", "3, 2, 8", "4, 10, 10", "5, 50, 15"})
  void scattersPayAndGiveFreeSpins(int scatters, int pays, int spins) {
    assertEquals(pays, WaysTables.scatterPays(scatters));
    assertEquals(spins, WaysTables.freeSpins(scatters));
  }

  // Every path through the windows from the left, one symbol a reel: a second way to count ways.
  @Test
  void waysAreThePathsThroughTheWindows() {
    for (int i = 0; i < 3_000; i++) {
      WaysSpin spin = spin();
      int credits = 0;
      for (int symbol = 0; symbol < 6; symbol++) {
        char name = "ABCDEF".charAt(symbol);
        int[] paths = {0, 0, 0, 0, 0, 0};
        paths(spin.windows(), name, 0, paths);
        for (int reels = 3; reels <= 5; reels++) {
          credits += paths[reels] * WaysTables.pays(symbol, reels);
        }
      }
      assertEquals(credits, spin.credits());
      assertEquals(credits, spin.wins().stream().mapToInt(w -> w.credits()).sum());
      spin.wins()
          .forEach(win ->
              assertEquals(
                  win.ways() * WaysTables.pays("ABCDEF".indexOf(win.symbol()), win.reels()),
                  win.credits()));
      assertEquals(
          String.join("", spin.windows()).chars().filter(c -> c == 'S').count(), spin.scatters());
    }
  }

  @Test
  void freeSpinsPayTheirWaysTwiceAndTheirScattersOnce() throws DrawsException {
    int rounds = 0;
    while (rounds < 40) {
      WaysSpin base = spin();
      int free = WaysTables.freeSpins(base.scatters());
      if (free > 0) {
        rounds++;
        var draws = stops(base);
        long credits = base.credits() + 100L * WaysTables.scatterPays(base.scatters());
        var each = new ArrayList<Integer>();
        for (int i = 0; i < free; i++) {
          WaysSpin spin = spin();
          draws.addAll(stops(spin));
          int won = 2 * spin.credits() + 100 * WaysTables.scatterPays(spin.scatters());
          each.add(won);
          credits += won;
        }
        var result = play(draws, 100);
        assertEquals(credits, result.winMinor());
        assertEquals(Optional.of(Data.Items.ofNumbers(each)), result.detail().get("free"));
        assertEquals(List.of("free-spins:" + free), result.features());
      }
    }
  }

  @Test
  void spinWithoutThreeScattersIsAllThereIs() throws DrawsException {
    int rounds = 0;
    while (rounds < 500) {
      WaysSpin spin = spin();
      if (spin.scatters() < 3) {
        rounds++;
        var result = play(stops(spin), 100);
        assertEquals(spin.credits(), result.winMinor());
        assertEquals(Optional.empty(), result.detail().get("free"));
        assertEquals(List.of(), result.features());
        assertEquals(Optional.of(new Data.Whole(spin.scatters())), result.detail().get("scatters"));
      }
    }
  }

  @Test
  void creditIsAHundredthOfTheStakeAndTheRestIsKept() throws DrawsException {
    WaysSpin spin = spin();
    while (spin.scatters() > 2 || spin.credits() % 100 != 8) {
      spin = spin();
    }
    var result = play(stops(spin), 33);
    assertEquals(spin.credits() * 33L / 100, result.winMinor());
    assertEquals(
        spin.credits() * 33L % 100 + "/100", result.detail().text("remainder").orElseThrow());
  }

  private static void paths(List<String> windows, char name, int reel, int[] paths) {
    if (reel == 5) {
      paths[5]++;
      return;
    }
    boolean isEnd = true;
    for (char symbol : windows.get(reel).toCharArray()) {
      if (symbol == name || symbol == 'W') {
        isEnd = false;
        paths(windows, name, reel + 1, paths);
      }
    }
    paths[reel] += isEnd ? 1 : 0;
  }

  private static BetResult play(List<Long> draws, long stake) throws DrawsException {
    var values = new ArrayList<>(draws);
    var bets = List.of(Plays.bet("b", Data.Members.empty(), stake));
    Round round =
        Round.begin(
            GAME, GAME.defaultTerms(), bets, (_, _) -> values.removeFirst(), Choices.NOBODY);
    var result = Plays.settled(GAME.play(round)).results().getFirst();
    assertEquals(draws.size(), round.drawn().size());
    return result;
  }

  private WaysSpin spin() {
    return new WaysSpin(
        random.nextInt(28),
        random.nextInt(29),
        random.nextInt(30),
        random.nextInt(30),
        random.nextInt(31));
  }

  private static List<Long> stops(WaysSpin spin) {
    return new ArrayList<>(
        List.of(
            (long) spin.first(),
            (long) spin.second(),
            (long) spin.third(),
            (long) spin.fourth(),
            (long) spin.fifth()));
  }
}
