package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.outcome.Draw;
import org.astragal.outcome.Json;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.Reveal;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundStepped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: each reference game that asks its player is played step by step over REST, each step
 * sealed, and what the records say plays again to the same.
 */
final class StepByStepTest {
  /** A slot whose reels 1, 3 and 5 show nothing but scatters: every spin has a bonus. */
  private static final List<String> SCATTERED =
      List.of(
          "FEDCBFEADFECFBDESFCEFDAEFBCDEF",
          "EWADFECFBDESFCEFDWAEFBCDEFFEDCBF",
          "CFDEFSEDFBCEFADEFBCDEFFEDBCFEADFEB");

  @TempDir Path folder;

  @Test
  void aHandOfBlackjack() throws Exception {
    try (TestAppliance appliance = TestAppliance.start(folder)) {
      // A blackjack of either side ends a round at once: one in eleven, so twelve never come.
      for (int i = 0; i < 12; i++) {
        String round = "bj-" + i;
        if (open(appliance, "ref.blackjack.inf", round, "{}", "100")
            instanceof RoundOpened opened) {
          assertEquals(3, opened.draws().size());
          assertTrue(opened.commitment().isPresent());
          RoundSettled settled =
              assertInstanceOf(RoundSettled.class, step(appliance, round, 1, "{\"do\":\"STAND\"}"));
          assertEquals("hole-card", settled.draws().get(3).purpose());
          assertTrue(settled.draws().get(3).isHidden());
          RoundsHttpTest.assertReplayed(folder, appliance, round);
          return;
        }
      }
      throw new AssertionError("twelve rounds ended at once");
    }
  }

  @Test
  void aPickOfBonusAndJackpot() throws Exception {
    Path pack = folder.resolve("scattered.jar");
    Files.write(pack, TestPacks.pack(scattered()));
    String yaml =
        TestSite.get()
            .yaml(folder.resolve("log"))
            .replace(TestSite.get().folder + "/reference.jar", pack.toString());
    RoundOpened opened;
    int picks = 0;
    try (TestAppliance appliance = TestAppliance.start(folder, yaml, true)) {
      // The whole of the gate is staked, so that the jackpot is entered.
      opened =
          assertInstanceOf(
              RoundOpened.class, open(appliance, "ref.slot.lines20", "s", "{}", "10000"));
      assertEquals(
          List.of("reel-1", "reel-2", "reel-3", "reel-4", "reel-5", "gate"),
          purposes(opened.draws()));
      assertTrue(opened.commitment().isPresent());
      for (int pick = 0; pick < 3; pick++) {
        RecordBody body = step(appliance, "s", ++picks, "{\"bonus\":" + (11 - pick) + "}");
        RoundStepped stepped = assertInstanceOf(RoundStepped.class, body);
        assertEquals(List.of(), stepped.draws(), "everything was drawn before the first pick");
        assertEquals(pick < 2 ? 11 - pick : 22, stepped.awaiting().arr("choices").size());
      }
      assertEquals(
          "choice-refused",
          TestAppliance.problem(RoundsHttpTest.step(appliance, "s", picks + 1, "{\"bonus\":1}")));
    }
    try (TestAppliance appliance = TestAppliance.start(folder, yaml, true)) {
      // At most ten tiles are opened until a level is complete.
      RecordBody body = step(appliance, "s", ++picks, "{\"jackpot\":0}");
      for (int tile = 1; body instanceof RoundStepped && tile < 10; tile++) {
        body = step(appliance, "s", ++picks, "{\"jackpot\":" + tile + "}");
      }
      RoundSettled settled = assertInstanceOf(RoundSettled.class, body);
      assertEquals(5 + 11 + 1 + 21, settled.draws().size());
      Reveal reveal = settled.reveals().getFirst();
      assertEquals(opened.commitment().orElseThrow(), reveal.commitment());
      assertTrue(reveal.opens(settled.draws().stream().filter(Draw::isHidden).toList()));
      assertEquals(picks, settled.choices().size());
      assertEquals(
          List.of(new Json.Int(11), new Json.Int(10), new Json.Int(9)),
          settled.results().getFirst().detail().obj("bonus").arr("places"));
      List<String> features = settled.results().getFirst().features();
      assertEquals("bonus:PICK", features.getFirst());
      assertTrue(features.getLast().startsWith("jackpot:"), features::toString);
      RoundsHttpTest.assertReplayed(folder, appliance, "s");
    }
  }

