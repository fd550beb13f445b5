package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.astragal.games.api.JackpotLevel;
import org.astragal.games.api.Terms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the figures that a game publishes are those of the code that plays, to the last digit, on
 * all terms; and they are those on paper. Nothing is sampled and nothing is rounded.
 */
final class ExactFiguresTest {
  static Stream<Game> games() {
    return Kinds.games().stream();
  }

  @ParameterizedTest
  @MethodSource("games")
  void publishedFiguresAreThoseOfTheCodeThatPlays(Game game) {
    for (Terms terms : Terms.all(game.options())) {
      assertEquals(
          List.copyOf(Exact.figures(game, terms).values()),
          game.figures(terms),
          () -> game.id() + " " + terms);
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void everyBetHasTheFiguresOfItsLine(Game game) {
    for (Terms terms : Terms.all(game.options())) {
      var lines = new ArrayList<BetFigures>();
      for (Bet bet : Kinds.bets(game).values()) {
        lines.add(game.figures(terms, bet));
      }
      assertEquals(game.figures(terms), lines);
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void chancesOfAllResultsSumToOne(Game game) {
    if (game.id().equals("ref.slot.ways243")) {
      Fraction sum = Fraction.ZERO;
      for (int scatters = 0; scatters <= 5; scatters++) {
        sum = sum.plus(SlotCycles.baseSpin(scatters).total());
      }
      assertEquals(Fraction.ONE, sum);
      assertEquals(Fraction.ONE, SlotCycles.freeSpin().total());
      return;
    }
    for (Terms terms : Terms.all(game.options())) {
      Exact.of(game, terms).forEach((line, wins) -> assertEquals(Fraction.ONE, wins.total(), line));
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void largestWinIsTheDeclaredOne(Game game) {
    Fraction largest = Fraction.ZERO;
    for (Terms terms : Terms.all(game.options())) {
      for (BetFigures line : game.figures(terms)) {
        largest = line.maximumWin().compareTo(largest) > 0 ? line.maximumWin() : largest;
      }
    }
    Fraction declared = Fraction.of(game.maximumWinMultiple(), 1);
    assertTrue(largest.compareTo(declared) <= 0, largest::toString);
    assertTrue(largest.plus(Fraction.ONE).compareTo(declared) > 0, largest::toString);
  }

  @Test
  void returnsAreThoseOnPaper() throws IOException {
    var paper = new TreeMap<String, String>();
    for (String line : lines("paper-returns.csv")) {
      String[] fields = line.split(",", -1);
      paper.put(fields[0] + " " + fields[1] + " " + fields[2], fields[3]);
    }
    var published = new TreeMap<String, String>();
    for (Game game : Kinds.games()) {
      for (Terms terms : Terms.all(game.options())) {
        for (BetFigures figures : game.figures(terms)) {
          String options = String.join(" ", terms.values().values());
          published.put(
              game.id() + " " + options + " " + figures.bet(), figures.returned().toString());
        }
      }
    }
    var missing = new TreeMap<>(paper);
    missing.keySet().removeAll(published.keySet());
    assertEquals(Map.of(), missing, "on paper and not published");
    paper.forEach((line, value) -> assertEquals(value, published.get(line), line));
  }

  @Test
  void jackpotsGiveBackWhatThePaperSays() {
    Game lines = Kinds.game("ref.slot.lines20");
    Fraction total = share(lines).plus(lines.figures(lines.defaultTerms()).getFirst().returned());
    assertEquals(Fraction.parse("9470833107587/9814534329600"), total);
    assertEquals(Fraction.of(3, 200).plus(Fraction.parse("281529117/35177542400")), share(lines));

    Game lotto = Kinds.game("ref.lotto.649");
    Fraction ticket = lotto.figures(lotto.defaultTerms()).getFirst().returned();
    assertEquals(Fraction.of(423_385, 2_542_512), ticket);
    assertEquals(Fraction.of(13_924_037, 30_399_600), ticket.plus(share(lotto)));
    assertEquals(Fraction.of(1, 13_983_816L * 200), lotto.jackpotLevels().getFirst().chance());

    assertEquals(Fraction.of(3, 200), share(Kinds.game("ref.mystery")));
    assertEquals(Fraction.of(600_001, 40_000_100), new MustHitBy().share(100_000, 500_000, 10_000));
  }

  private static Fraction share(Game game) {
    return game.jackpotLevels().stream()
        .map(JackpotLevel::share)
        .reduce(Fraction.ZERO, Fraction::plus);
  }

  private static List<String> lines(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ExactFiguresTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }
}
