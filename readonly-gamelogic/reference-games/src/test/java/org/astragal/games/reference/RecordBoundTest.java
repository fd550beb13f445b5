package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Data;
import org.astragal.games.api.Game;
import org.astragal.games.api.RecordedDraw;
import org.astragal.games.api.Round;
import org.junit.jupiter.api.Test;

/** Goal: the size that is proved before a round is played is enough for the largest round. */
final class RecordBoundTest {
  @Test
  void largestRoundOfTheWheelFitsItsBound() throws Exception {
    // Boost x10 on DROP, the wheel stops at DROP, four doublings: the longest detail there is.
    assertFits(
        new MoneyWheel(),
        Data.Members.empty().with("spot", "DROP"),
        List.of(361L, 52L, 3L, 3L, 3L, 3L));
  }

  @Test
  void largestRoundOfTheRouletteFitsItsBound() throws Exception {
    var numbers = Data.Items.ofNumbers(List.of(35));
    assertFits(
        new EuropeanRoulette(),
        Data.Members.empty().with("kind", "STRAIGHT").with("numbers", numbers),
        List.of(35L));
  }

  private static void assertFits(Game game, Data.Members selection, List<Long> values)
      throws Exception {
    var bets = new ArrayList<Bet>();
    for (int i = 0; i < Game.MAXIMUM_BETS; i++) {
      // The longest ids, of the characters that take most room.
      String id = "\"".repeat(62) + (char) ('0' + i / 10) + (char) ('0' + i % 10);
      bets.add(Plays.bet(id, selection, game.maximumStakeMinor()));
    }
    var left = new ArrayList<>(values);
    Round round =
        Round.begin(game, game.defaultTerms(), bets, (_, _) -> left.removeFirst(), Choices.NOBODY);
    List<BetResult> results = Plays.settled(game.play(round)).results();
    assertTrue(results.getFirst().winMinor() > 0);

    int actual = json(round.drawn(), results).getBytes(StandardCharsets.UTF_8).length;
    int bound = game.maximumRecordBytes(bets);
    assertTrue(actual <= bound, actual + " bytes, bound " + bound);
    assertTrue(bound < 48_000, "leaves room for the bets themselves: " + bound);
  }

  private static String json(List<RecordedDraw> draws, List<BetResult> results) {
    return ",\"draws\":"
        + draws.stream()
            .map(d -> "[\"" + d.purpose() + "\",\"" + d.n() + "\",\"" + d.value() + "\"]")
            .collect(Collectors.joining(",", "[", "]"))
        + ",\"results\":"
        + results.stream().map(RecordBoundTest::json).collect(Collectors.joining(",", "[", "]"));
  }

  private static String json(BetResult result) {
    return "{\"bet\":"
        + json(new Data.Text(result.bet()))
        + ",\"detail\":"
        + json(result.detail())
        + ",\"features\":"
        + json(new Data.Items(result.features().stream().<Data>map(Data.Text::new).toList()))
        + ",\"win\":{\"ccy\":\"sixteen-letters-\",\"exp\":18,\"minor\":\""
        + result.winMinor()
        + "\"}}";
  }

  private static String json(Data data) {
    return switch (data) {
      case Data.Text(var text) -> "\"" + text.replace("\"", "\\\"") + "\"";
      case Data.Whole(var number) -> Long.toString(number);
      case Data.Flag(var flag) -> Boolean.toString(flag);
      case Data.Items(var items) ->
          items.stream().map(RecordBoundTest::json).collect(Collectors.joining(",", "[", "]"));
      case Data.Members(var members) ->
          members.entrySet().stream()
              .map(m -> json(new Data.Text(m.getKey())) + ":" + json(m.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
    };
  }
}
