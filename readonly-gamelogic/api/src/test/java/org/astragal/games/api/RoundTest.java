package org.astragal.games.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a round is a function of what is recorded: it is resumed and replayed draw for draw and
 * choice for choice, or it is refused.
 */
final class RoundTest {
  private static final Envelopes GAME = new Envelopes();
  private static final List<Bet> BETS = List.of(Envelopes.bet(101));

  // Envelopes 0, 1 and 2 in this order: the prize is in the first.
  private static final List<RecordedDraw> OPENED =
      List.of(
          new RecordedDraw("dealer", 6, 3),
          new RecordedDraw("envelope", 3, 0, 0, true),
          new RecordedDraw("envelope", 2, 0, 0, true));

  @Test
  void roundWaitsForItsPlayer() throws DrawsException {
    Round round = begin((_, n) -> n == 6 ? 3 : 0, Choices.NOBODY);
    var awaiting = assertInstanceOf(Played.Awaiting.class, GAME.play(round));
    assertEquals(3, awaiting.choices().size());
    assertEquals(Data.Members.empty().with("dealer", 3), awaiting.view());
    assertEquals(OPENED, round.drawn());
    assertEquals(List.of(), round.chosen());
    round.finish();
  }

  @Test
  void choiceTakesTheRoundOnAndDrawsCarryTheirStep() throws DrawsException {
    Round second = resume(OPENED, List.of(Envelopes.envelope(0)), none());
    var awaiting = assertInstanceOf(Played.Awaiting.class, GAME.play(second));
    assertEquals(OPENED, second.drawn());
    assertEquals(
        Optional.of(new Choice.Raise("b", 101)),
        awaiting.find(Envelopes.DOUBLE).orElseThrow().raise());

    Round third = resume(OPENED, List.of(Envelopes.envelope(0), Envelopes.DOUBLE), (_, n) -> n - 2);
    var settled = assertInstanceOf(Played.Settled.class, GAME.play(third));
    assertEquals(505, settled.results().getFirst().winMinor());
    assertEquals(new RecordedDraw("coin", 2, 0, 2, false), third.drawn().getLast());
    assertEquals(101, third.raisedMinor("b"));
    assertEquals(0, third.raisedMinor("c"));
    third.finish();

    Round replay =
        Round.replay(
            GAME,
            GAME.defaultTerms(),
            BETS,
            third.drawn(),
            third.chosen().stream().map(Choice::value).toList());
    assertEquals(settled, GAME.play(replay));
    replay.finish();
  }

  @Test
  void interruptedRoundIsNeverDrawnAgain() throws DrawsException {
    for (int i = 0; i < 3; i++) {
      Round again = resume(OPENED, List.of(), none());
      assertInstanceOf(Played.Awaiting.class, GAME.play(again));
      assertEquals(OPENED, again.drawn());
    }
  }

  @Test
  void houseCompletesWithTheFirstChoiceOfEachOffer() throws DrawsException {
    Round round = begin((_, _) -> 0, Choices.HOUSE);
    var settled = assertInstanceOf(Played.Settled.class, GAME.play(round));
    assertEquals(
        List.of(Envelopes.envelope(0), Envelopes.STAND),
        round.chosen().stream().map(Choice::value).toList());
    // 101 × 5/2 = 252.5
    assertEquals(252, settled.results().getFirst().winMinor());
    assertEquals(
        Data.Members.empty().with("remainder", "1/2"), settled.results().getFirst().detail());
    assertEquals(0, round.raisedMinor("b"));
    assertEquals(Unfinished.COMPLETE, GAME.unfinished());
  }

  @Test
  void termsArePartOfTheFunction() throws DrawsException {
    Round round =
        Round.begin(
            GAME,
            GAME.terms("UNFAIR"),
            BETS,
            (_, _) -> 0,
            awaiting -> Optional.of(awaiting.choices().getLast().value()));
    // The last envelope is empty.
    assertInstanceOf(Played.Settled.class, GAME.play(round));
    assertEquals(3, round.drawn().size());
    Round doubled =
        Round.begin(
            GAME,
            GAME.terms("UNFAIR"),
            BETS,
            (_, _) -> 0,
            awaiting ->
                Optional.of(
                    awaiting.choices().size() == 3 ? Envelopes.envelope(0) : Envelopes.DOUBLE));
    GAME.play(doubled);
    assertEquals(3, doubled.drawn().getLast().n());
  }

  @Test
  void jackpotPointsAtTheDrawThatDecidedIt() throws DrawsException {
    Round round = begin((_, n) -> n - 1, Choices.HOUSE);
    var settled = assertInstanceOf(Played.Settled.class, GAME.play(round));
    assertEquals(List.of(new Trigger("b", "SIX", 0)), settled.triggers());
    assertThrows(IllegalArgumentException.class, () -> new Trigger("b", "SIX", -1));
  }

