package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.Data;
import org.astragal.games.api.Terms;
import org.astragal.games.reference.RouletteTable.Kind;
import org.astragal.games.reference.RouletteTable.TableBet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: the table is a single-zero table: every bet of one, no other, paid as everywhere. */
final class RouletteTest {
  private final EuropeanRoulette game = new EuropeanRoulette();

  @ParameterizedTest
  @CsvSource({
    "STRAIGHT, 37, 1, 36",
    "SPLIT, 60, 2, 18",
    "STREET, 12, 3, 12",
    "TRIO, 2, 3, 12",
    "CORNER, 22, 4, 9",
    "FIRST_FOUR, 1, 4, 9",
    "SIXLINE, 11, 6, 6",
    "DOZEN, 3, 12, 3",
    "COLUMN, 3, 12, 3",
    "RED, 1, 18, 2",
    "BLACK, 1, 18, 2",
    "ODD, 1, 18, 2",
    "EVEN, 1, 18, 2",
    "LOW, 1, 18, 2",
    "HIGH, 1, 18, 2"
  })
  void eachKindHasItsPlacesItsPocketsAndItsPay(Kind kind, int places, int pockets, int pays) {
    assertEquals(places, RouletteTable.bets(kind).size());
    assertEquals(places, new HashSet<>(RouletteTable.bets(kind)).size());
    for (TableBet bet : RouletteTable.bets(kind)) {
      assertEquals(pockets, covered(bet).size(), bet::toString);
    }
    assertEquals(pays, kind.pays());
  }

  // Two cells of the table touch if they share an edge: a second way to say what a split is.
  @Test
  void splitsAreExactlyThePairsThatShareAnEdge() {
    var pairs = new HashSet<Set<Integer>>();
    for (int a = 1; a <= 36; a++) {
      for (int b = a + 1; b <= 36; b++) {
        int rows = Math.abs((a - 1) / 3 - (b - 1) / 3);
        int columns = Math.abs((a - 1) % 3 - (b - 1) % 3);
        if (rows + columns == 1) {
          pairs.add(Set.of(a, b));
        }
      }
    }
    IntStream.rangeClosed(1, 3).forEach(n -> pairs.add(Set.of(0, n)));
    var splits = new HashSet<Set<Integer>>();
    RouletteTable.bets(Kind.SPLIT).forEach(bet -> splits.add(covered(bet)));
    assertEquals(pairs, splits);
  }

