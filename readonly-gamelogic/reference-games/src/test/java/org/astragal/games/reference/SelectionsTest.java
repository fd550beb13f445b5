package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.BetRefusal.Reason;
import org.astragal.games.api.Data;
import org.astragal.games.api.Game;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Goal: a selection that a game does not have is refused for the right reason. */
final class SelectionsTest {
  private static final Data.Members NONE = Data.Members.empty();

  @SuppressWarnings("unused") // read by the name of the test's source
  private static final List<Arguments> WRONG =
      Stream.of(
              wrong("ref.baccarat", NONE.with("bet", "DRAGON")),
              wrong("ref.craps", NONE.with("kind", "PLACE")),
              wrong("ref.crash", NONE.with("cashOut", 100)),
              wrong("ref.crash", NONE.with("cashOut", 1_000_001)),
              wrong("ref.dice", NONE.with("under", 99)),
              wrong("ref.dice", NONE.with("under", 9_801)),
              wrong("ref.keno.80", numbers(0)),
              wrong("ref.keno.80", numbers(81)),
              wrong("ref.keno.80", numbers(5, 6, 5)),
              wrong("ref.keno.80", numbers()),
              wrong("ref.keno.80", numbers(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
              wrong(
                  "ref.keno.80", NONE.with("numbers", new Data.Items(List.of(new Data.Text("7"))))),
              wrong("ref.lotto.649", numbers(1, 2, 3, 4, 5)),
              wrong("ref.lotto.649", numbers(1, 2, 3, 4, 5, 6, 7)),
              wrong("ref.lotto.649", numbers(1, 2, 3, 4, 5, 50)),
              wrong("ref.plinko16", NONE.with("risk", "NONE")),
              wrong("ref.wheel.54", NONE.with("spot", "3")))
          .toList();

  @ParameterizedTest
  @FieldSource("WRONG")
  void whatTheGameDoesNotHaveIsRefused(String id, Data.Members selection) {
    assertEquals(Optional.of(Reason.SELECTION_UNKNOWN), refusal(id, selection));
  }

  @ParameterizedTest
  @FieldSource("WRONG")
  void memberThatTheGameDoesNotKnowIsToldFirst(String id, Data.Members selection) {
    assertEquals(
        Optional.of(Reason.SELECTION_MEMBER_UNKNOWN), refusal(id, selection.with("other", 1)));
    assertEquals(Optional.of(Reason.SELECTION_MEMBER_UNKNOWN), refusal(id, NONE.with("other", 1)));
  }

  private static Arguments wrong(String id, Data.Members selection) {
    return Arguments.of(id, selection);
  }

  private static Data.Members numbers(Integer... numbers) {
    return NONE.with("numbers", Data.Items.ofNumbers(List.of(numbers)));
  }

  private static Optional<Reason> refusal(String id, Data.Members selection) {
    Game game = Kinds.game(id);
    return game.check(List.of(Plays.bet("b", selection, Kinds.stake(game))))
        .map(BetRefusal::reason);
  }
}
