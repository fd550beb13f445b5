package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.games.api.Data;
import org.astragal.games.api.Played;
import org.astragal.games.api.RecordedDraw;
import org.astragal.games.api.Round;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Bet;
import org.astragal.outcome.BetResult;
import org.astragal.outcome.Draw;
import org.astragal.outcome.Event;
import org.astragal.outcome.GameRef;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.Money;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.Player;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.RequestRef;
import org.astragal.outcome.RoundRef;
import org.astragal.outcome.RoundSettled;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a record whose results do not follow from its draws is found out, even if it is sealed. */
final class ReplayTest {
  private static final ApplianceInfo APPLIANCE =
      new ApplianceInfo("boot", Hash.EMPTY_ROOT, new ApplianceInfo.Rng("c", "i", 0));
  private static final List<Draw> ZERO = List.of(new Draw("wheel", 37, 0));

  @TempDir static Path folder;
  private static Replay replay;
  private static GameCatalog.Installed roulette;

  @BeforeAll
  static void load() throws Exception {
    TestPacks.Kept kept = TestPacks.kept(folder, TestPacks.pack(TestPacks.CLASSES));
    replay = new Replay(kept.replayer());
    roulette = kept.game("ref.roulette.eu");
  }

  @Test
  void whatFollowsIsTrue() throws Exception {
    Finding finding = check(round(roulette.ref(), draws(), results(), 100));
    assertTrue(assertInstanceOf(Finding.True.class, finding).what().endsWith("replayed"));
  }

  @Test
  void anotherWinIsRefuted() throws Exception {
    BetResult genuine = results().getFirst();
    var more =
        new BetResult(
            genuine.bet(),
            genuine.detail(),
            genuine.features(),
            new Money("EUR", 2, genuine.win().minor() + 1));
    refuted(
        "results[0].win.minor: recorded \"3601\", played again \"3600\"",
        round(roulette.ref(), draws(), List.of(more), 100));
  }

  @Test
  void anotherDrawIsRefuted() throws Exception {
    Draw genuine = draws().getFirst();
    var other = new Draw(genuine.purpose(), genuine.n(), (genuine.v() + 1) % genuine.n());
    refuted("results[0].detail.colour", round(roulette.ref(), List.of(other), results(), 100));
    refuted(
        "below 38",
        round(roulette.ref(), List.of(new Draw(genuine.purpose(), 38, 1)), results(), 100));
    refuted("left over", round(roulette.ref(), List.of(genuine, genuine), results(), 100));
    refuted("has ended", round(roulette.ref(), List.of(), results(), 100));
  }

  @Test
  void anotherStakeIsRefuted() throws Exception {
    refuted("results[0].win.minor", round(roulette.ref(), draws(), results(), 200));
    refuted("stake-not-positive", round(roulette.ref(), draws(), results(), 0));
  }

  @Test
  void aLogicThatIsNotArchivedIsUndecidedAndAGameItDoesNotHaveRefuted() throws Exception {
    var otherLogic = new GameRef("ref.roulette.eu", Hash.EMPTY_ROOT, "1.0.0");
    var otherVersion = new GameRef("ref.roulette.eu", roulette.ref().logic(), "2.0.0");
    var otherGame = new GameRef("ref.none", roulette.ref().logic(), "1.0.0");
    assertInstanceOf(Finding.Undecided.class, check(round(otherLogic, draws(), results(), 100)));
    for (GameRef ref : List.of(otherVersion, otherGame)) {
      refuted("no such game", round(ref, draws(), results(), 100));
    }
    var otherTerms = new TreeMap<>(Map.of("zero", "WINS"));
    refuted(
        "the option zero is one of",
        round(
            new GameRef("ref.roulette.eu", roulette.ref().logic(), otherTerms, "1.0.0"),
            draws(),
            results(),
            100));
  }

  @Test
  void termsThatTheGameDoesNotHaveAreRefuted() throws Exception {
    var terms = new TreeMap<>(Map.of("zero", "WINS"));
    var ref = new GameRef("ref.roulette.eu", roulette.ref().logic(), terms, "1.0.0");
    refuted("the option zero is one of", round(ref, draws(), results(), 100));
  }

  @Test
  void whatIsNoRoundHasNothingToReplay() {
    assertInstanceOf(
        Finding.True.class, check(new Event("program.started", APPLIANCE, Json.Obj.EMPTY)));
  }

  private static void refuted(String why, RecordBody body) {
    Finding finding = check(body);
    assertTrue(
        assertInstanceOf(Finding.Refuted.class, finding, finding.toString()).why().contains(why),
        finding.toString());
  }

  private static Finding check(RecordBody body) {
    return replay.check(new OutcomeRecord("log", 7, Instant.EPOCH, body));
  }

  /** A winning spin: what the ball falls on is what the bet is on. */
  private static List<Draw> draws() {
    return ZERO;
  }

  private static List<BetResult> results() throws Exception {
    var bet = new org.astragal.games.api.Bet("1", DataJson.toData(selection()), 100, 2);
    var draw = draws().getFirst();
    var recorded = new RecordedDraw(draw.purpose(), draw.n(), draw.v());
    var game = roulette.game();
    Round round =
        Round.replay(game, game.defaultTerms(), List.of(bet), List.of(recorded), List.of());
    var settled = assertInstanceOf(Played.Settled.class, game.play(round));
    return RoundPlay.results(List.of(bet(100)), settled.results());
  }

  private static Json.Obj selection() {
    return DataJson.toJson(
        Data.Members.empty()
            .with("kind", "STRAIGHT")
            .with("numbers", Data.Items.ofNumbers(List.of(0))));
  }

  private static Bet bet(long minor) {
    return new Bet(
        "1",
        "CASH",
        new Player("MOBILE", "MT", "9f", "s"),
        selection(),
        new Money("EUR", 2, minor));
  }

  private static RoundSettled round(
      GameRef game, List<Draw> draws, List<BetResult> results, long stake) {
    return new RoundSettled(
        APPLIANCE,
        List.of(bet(stake)),
        List.of(),
        draws,
        game,
        List.of(),
        "op-1",
        new RequestRef("k", Hash.EMPTY_ROOT),
        results,
        new RoundRef("r", RoundRef.Mode.REAL, 0),
        Optional.empty());
  }
}
