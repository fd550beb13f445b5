package org.astragal.games.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Goal: both sides of each small limit of the interface, and the sums that bound a record. */
final class SmallPartsTest {
  @Test
  void boundsAddUpOverPartsAndRepeats() {
    DrawPlan.Bounds bounds =
        DrawPlan.of(
                new DrawPlan.Ask("first", 5),
                new DrawPlan.Repeat(
                    DrawPlan.sequence(
                        DrawPlan.draw("reel", 10L, 1_000L), new DrawPlan.Ask("more", 7)),
                    1,
                    3,
                    "done"))
            .bounds();
    assertEquals(1 + 3, bounds.choices());
    assertEquals((5 + 1) + 3 * (7 + 1), bounds.choiceBytes());
    assertEquals(3, bounds.draws());
    // Each with the wider bound, and room for its step.
    assertEquals(3 * ("[\"reel\",\"1000\",\"999\"],".length() + 10), bounds.drawBytes());
  }

  @Test
  void partsAtTheirLimitsAreParts() {
    assertEquals(1, new DrawPlan.Deal("card", 3, 0, 1, false).most());
    assertEquals(1, new DrawPlan.Repeat(DrawPlan.draw("die", 6L), 1, 1, "rolled").most());
    DrawPlan hidden = DrawPlan.of(DrawPlan.hidden("hole", 3));
    assertTrue(hidden.allows(List.of(new RecordedDraw("hole", 3, 2, 0, true)), 0));
    assertFalse(hidden.allows(List.of(new RecordedDraw("hole", 3, 2)), 0));
    DrawPlan asks = DrawPlan.of(new DrawPlan.Ask("which", 5));
    assertTrue(asks.allows(List.of(), 1));
    assertFalse(asks.allows(List.of(), 0), "nobody was asked");
  }

  @Test
  void asManyThingsAsCanBeShuffledAreShuffledAndNoMore() throws DrawsException {
    Draws first = (_, _) -> 0;
    assertEquals(Picks.MAXIMUM_THINGS, Picks.shuffled(first, "card", Picks.MAXIMUM_THINGS).length);
    assertEquals(0, Picks.shuffled(first, "card", 0).length);
    for (int count : new int[] {-1, Picks.MAXIMUM_THINGS + 1}) {
      assertThrows(IllegalArgumentException.class, () -> Picks.dealt(first, "card", count, 0));
    }
  }

  @Test
  void whatCannotBeDrawnCannotBeRecorded() {
    assertThrows(IllegalArgumentException.class, () -> new RecordedDraw("Wheel", 37, 0));
    assertThrows(IllegalArgumentException.class, () -> new RecordedDraw("wheel", 37, 37));
    assertEquals(36, new RecordedDraw("wheel", 37, 36).value());
  }

  @Test
  void raisesBeginWithOneMinorUnit() {
    assertEquals(1, new Choice.Raise("b", 1).minor());
    assertThrows(IllegalArgumentException.class, () -> new Choice.Raise("b", 0));
  }

  @Test
  void bytesOfAResultAreThoseOfItsText() {
    var bet = new Bet("b", Data.Members.empty(), 100, 2);
    var detail = Data.Members.empty().with("hits", 10);
    for (List<String> features : List.of(List.<String>of(), List.of("a"), List.of("a", "bc"))) {
      var result = BetResult.of(bet, detail, features, Payout.NOTHING);
      String json = features.isEmpty() ? "[]" : "[\"" + String.join("\",\"", features) + "\"]";
      assertEquals(("{\"hits\":10}" + json).length(), result.jsonBytes());
    }
  }

  @Test
  void membersAreFoundByNameAndKind() {
    var members =
        Data.Members.empty()
            .with("items", Data.Items.ofNumbers(List.of(3, 4)))
            .with("whole", 5)
            .with("text", "t");
    assertEquals(
        Optional.of(List.<Data>of(new Data.Whole(3), new Data.Whole(4))), members.items("items"));
    assertEquals(Optional.empty(), members.items("whole"));
    assertEquals(Optional.of(5L), members.whole("whole"));
    assertEquals(Optional.empty(), members.whole("text"));
    assertEquals(Optional.empty(), members.whole("none"));
  }

  @Test
  void refusalsSayWhatIsRefused() {
    Optional<BetRefusal> none = BetRules.check(List.of(), 1, 100, _ -> Optional.empty());
    assertEquals("the round is refused: no-bets; allowed: one bet", none.orElseThrow().message());
    Optional<BetRefusal> many = BetRules.check(List.of(), 64, 100, _ -> Optional.empty());
    assertTrue(many.orElseThrow().message().endsWith("allowed: 1 to 64 bets"));
    var dear = new Bet("b", Data.Members.empty(), 101, 2);
    Optional<BetRefusal> large = BetRules.check(List.of(dear), 1, 100, _ -> Optional.empty());
    assertTrue(large.orElseThrow().message().startsWith("bet b is refused: "));
  }

  @Test
  void figuresAreReadFromFractions() {
    BetFigures figures = BetFigures.of("STRAIGHT", "36/37", "46656/1369", "1/37", "36");
    assertEquals("STRAIGHT", figures.bet());
    assertEquals(Fraction.of(36, 37), figures.returned());
  }
}
