package org.astragal.games.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Goal: an offer can always be completed by the house, and a round is bounded before it begins. */
final class PlayedTest {
  private static final Data.Members VIEW = Data.Members.empty().with("dealer", 3);
  private static final Choice STAND = Choice.free(Envelopes.STAND);
  private static final Choice DOUBLE = Choice.raising(Envelopes.DOUBLE, "b", 100);

  @Test
  void offerIsFoundByItsValue() {
    var awaiting = new Played.Awaiting(VIEW, List.of(STAND, DOUBLE));
    assertEquals(STAND, awaiting.completion());
    assertEquals(Optional.of(DOUBLE), awaiting.find(Envelopes.DOUBLE));
    assertEquals(Optional.empty(), awaiting.find(VIEW));
    assertEquals(Optional.empty(), Choices.NOBODY.next(awaiting));
    assertEquals(Optional.of(Envelopes.STAND), Choices.HOUSE.next(awaiting));
  }

  @Test
  void offerThatTheHouseCannotCompleteIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new Played.Awaiting(VIEW, List.of(DOUBLE, STAND)));
    assertThrows(IllegalArgumentException.class, () -> new Played.Awaiting(VIEW, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Choice.Raise("b", 0));
  }

  @Test
  void offerIsData() {
    var raise = Data.Members.empty().with("bet", "b").with("minor", "100");
    assertEquals(
        Data.Members.empty()
            .with(
                "choices",
                new Data.Items(
                    List.of(
                        Data.Members.empty().with("value", Envelopes.STAND),
                        Data.Members.empty().with("raise", raise).with("value", Envelopes.DOUBLE))))
            .with("view", VIEW),
        new Played.Awaiting(VIEW, List.of(STAND, DOUBLE)).toData());
  }

  @Test
  void listsThatWentInCannotBeChangedLater() {
    var choices = new ArrayList<>(List.of(STAND));
    var awaiting = new Played.Awaiting(VIEW, choices);
    choices.clear();
    assertEquals(List.of(STAND), awaiting.choices());
    var results = new ArrayList<>(List.of(new BetResult("b", VIEW, List.of(), 1)));
    var triggers = new ArrayList<>(List.of(new Trigger("b", "SIX", 0)));
    var settled = new Played.Settled(results, triggers);
    results.clear();
    triggers.clear();
    assertEquals(1, settled.results().size());
    assertEquals(1, settled.triggers().size());
    assertEquals(List.of(), new Played.Settled(List.of()).triggers());
  }

  @Test
  void recordBoundCountsEverythingThatARoundCanAdd() {
    var game = new Envelopes();
    String results =
        ",\"awaiting\":,\"choices\":[],\"draws\":[],\"results\":[],\"triggers\":[]"
            + "{\"bet\":\"b\",\"detail\":,\"features\":,\"win\":{\"ccy\":\"sixteen-letters-\","
            + "\"exp\":99,\"minor\":\"9007199254740991\"}},"
            + "{\"bet\":\"b\",\"draw\":10000,\"level\":\"SIX\"},";
    DrawPlan.Bounds bounds = game.plan().bounds();
    assertEquals(
        results.length() + bounds.drawBytes() + bounds.choiceBytes() + 40 + 200,
        game.maximumRecordBytes(List.of(Envelopes.bet(1))));
    assertEquals(Data.Whole.MAXIMUM / 5, game.maximumStakeMinor());
    assertTrue(game.maximumBets() == 1);
  }

  @Test
  void jackpotShareIsIncrementsAndSeed() {
    assertEquals(
        Fraction.of(5_000, 1_000_000).plus(Fraction.of(100, 600)),
        new Envelopes().jackpotLevels().getFirst().share());
    assertEquals(List.of(), new NoThresholds().thresholds());
  }

  private static final class NoThresholds implements GamePack {
    @Override
    public List<Game> games() {
      return List.of();
    }
  }
}