  @Test
  void anotherRecordThanTheGamesIsRefused() {
    assertMismatch("below 6", with(0, new RecordedDraw("wheel", 6, 3)));
    assertMismatch("below 6", with(0, new RecordedDraw("dealer", 7, 3)));
    assertMismatch("step 0 and is open", with(0, new RecordedDraw("dealer", 6, 3, 1, false)));
    assertMismatch("step 0 and is hidden", with(1, new RecordedDraw("envelope", 3, 0)));
    assertMismatch("the record has ended", replay(OPENED.subList(0, 2), List.of()));
  }

  @Test
  void whatIsLeftOverIsRefused() throws DrawsException {
    var draws = new ArrayList<>(OPENED);
    draws.add(new RecordedDraw("coin", 2, 0, 2, false));
    Round round = replayed(draws, List.of(Envelopes.envelope(1)));
    GAME.play(round);
    assertMismatch("1 recorded draws are left over", round::finish);

    Round chosen = replayed(OPENED, List.of(Envelopes.envelope(1), Envelopes.STAND));
    GAME.play(chosen);
    assertMismatch("1 recorded choices are left over", chosen::finish);
  }

  @Test
  void choiceThatIsNotOfferedIsRefused() {
    assertMismatch("choice 0", replay(OPENED, List.of(Envelopes.envelope(3))));
    Round round = begin((_, _) -> 0, _ -> Optional.of(Envelopes.STAND));
    assertThrows(IllegalStateException.class, () -> GAME.play(round));
  }

  @Test
  void planHoldsTheGameToItsDraws() throws DrawsException {
    Round round = begin((_, _) -> 0, Choices.NOBODY);
    for (int i = 0; i < 4; i++) {
      round.draw("dealer", 6);
    }
    assertThrows(IllegalStateException.class, () -> round.draw("dealer", 6));
    assertEquals(4, round.drawn().size());
  }

  @Test
  void planHoldsTheGameToItsQuestions() throws DrawsException {
    var offer = new Played.Awaiting(Data.Members.empty(), List.of(Choice.free(Envelopes.STAND)));
    Round round = begin((_, _) -> 0, Choices.HOUSE);
    round.choose(offer);
    round.choose(offer);
    assertThrows(IllegalStateException.class, () -> round.choose(offer));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 6, Long.MAX_VALUE})
  void sourceIsHeldToItsRange(long value) {
    Round round = begin((_, _) -> value, Choices.NOBODY);
    assertThrows(IllegalStateException.class, () -> round.draw("dealer", 6));
    assertEquals(List.of(), round.drawn());
  }

  @Test
  void thatThereIsNoDrawIsPassedOn() {
    Round round = begin(none(), Choices.NOBODY);
    DrawsException e = assertThrows(DrawsException.class, () -> GAME.play(round));
    assertEquals(DrawsException.Fault.UNAVAILABLE, e.fault());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Wheel", "flip left", "é", "{", "/", ":", "a23456789012345678901234567890123"})
  void purposesThatARecordDoesNotTakeAreRefusedBeforeTheDraw(String purpose) {
    Round round = begin(none(), Choices.NOBODY);
    assertThrows(IllegalArgumentException.class, () -> round.draw(purpose, 54));
    assertThrows(IllegalArgumentException.class, () -> round.hidden(purpose, 54));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "-1, 0, 0", "5, 5, 0", "5, -1, 0", "5, 1, -1"})
  void drawsThatCannotHaveBeenAreRefused(long n, long value, int step) {
    assertThrows(
        IllegalArgumentException.class, () -> new RecordedDraw("wheel", n, value, step, false));
    assertEquals(32, new RecordedDraw("az09-" + "a".repeat(27), 1, 0).purpose().length());
  }

  private static Round begin(Draws draws, Choices choices) {
    return Round.begin(GAME, GAME.defaultTerms(), BETS, draws, choices);
  }

  private static Round resume(List<RecordedDraw> recorded, List<Data.Members> made, Draws draws) {
    return Round.resume(GAME, GAME.defaultTerms(), BETS, recorded, made, draws, Choices.NOBODY);
  }

  private static Round replayed(List<RecordedDraw> recorded, List<Data.Members> made) {
    return Round.replay(GAME, GAME.defaultTerms(), BETS, recorded, made);
  }

  private static Executable replay(List<RecordedDraw> recorded, List<Data.Members> made) {
    return () -> GAME.play(replayed(recorded, made));
  }

  private static Executable with(int index, RecordedDraw other) {
    var draws = new ArrayList<>(OPENED);
    draws.set(index, other);
    return replay(draws, List.of());
  }

  private static Draws none() {
    return (_, _) -> {
      throw new DrawsException(DrawsException.Fault.UNAVAILABLE, "away");
    };
  }

  private static void assertMismatch(String why, Executable action) {
    DrawsException e = assertThrows(DrawsException.class, action);
    assertEquals(DrawsException.Fault.NOT_AS_RECORDED, e.fault());
    assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
  }
}
