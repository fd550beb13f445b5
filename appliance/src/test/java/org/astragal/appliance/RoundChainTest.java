package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Bet;
import org.astragal.outcome.BetResult;
import org.astragal.outcome.Draw;
import org.astragal.outcome.GameRef;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.Money;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.Player;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.RequestRef;
import org.astragal.outcome.Reveal;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundRef;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundStepped;
import org.astragal.packs.Replayer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: records of a round that waited are held against its end: what was offered, shown, hidden
 * and chosen. The round is one of doors, where the light is 3, the prize behind door 1, the player
 * opens door 1, doubles and wins.
 */
final class RoundChainTest {
  private static final Draw LIGHT = new Draw("light", 4, 3);
  private static final Draw DOOR = new Draw("door", 3, 1, 0, true);
  private static final Draw COIN = new Draw("coin", 2, 0, 2, false);
  private static final Reveal REVEAL = Reveal.of(new byte[32], 0, List.of(DOOR));
  private static final Json FIRST = json("{\"value\":{\"door\":1}}");
  private static final Json SECOND = json("{\"value\":{\"do\":\"DOUBLE\"}}");
  private static final String DOORS =
      "{\"choices\":[{\"value\":{\"door\":0}},{\"value\":{\"door\":1}},{\"value\":{\"door\":2}}],"
          + "\"view\":{\"light\":3}}";
  private static final String FOUND =
      "{\"choices\":[{\"value\":{\"do\":\"TAKE\"}},{\"value\":{\"do\":\"DOUBLE\"}}],"
          + "\"view\":{\"found\":true}}";

  @TempDir static Path folder;
  private static Replayer replayer;
  private static GameRef doors;

  @BeforeAll
  static void load() throws Exception {
    byte[] pack = TestPacks.pack(TestPacks.compiled("Doors", UnaryOperator.identity()));
    TestPacks.Kept kept = TestPacks.kept(folder, pack);
    replayer = kept.replayer();
    doors = kept.game("test.doors").ref();
  }

  @Test
  void genuineRoundIsTrueRecordByRecord() {
    refutedAt(Optional.empty(), opened(DOORS, LIGHT, REVEAL), stepped(FOUND, FIRST), settled());
  }

  @Test
  void endAloneIsTrueAndAStepAloneUndecided() {
    assertInstanceOf(Finding.True.class, new Replay(replayer).check(record(9, settled())));
    assertInstanceOf(
        Finding.Undecided.class, new Replay(replayer).check(record(9, stepped(FOUND, FIRST))));
  }

  @Test
  void offerThatTheGameDoesNotMakeIsRefuted() {
    String fewer = DOORS.replace("{\"value\":{\"door\":0}},", "");
    refutedAt(
        Optional.of("record 0 offers"),
        opened(fewer, LIGHT, REVEAL),
        stepped(FOUND, FIRST),
        settled());
    refutedAt(
        Optional.of("record 1 offers"),
        opened(DOORS, LIGHT, REVEAL),
        stepped(FOUND.replace("true", "false"), FIRST),
        settled());
  }

  @Test
  void otherDrawThanWasShownIsRefuted() {
    refutedAt(
        Optional.of("record 0 shows other draws"),
        opened(DOORS, new Draw("light", 4, 2), REVEAL),
        stepped(FOUND, FIRST),
        settled());
  }

  @Test
  void otherCommitmentThanIsOpenedIsRefuted() {
    byte[] nonce = new byte[32];
    nonce[0] = 1;
    refutedAt(
        Optional.of("record 0 committed to other draws"),
        opened(DOORS, LIGHT, Reveal.of(nonce, 0, List.of(DOOR))),
        stepped(FOUND, FIRST),
        settled());
  }

  @Test
  void otherChoiceThanWasMadeIsRefuted() {
    refutedAt(
        Optional.of("the choices are not those"),
        opened(DOORS, LIGHT, REVEAL),
        stepped(FOUND, json("{\"value\":{\"door\":2}}")),
        settled());
  }

  @Test
  void choiceWithARaiseThatTheGameDoesNotAskIsRefuted() {
    Json raised = json("{\"raise\":{\"bet\":\"1\",\"minor\":\"100\"},\"value\":{\"door\":1}}");
    refutedAt(Optional.of("choice 0 is not what"), settled(List.of(raised, SECOND)));
  }

  @Test
  void choiceOfTheHouseIsAsGoodAsOneOfThePlayer() {
    Json house = json("{\"by\":\"HOUSE\",\"value\":{\"do\":\"DOUBLE\"}}");
    refutedAt(Optional.empty(), settled(List.of(FIRST, house)));
  }

  /** Every record is true, but for the last if a reason is given. */
  private static void refutedAt(Optional<String> why, RecordBody... bodies) {
    var replay = new Replay(replayer);
    for (int i = 0; i < bodies.length; i++) {
      Finding finding = replay.check(record(i, bodies[i]));
      if (i < bodies.length - 1 || why.isEmpty()) {
        assertInstanceOf(Finding.True.class, finding, finding.toString());
      } else {
        var refuted = assertInstanceOf(Finding.Refuted.class, finding, finding.toString());
        assertTrue(refuted.why().contains(why.get()), refuted.why());
      }
    }
  }

  private static OutcomeRecord record(long seq, RecordBody body) {
    return new OutcomeRecord("log", seq, Instant.EPOCH, body);
  }

  private static RoundOpened opened(String offer, Draw light, Reveal reveal) {
    return new RoundOpened(
        appliance(),
        (Json.Obj) json(offer),
        bets(),
        Optional.of(reveal.commitment()),
        List.of(light),
        doors,
        "op",
        request(0),
        round(0),
        Optional.empty());
  }

  private static RoundStepped stepped(String offer, Json choice) {
    return new RoundStepped(
        appliance(),
        (Json.Obj) json(offer),
        choice,
        Optional.empty(),
        List.of(),
        doors,
        "op",
        request(1),
        round(1),
        Optional.empty());
  }

  private static RoundSettled settled() {
    return settled(List.of(FIRST, SECOND));
  }

  private static RoundSettled settled(List<Json> choices) {
    var detail =
        Json.Obj.of(new TreeMap<>(Map.of("light", new Json.Int(3), "prize", new Json.Int(1))));
    return new RoundSettled(
        appliance(),
        bets(),
        choices,
        List.of(LIGHT, DOOR, COIN),
        doors,
        List.of(),
        List.of(),
        "op",
        request(2),
        List.of(new BetResult("1", detail, List.of(), new Money("EUR", 2, 400))),
        List.of(REVEAL),
        round(2),
        Optional.empty());
  }

  private static List<Bet> bets() {
    return List.of(
        new Bet(
            "1",
            "CASH",
            new Player("MOBILE", "MT", "9f", "s"),
            Json.Obj.EMPTY,
            new Money("EUR", 2, 100)));
  }

  private static ApplianceInfo appliance() {
    return new ApplianceInfo("boot", Hash.EMPTY_ROOT, new ApplianceInfo.Rng("c", "i", 0));
  }

  private static RequestRef request(int step) {
    return new RequestRef("k-" + step, Hash.EMPTY_ROOT);
  }

  private static RoundRef round(int step) {
    return new RoundRef("r", RoundRef.Mode.REAL, step);
  }

  private static Json json(String text) {
    try {
      return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonException e) {
      throw new IllegalStateException(e);
    }
  }
}
