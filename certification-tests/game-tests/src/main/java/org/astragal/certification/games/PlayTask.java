package org.astragal.certification.games;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;
import org.astragal.certification.battery.Task;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Game;

/**
 * Plays the games of all packs from the data, a round of each in turn, and compares outcomes with
 * their exact probabilities, each round with the one before, the draws of a round with each other,
 * and neighbouring games with each other.
 */
final class PlayTask implements Task {
  /** A guess; the size is not known here. */
  private static final long COST = 4_000;

  private static final long BYTES = 32L << 20;

  /** Rounds of each game at most. */
  private static final long MOST_ROUNDS = 10_000_000;

  private final Selection selection;

  PlayTask(Selection selection) {
    this.selection = selection;
  }

  @Override
  public String id() {
    return "games";
  }

  @Override
  public long cost() {
    return COST;
  }

  @Override
  public long memory() {
    return BYTES;
  }

  @Override
  public List<Finding> run(Sample sample) throws SampleException, InterruptedException {
    var findings = new ArrayList<Finding>();
    var tests = new ArrayList<GameTests>();
    PackGame.listed().forEach(game -> tests.add(new GameTests(game)));
    for (Game game : PackGame.installed()) {
      if (PackGame.listed().stream().noneMatch(each -> each.id().equals(game.id()))) {
        var lines = new Lines(selection, game.id(), OptionalInt.empty());
        lines.notRun(
            TestName.GAME_OUTCOMES,
            "",
            0,
            "needs a table of its outcomes, games/" + game.id() + ".json for " + game.version());
        findings.addAll(lines.all());
      }
    }
    findings.addAll(play(sample, tests));
    return List.copyOf(findings);
  }

  /** Plays games and says how they fit. */
  List<Finding> play(Sample sample, List<GameTests> tests)
      throws SampleException, InterruptedException {
    var draws = new PlayedDraws(new Scaler(new Words(sample, 0, sample.size(), Long.SIZE)));
    var between = new ArrayList<BetweenGames>();
    for (int i = 1; i < tests.size(); i++) {
      between.add(new BetweenGames(tests.get(i - 1), tests.get(i)));
    }
    try {
      for (long round = 0; round < MOST_ROUNDS && !tests.isEmpty(); round++) {
        for (GameTests each : tests) {
          each.playRound(draws);
        }
        between.forEach(BetweenGames::count);
      }
    } catch (DrawsException _) {
      draws.requireEnd();
    }
    var findings = new ArrayList<Finding>();
    for (GameTests each : tests) {
      findings.addAll(each.finish(selection));
    }
    for (BetweenGames each : between) {
      var lines = new Lines(selection, each.name(), OptionalInt.empty());
      each.finish(lines);
      findings.addAll(lines.all());
    }
    return findings;
  }
}