  @Test
  void aRoundOfCraps() throws Exception {
    try (TestAppliance appliance = TestAppliance.start(folder)) {
      // Only a seven decides both bets at the first roll: one in six.
      for (int i = 0; i < 40; i++) {
        String round = "craps-" + i;
        if (openCraps(appliance, round) instanceof RoundOpened opened) {
          rollAndFinish(appliance, round, opened);
          return;
        }
      }
      throw new AssertionError("forty rounds ended at once");
    }
  }

  private void rollAndFinish(TestAppliance appliance, String round, RoundOpened opened)
      throws Exception {
    var drawn = new ArrayList<>(opened.draws());
    assertEquals(List.of("die", "die"), purposes(drawn));
    int steps = 0;
    RecordBody body = opened;
    while (steps < 2 && !(body instanceof RoundSettled)) {
      body = step(appliance, round, ++steps, "{\"do\":\"ROLL\"}");
      if (body instanceof RoundStepped stepped) {
        assertEquals(List.of("die", "die"), purposes(stepped.draws()));
        drawn.addAll(stepped.draws());
      }
    }
    if (!(body instanceof RoundSettled)) {
      body = step(appliance, round, ++steps, "{\"do\":\"FINISH\"}");
    }
    RoundSettled settled = assertInstanceOf(RoundSettled.class, body);
    assertEquals(drawn, settled.draws().subList(0, drawn.size()), "no roll was made again");
    assertEquals(2, settled.results().size());
    RoundsHttpTest.assertReplayed(folder, appliance, round);
  }

  private static RecordBody openCraps(TestAppliance appliance, String round) throws Exception {
    String one =
        TestAppliance.body("ref.craps", round, "REAL", "{\"kind\":\"HARD\",\"number\":4}", "100");
    int at = one.indexOf("{\"id\":\"1\"");
    String bet = one.substring(at, one.length() - "]}".length());
    String other = bet.replace("\"id\":\"1\"", "\"id\":\"2\"").replace(":4}", ":10}");
    String request = one.substring(0, one.length() - 2) + "," + other + "]}";
    return RoundsHttpTest.body(
        RoundsHttpTest.post(appliance, "open-" + round, "/v1/rounds", request).body());
  }

  private static RecordBody open(
      TestAppliance appliance, String game, String round, String selection, String minor)
      throws Exception {
    String request = TestAppliance.body(game, round, "REAL", selection, minor);
    return RoundsHttpTest.body(
        RoundsHttpTest.post(appliance, "open-" + round, "/v1/rounds", request).body());
  }

  private static RecordBody step(TestAppliance appliance, String round, int step, String choice)
      throws Exception {
    return RoundsHttpTest.body(RoundsHttpTest.step(appliance, round, step, choice).body());
  }

  private static List<String> purposes(List<Draw> draws) {
    return draws.stream().map(Draw::purpose).toList();
  }

  private static Map<String, byte[]> scattered() {
    var classes = new TreeMap<String, byte[]>();
    TestPacks.CLASSES.forEach((name, bytes) -> {
      // Of the same length, so that the constant pool stays one.
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      for (String strip : SCATTERED) {
        text = text.replace(strip, "S".repeat(strip.length()));
      }
      classes.put(name, text.getBytes(StandardCharsets.ISO_8859_1));
    });
    return classes;
  }
}
