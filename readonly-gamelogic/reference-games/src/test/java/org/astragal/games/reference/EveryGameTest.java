package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.Choice;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawPlan;
import org.astragal.games.api.Draws;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Game;
import org.astragal.games.api.Played;
import org.astragal.games.api.RecordedDraw;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: what every game must keep, whatever is drawn and chosen. Seeded; a thousand rounds each.
 */
final class EveryGameTest {
  private static final int ROUNDS = 1_000;
  private static final int MUTATIONS = 200;

  private final SplittableRandom random = new SplittableRandom(20_260_608);

  /** A round that was played to its end. */
  private record Ended(Terms terms, List<Bet> bets, Round round, Played.Settled end) {
    List<Data.Members> made() {
      return round.chosen().stream().map(Choice::value).toList();
    }
  }

  static Stream<Game> games() {
    return Kinds.games().stream();
  }

  @ParameterizedTest
  @MethodSource("games")
  void gameHasAVersion(Game game) {
    assertEquals("1.0.0", game.version());
  }

  @ParameterizedTest
  @MethodSource("games")
  void recordPlaysAgainToTheSameResult(Game game) throws DrawsException {
    for (Ended ended : ended(game)) {
      Round again =
          Round.replay(game, ended.terms(), ended.bets(), ended.round().drawn(), ended.made());
      assertEquals(ended.end(), game.play(again));
      again.finish();
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void roundGoesByItsPlan(Game game) throws DrawsException {
    for (Ended ended : ended(game)) {
      List<RecordedDraw> drawn = ended.round().drawn();
      assertTrue(game.plan().allows(drawn, ended.made().size()), drawn::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void everyBetHasOneResultInItsPlace(Game game) throws DrawsException {
    for (Ended ended : ended(game)) {
      assertEquals(
          ended.bets().stream().map(Bet::id).toList(),
          ended.end().results().stream().map(BetResult::bet).toList());
      ended
          .end()
          .triggers()
          .forEach(trigger -> {
            assertTrue(trigger.draw() < ended.round().drawn().size());
            assertTrue(
                game.jackpotLevels().stream().anyMatch(l -> l.name().equals(trigger.level())));
          });
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void recordIsNoLargerThanItsBound(Game game) throws DrawsException {
    DrawPlan.Bounds bounds = game.plan().bounds();
    for (Ended ended : ended(game)) {
      String draws = JsonText.draws(ended.round().drawn(), bounds.choices() > 0);
      String choices = JsonText.choices(ended.round().chosen());
      assertTrue(draws.length() <= 2 + bounds.drawBytes(), draws);
      assertTrue(choices.length() <= 2 + bounds.choiceBytes(), choices);
      ended
          .end()
          .results()
          .forEach(result ->
              assertTrue(result.jsonBytes() <= game.maximumResultBytes(), result::toString));
      String record =
          ",\"choices\":"
              + choices
              + ",\"draws\":"
              + draws
              + ",\"results\":"
              + JsonText.results(ended.end().results())
              + ",\"triggers\":"
              + JsonText.triggers(ended.end().triggers());
      int bound = game.maximumRecordBytes(ended.bets());
      assertTrue(record.getBytes(StandardCharsets.UTF_8).length <= bound, record);
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void fullRoundLeavesRoomForItsBets(Game game) {
    Bet any = Kinds.bets(game).values().iterator().next();
    var bets = new ArrayList<Bet>();
    for (int i = 0; i < game.maximumBets(); i++) {
      // The longest ids, of the characters that take most room.
      String id = "\"".repeat(62) + (char) ('0' + i / 10) + (char) ('0' + i % 10);
      bets.add(new Bet(id, any.selection(), any.stakeMinor(), 2));
    }
    assertEquals(Optional.empty(), game.check(bets));
    int bound = game.maximumRecordBytes(bets);
    assertTrue(bound < 48_000, () -> game.id() + " " + bound);
  }

  @ParameterizedTest
  @MethodSource("games")
  void roundThatIsPlayedStepByStepIsTheSame(Game game) throws DrawsException {
    for (Ended ended : ended(game)) {
      var values = new ArrayList<>(ended.round().drawn());
      Draws source = (_, _) -> values.removeFirst().value();
      var recorded = new ArrayList<RecordedDraw>();
      var made = new ArrayList<Data.Members>();
      var left = new ArrayList<>(ended.made());
      while (true) {
        Round step =
            Round.resume(game, ended.terms(), ended.bets(), recorded, made, source, Choices.NOBODY);
        Played played = game.play(step);
        recorded.addAll(step.drawn().subList(recorded.size(), step.drawn().size()));
        if (played instanceof Played.Settled settled) {
          assertEquals(ended.end(), settled);
          break;
        }
        assertInstanceOf(Played.Awaiting.class, played);
        made.add(left.removeFirst());
      }
      assertEquals(ended.round().drawn(), recorded, "nothing was drawn twice");
      assertTrue(values.isEmpty() && left.isEmpty());
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void offersAreBoundedAndTheHouseCanCompleteThem(Game game) throws DrawsException {
    Choices house =
        awaiting -> {
          assertTrue(awaiting.toData().jsonBytes() <= game.maximumAwaitingBytes());
          return Choices.HOUSE.next(awaiting);
        };
    for (List<Bet> bets : Kinds.rounds(game)) {
      for (int i = 0; i < ROUNDS; i++) {
        Round round = Round.begin(game, game.defaultTerms(), bets, random(), house);
        assertInstanceOf(Played.Settled.class, game.play(round));
        bets.forEach(bet -> assertEquals(0, round.raisedMinor(bet.id())));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void whatIsHiddenDoesNotShowInTheFirstOffer(Game game) throws DrawsException {
    for (Ended ended : ended(game)) {
      Played first = opened(game, ended, ended.round().drawn());
      if (first instanceof Played.Awaiting) {
        var others = new ArrayList<RecordedDraw>();
        for (RecordedDraw draw : ended.round().drawn()) {
          long value = draw.isHidden() ? random.nextLong(draw.n()) : draw.value();
          others.add(
              new RecordedDraw(draw.purpose(), draw.n(), value, draw.step(), draw.isHidden()));
        }
        Played other = opened(game, ended, others);
        // The dealer looks for a blackjack before anybody chooses: that is the only exception.
        assertTrue(
            other.equals(first)
                || (game.id().equals("ref.blackjack.inf") && other instanceof Played.Settled));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void winIsFlooredOnceAndTheRestIsTold(Game game) throws DrawsException {
    boolean hasPrice = game.id().equals("ref.lotto.649") || game.id().equals("ref.scratch");
    for (Ended ended : hasPrice ? List.<Ended>of() : ended(game)) {
      Bet bet = ended.bets().getFirst();
      long odd = Math.max(1, bet.stakeMinor() - 1 - random.nextLong(7));
      List<Bet> small = List.of(new Bet(bet.id(), bet.selection(), odd, 3));
      List<RecordedDraw> drawn = ended.round().drawn();
      boolean isGated = drawn.stream().anyMatch(d -> d.purpose().equals("gate"));
      if (ended.bets().size() == 1 && !isGated) {
        Round round = Round.replay(game, ended.terms(), small, drawn, ended.made());
        var result = Plays.settled(game.play(round)).results().getFirst();
        long whole = ended.end().results().getFirst().winMinor();
        // win = stake × multiple, so win × other stake = other win × stake, up to the floor.
        String rest = result.detail().text("remainder").orElse("0/1");
        long top = Long.parseLong(rest.substring(0, rest.indexOf('/')));
        long bottom = Long.parseLong(rest.substring(rest.indexOf('/') + 1));
        assertEquals(whole * odd * bottom, (result.winMinor() * bottom + top) * bet.stakeMinor());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void refusedRoundIsNotDrawnFor(Game game) {
    Bet good = Kinds.bets(game).values().iterator().next();
    for (Bet bad :
        List.of(
            new Bet("b", good.selection(), 0, 2),
            new Bet("b", good.selection(), -1, 2),
            new Bet("b", good.selection(), game.maximumStakeMinor() + 1, 2),
            new Bet("b", good.selection(), good.stakeMinor(), 1),
            new Bet("", good.selection(), good.stakeMinor(), 2),
            new Bet("b", good.selection().with("x", 1), good.stakeMinor(), 2))) {
      assertTrue(game.check(List.of(bad)).isPresent(), bad::toString);
      Draws none =
          (_, _) -> {
            throw new AssertionError("drawn");
          };
      Round round = Round.begin(game, game.defaultTerms(), List.of(bad), none, Choices.NOBODY);
      assertThrows(IllegalArgumentException.class, () -> game.play(round));
    }
    assertTrue(game.check(List.of()).isPresent());
    assertTrue(game.check(List.of(good, good)).isPresent());
    var many = new ArrayList<Bet>();
    for (int i = 0; i <= game.maximumBets(); i++) {
      many.add(new Bet("b" + i, good.selection(), good.stakeMinor(), 2));
    }
    assertTrue(game.check(many).isPresent());
    assertEquals(Optional.empty(), game.check(many.subList(1, many.size())));
  }

  @ParameterizedTest
  @MethodSource("games")
  void schemaAllowsExactlyWhatIsTaken(Game game) {
    for (Bet bet : Kinds.bets(game).values()) {
      assertTrue(JsonSchema.allows(game.betSchema(), bet.selection()), bet::toString);
      for (int i = 0; i < MUTATIONS; i++) {
        var other = new Bet("b", mutated(bet.selection()), bet.stakeMinor(), 2);
        assertEquals(
            game.check(List.of(other)).isEmpty(),
            JsonSchema.allows(game.betSchema(), other.selection()),
            () -> JsonText.of(other.selection()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void missingDrawEndsTheRoundWithoutAResult(Game game) throws DrawsException {
    Ended ended = ended(game).getFirst();
    for (int kept = 0; kept < ended.round().drawn().size(); kept++) {
      Round cut =
          Round.replay(
              game,
              ended.terms(),
              ended.bets(),
              ended.round().drawn().subList(0, kept),
              ended.made());
      DrawsException e = assertThrows(DrawsException.class, () -> game.play(cut));
      assertEquals(DrawsException.Fault.NOT_AS_RECORDED, e.fault());
    }
  }

  /** Rounds with any draws and any choices, on all terms. */
  private List<Ended> ended(Game game) throws DrawsException {
    var all = new ArrayList<Ended>();
    List<Terms> terms = Terms.all(game.options());
    List<List<Bet>> rounds = Kinds.rounds(game);
    Choices any =
        awaiting -> {
          var choices = awaiting.choices();
          return Optional.of(choices.get(random.nextInt(choices.size())).value());
        };
    for (int i = 0; i < ROUNDS; i++) {
      Terms settled = terms.get(i % terms.size());
      List<Bet> bets = rounds.get(i % rounds.size());
      Round round = Round.begin(game, settled, bets, random(), any);
      all.add(new Ended(settled, bets, round, Plays.settled(game.play(round))));
    }
    return all;
  }

  // One draw in eight is at an end of its range, where tables have their rare entries.
  private Draws random() {
    return (_, n) ->
        switch (random.nextInt(16)) {
          case 0 -> 0;
          case 1 -> n - 1;
          default -> random.nextLong(n);
        };
  }

  private static Played opened(Game game, Ended ended, List<RecordedDraw> drawn)
      throws DrawsException {
    var first = drawn.stream().filter(draw -> draw.step() == 0).toList();
    return game.play(Round.replay(game, ended.terms(), ended.bets(), first, List.of()));
  }

  private Data.Members mutated(Data.Members selection) {
    Data.Members other = selection;
    for (String name : selection.values().keySet()) {
      if (random.nextInt(3) > 0) {
        other = other.with(name, mutated(selection.get(name).orElseThrow()));
      }
    }
    return random.nextInt(20) == 0 ? other.with("more", 1) : other;
  }

  private Data mutated(Data data) {
    return switch (data) {
      case Data.Text _ -> new Data.Text(random.nextBoolean() ? "HIGH" : "low");
      case Data.Whole(long number) -> new Data.Whole(number + random.nextInt(-9_000, 9_000));
      case Data.Flag(boolean flag) -> new Data.Flag(!flag);
      case Data.Members members -> mutated(members);
      case Data.Items(List<Data> items) -> {
        var others = new ArrayList<Data>();
        for (Data item : items) {
          if (random.nextInt(8) > 0) {
            others.add(
                random.nextInt(8) > 0 || !(item instanceof Data.Whole)
                    ? item
                    : new Data.Whole(random.nextInt(-1, 90)));
          }
        }
        if (random.nextInt(4) == 0) {
          others.add(new Data.Whole(random.nextInt(0, 90)));
        }
        yield new Data.Items(others);
      }
    };
  }
}