  @Test
  void outsideBetsCoverTheUsualNumbers() {
    assertEquals(
        Set.of(1, 3, 5, 7, 9, 12, 14, 16, 18, 19, 21, 23, 25, 27, 30, 32, 34, 36),
        covered(only(Kind.RED)));
    assertEquals(
        Set.of(2, 4, 6, 8, 10, 11, 13, 15, 17, 20, 22, 24, 26, 28, 29, 31, 33, 35),
        covered(only(Kind.BLACK)));
    assertTrue(covered(only(Kind.ODD)).stream().allMatch(n -> n % 2 == 1));
    assertTrue(covered(only(Kind.EVEN)).stream().allMatch(n -> n % 2 == 0 && n > 0));
    assertTrue(covered(only(Kind.LOW)).stream().allMatch(n -> n >= 1 && n <= 18));
    assertTrue(covered(only(Kind.HIGH)).stream().allMatch(n -> n >= 19));
    assertEquals(
        Set.of(13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24),
        covered(RouletteTable.bets(Kind.DOZEN).get(1)));
    assertEquals(
        Set.of(2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 32, 35),
        covered(RouletteTable.bets(Kind.COLUMN).get(1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STRAIGHT|37",
        "STRAIGHT|-1",
        "STRAIGHT|1,2",
        "SPLIT|17,19",
        "SPLIT|3,4",
        "SPLIT|20,17",
        "SPLIT|17,17",
        "SPLIT|0,4",
        "SPLIT|34,37",
        "STREET|2,3,4",
        "STREET|1,2",
        "TRIO|0,1,3",
        "CORNER|3,4,6,7",
        "CORNER|17,18,20,22",
        "CORNER|0,1,2,3",
        "FIRST_FOUR|1,2,3,4",
        "SIXLINE|2,3,4,5,6,7",
        "SIXLINE|34,35,36,37,38,39"
      })
  void numbersThatAreNoBetOfTheTableAreRefused(Kind kind, String numbers) {
    var places = List.of(numbers.split(",", -1)).stream().map(Integer::valueOf).toList();
    BetRefusal refusal = refusal(selection(kind).with("numbers", Data.Items.ofNumbers(places)));
    assertEquals(BetRefusal.Reason.SELECTION_UNKNOWN, refusal.reason());
    assertEquals("b", refusal.bet());
    assertTrue(refusal.allowed().contains(kind.allowed()), refusal.allowed());
  }

  @Test
  void selectionsOfAnotherShapeAreRefused() {
    var numbers = Data.Items.ofNumbers(List.of(17));
    assertUnknown(Data.Members.empty());
    assertUnknown(Data.Members.empty().with("kind", 17));
    assertUnknown(Data.Members.empty().with("kind", "straight").with("numbers", numbers));
    assertUnknown(selection(Kind.STRAIGHT));
    assertUnknown(selection(Kind.STRAIGHT).with("numbers", 17));
    assertUnknown(selection(Kind.STRAIGHT).with("numbers", "17"));
    assertUnknown(selection(Kind.DOZEN));
    assertUnknown(selection(Kind.DOZEN).with("dozen", 0));
    assertUnknown(selection(Kind.DOZEN).with("dozen", 4));
    assertUnknown(selection(Kind.COLUMN).with("column", "1"));
  }

  @Test
  void membersThatTheGameDoesNotKnowAreRefused() {
    assertMemberUnknown(selection(Kind.RED).with("numbers", Data.Items.ofNumbers(List.of(1))));
    assertMemberUnknown(selection(Kind.DOZEN).with("dozen", 1).with("colour", "RED"));
    assertMemberUnknown(
        selection(Kind.STRAIGHT)
            .with("numbers", Data.Items.ofNumbers(List.of(1)))
            .with("dozen", 1));
  }

  @Test
  void schemaListsExactlyTheBetsThatAreTaken() {
    var listed = new ArrayList<Data.Members>();
    for (Data kind : ((Data.Items) member(game.betSchema(), "oneOf")).values()) {
      var properties = (Data.Members) member((Data.Members) kind, "properties");
      var fixed = (Data.Members) member(properties, "kind");
      var selection = Data.Members.empty().with("kind", member(fixed, "const"));
      var places = properties.values().keySet().stream().filter(n -> !n.equals("kind")).findAny();
      if (places.isEmpty()) {
        listed.add(selection);
      } else {
        var values = (Data.Members) member(properties, places.get());
        for (Data place : ((Data.Items) member(values, "enum")).values()) {
          listed.add(selection.with(places.get(), place));
        }
      }
    }
    assertEquals(157, new HashSet<>(listed).size());
    for (Data.Members selection : listed) {
      assertEquals(
          Optional.empty(), game.check(List.of(Plays.bet("b", selection, 1))), selection::toString);
    }
  }

  @Test
  void straightPaysThirtySixTimesTheStakeAndTheDetailNamesThePocket() throws Exception {
    var bets =
        List.of(
            Plays.bet(
                "hit",
                selection(Kind.STRAIGHT).with("numbers", Data.Items.ofNumbers(List.of(0))),
                7),
            Plays.bet("lost", selection(Kind.EVEN), 7));
    var results = Plays.play(game, bets, (_, _) -> 0);
    assertEquals(List.of("hit", "lost"), results.stream().map(r -> r.bet()).toList());
    assertEquals(36 * 7, results.get(0).winMinor());
    assertEquals(0, results.get(1).winMinor());
    assertEquals(
        Data.Members.empty().with("colour", "GREEN").with("pocket", 0), results.get(0).detail());
    assertEquals(List.of(), results.get(0).features());
  }

  @ParameterizedTest
  @CsvSource({
    "RED, 101, 0, 50, 1/2",
    "EVEN, 100, 0, 50, ''",
    "LOW, 101, 5, 202, ''",
    "HIGH, 101, 5, 0, ''",
    "DOZEN, 101, 0, 0, ''"
  })
  void laPartageGivesHalfTheStakeOfAnEvenMoneyBetBackWhenZeroFalls(
      Kind kind, long stake, int pocket, long win, String remainder) throws Exception {
    var terms = Terms.of(game.options(), Map.of("zero", "LA_PARTAGE"));
    var selection = kind == Kind.DOZEN ? selection(kind).with("dozen", 3) : selection(kind);
    var bets = List.of(Plays.bet("b", selection, stake));
    var result = Plays.play(game, terms, bets, (_, _) -> pocket).getFirst();
    assertEquals(win, result.winMinor());
    assertEquals(remainder, result.detail().text("remainder").orElse(""));
    assertEquals(
        pocket == 0 ? 0 : win, Plays.play(game, bets, (_, _) -> pocket).getFirst().winMinor());
  }

  @Test
  void refusedBetsAreNotDrawnFor() {
    var bets = List.of(Plays.bet("b", selection(Kind.RED), 0));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Plays.play(
                game,
                bets,
                (_, _) -> {
                  throw new AssertionError("drawn");
                }));
  }

  @Test
  void largestStakeTimesLargestWinOfAFullRoundIsStillExact() throws Exception {
    var selection = selection(Kind.STRAIGHT).with("numbers", Data.Items.ofNumbers(List.of(5)));
    var bets = new ArrayList<Bet>();
    for (int i = 0; i < 64; i++) {
      bets.add(Plays.bet("b" + i, selection, game.maximumStakeMinor()));
    }
    long total = Plays.play(game, bets, (_, _) -> 5).stream().mapToLong(r -> r.winMinor()).sum();
    assertEquals(64 * 36 * game.maximumStakeMinor(), total);
    assertTrue(total <= Data.Whole.MAXIMUM);
    bets.set(0, Plays.bet("b0", selection, game.maximumStakeMinor() + 1));
    assertFalse(game.check(bets).isEmpty());
  }

  private static TableBet only(Kind kind) {
    return RouletteTable.bets(kind).getFirst();
  }

  private static Set<Integer> covered(TableBet bet) {
    var pockets = new TreeSet<Integer>();
    IntStream.range(0, 37).filter(bet::wins).forEach(pockets::add);
    return pockets;
  }

  private static Data.Members selection(Kind kind) {
    return Data.Members.empty().with("kind", kind.name());
  }

  private static Data member(Data.Members members, String name) {
    return members.get(name).orElseThrow();
  }

  private BetRefusal refusal(Data.Members selection) {
    return game.check(List.of(Plays.bet("b", selection, 1))).orElseThrow();
  }

  private void assertUnknown(Data.Members selection) {
    assertEquals(BetRefusal.Reason.SELECTION_UNKNOWN, refusal(selection).reason());
  }

  private void assertMemberUnknown(Data.Members selection) {
    assertEquals(BetRefusal.Reason.SELECTION_MEMBER_UNKNOWN, refusal(selection).reason());
  }
}
