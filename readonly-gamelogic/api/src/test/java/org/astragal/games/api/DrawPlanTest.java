package org.astragal.games.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: a plan says what a round may draw and ask, neither more nor less, and bounds its bytes. */
final class DrawPlanTest {
  private static final DrawPlan PLAN =
      DrawPlan.of(
          DrawPlan.draw("wheel", 37L),
          new DrawPlan.Repeat(DrawPlan.draw("drop", 16L), 1, 3, "it lands"),
          new DrawPlan.Deal("card", 52, 1, 2, true),
          DrawPlan.when("asked", new DrawPlan.Ask("more", 20), DrawPlan.hidden("hole", 10)));

  @Test
  void everyOrderOfThePlanIsAllowed() {
    assertTrue(allows(0, "wheel 37", "drop 16", "card* 52"));
    assertTrue(allows(0, "wheel 37", "drop 16", "drop 16", "drop 16", "card* 52", "card* 51"));
    assertTrue(allows(1, "wheel 37", "drop 16", "card* 52", "?", "hole* 10"));
  }

  @Test
  void anyOtherOrderIsNot() {
    assertFalse(allows(0));
    assertFalse(allows(0, "wheel 37"));
    assertFalse(allows(0, "wheel 37", "card* 52"), "too few repeats");
    assertFalse(
        allows(0, "wheel 37", "drop 16", "drop 16", "drop 16", "drop 16", "card* 52"),
        "too many repeats");
    assertFalse(allows(0, "wheel 37", "drop 16"), "nothing dealt");
    assertFalse(allows(0, "wheel 37", "drop 16", "card* 51"), "another bound");
    assertFalse(
        allows(0, "wheel 37", "drop 16", "card* 52", "card* 51", "card* 50"), "dealt too much");
    assertFalse(allows(0, "wheel 37", "drop 16", "card 52"), "not hidden");
    assertFalse(allows(0, "reel 37", "drop 16", "card* 52"), "another purpose");
    assertFalse(allows(0, "wheel 37", "drop 16", "card* 52", "hole* 10"), "not asked");
    assertFalse(allows(1, "wheel 37", "drop 16", "card* 52"), "asked, and not drawn");
    assertFalse(allows(1, "wheel 37", "?", "drop 16", "card* 52", "hole* 10"), "asked early");
    assertFalse(allows(2, "wheel 37", "drop 16", "card* 52", "?", "hole* 10"), "asked again");
  }

  @Test
  void boundsAreThoseOfTheLongestRound() {
    DrawPlan.Bounds bounds = PLAN.bounds();
    assertEquals(1 + 3 + 2 + 1, bounds.draws());
    assertEquals(1, bounds.choices());
    assertEquals(20 + 1, bounds.choiceBytes());
    String json =
        "[\"wheel\",\"37\",\"36\"],"
            + "[\"drop\",\"16\",\"15\"],".repeat(3)
            + "[\"card\",\"52\",\"51\"],".repeat(2)
            + "[\"hole\",\"10\",\"9\"],";
    String step = ",\"99\",true";
    assertEquals(json.length() + 7 * step.length(), bounds.drawBytes());
  }

  @Test
  void roundsOfOneStepHaveNoRoomForSteps() {
    DrawPlan plan = DrawPlan.of(DrawPlan.draw("dice", 6L, 36L, 100L));
    assertEquals("[\"dice\",\"100\",\"99\"],".length(), plan.bounds().drawBytes());
    assertEquals(0, plan.bounds().choices());
    assertTrue(plan.allows(List.of(new RecordedDraw("dice", 36, 1)), 0));
    assertFalse(plan.allows(List.of(new RecordedDraw("dice", 37, 1)), 0));
  }

  @Test
  void wayOfTheMostCounts() {
    var plan =
        DrawPlan.of(
            new DrawPlan.Cases(
                List.of(
                    new DrawPlan.Case("a", DrawPlan.draw("a", 2L)),
                    new DrawPlan.Case(
                        "b", DrawPlan.sequence(DrawPlan.draw("b", 2L), DrawPlan.draw("c", 2L))),
                    new DrawPlan.Case("d", new DrawPlan.Ask("d", 9)))));
    assertEquals(2, plan.bounds().draws());
    assertEquals(1, plan.bounds().choices());
  }

  @Test
  void planIsData() {
    String data = PLAN.toData().toString();
    for (String word :
        List.of("wheel", "37", "repeat", "it lands", "deal", "hidden", "asked", "more", "hole")) {
      assertTrue(data.contains(word), word);
    }
    var ask = DrawPlan.of(new DrawPlan.Ask("more", 20)).toData();
    assertEquals(Data.Members.empty().with("ask", "more"), ask);
    assertEquals(
        Data.Members.empty()
            .with("below", new Data.Items(List.of(new Data.Text("2"))))
            .with("draw", "coin"),
        DrawPlan.of(DrawPlan.draw("coin", 2L)).toData());
    assertEquals(
        Data.Members.empty().with("deal", "card").with("from", 52).with("least", 1).with("most", 2),
        DrawPlan.of(new DrawPlan.Deal("card", 52, 1, 2, false)).toData());
  }

  @Test
  void plansThatCannotBePlayedAreRefused() {
    assertRefused(() -> DrawPlan.draw("wheel"));
    assertRefused(() -> DrawPlan.draw("Wheel", 1L));
    assertRefused(() -> DrawPlan.draw("wheel", 0L));
    assertRefused(() -> new DrawPlan.Deal("card", 2, 1, 3, false));
    assertRefused(() -> new DrawPlan.Deal("card", 5, 3, 2, false));
    assertRefused(() -> new DrawPlan.Repeat(DrawPlan.draw("d", 2L), -1, 2, ""));
    assertRefused(() -> new DrawPlan.Repeat(DrawPlan.draw("d", 2L), 0, 0, ""));
    assertRefused(() -> new DrawPlan.Cases(List.of()));
    assertEquals(3, new DrawPlan.Deal("card", 3, 3, 3, false).most());
  }

  private static void assertRefused(Runnable making) {
    assertThrows(IllegalArgumentException.class, making::run);
  }

  /** Draws as {@code purpose bound}, with a star if hidden, and questions as {@code ?}. */
  private static boolean allows(int choices, String... events) {
    var draws = new ArrayList<RecordedDraw>();
    int step = 0;
    for (String event : events) {
      if (event.equals("?")) {
        step++;
      } else {
        String[] parts = event.split(" ", -1);
        String purpose = parts[0].replace("*", "");
        boolean isHidden = !purpose.equals(parts[0]);
        draws.add(new RecordedDraw(purpose, Long.parseLong(parts[1]), 0, step, isHidden));
      }
    }
    return PLAN.allows(draws, choices);
  }
}
