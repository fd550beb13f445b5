package org.astragal.certification.games;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;
import org.astragal.games.api.DrawsException;

/** The tests of one game that is played. Use by one thread. */
final class GameTests {
  /** Draws at the beginning of a round that are compared with each other. */
  private static final int MOST_DRAWS = 32;

  private static final int LEAST_ROUNDS = 100;

  private final PackGame game;
  private final List<OutcomeTests> tables = new ArrayList<>();
  private final double[] probabilities;
  private final List<Counted> counted = new ArrayList<>();
  private final List<WinClasses> classes = new ArrayList<>();
  private final double[] wins;
  private final double[][] products = new double[MOST_DRAWS][MOST_DRAWS];
  private List<PlayedDraws.Draw> plan = List.of();
  private int place;
  private long rounds;

  GameTests(PackGame game) {
    this.game = game;
    for (OutcomeTable table : game.tables()) {
      tables.add(new OutcomeTests(table));
      classes.add(new WinClasses(table.outcomes()));
    }
    game.data().tables().forEach(table -> counted.add(table.counted()));
    probabilities = tables.getFirst().probabilities();
    wins = new double[tables.size()];
  }

  String name() {
    return game.name();
  }

  /** {@return chances of the first table} */
  double[] probabilities() {
    return probabilities;
  }

  /** {@return the outcome of the last round in the first table} */
  int place() {
    return place;
  }

  void playRound(PlayedDraws draws) throws DrawsException {
    draws.takeRound();
    PackGame.Round round = game.play(draws);
    for (int i = 0; i < counted.size(); i++) {
      for (String outcome : round.outcomes(counted.get(i))) {
        int at = tables.get(i).add(classes.get(i).name(outcome));
        place = i == 0 ? at : place;
        if (counted.get(i).isNumber()) {
          wins[i] += Long.parseLong(outcome);
        }
      }
    }
    correlate(draws.takeRound());
    rounds++;
  }

  /**
   * Adds products of the draws that every round so far has made, for the same purpose and range.
   */
  private void correlate(List<PlayedDraws.Draw> round) {
    if (rounds == 0) {
      plan = round.subList(0, Math.min(MOST_DRAWS, round.size()));
    }
    int common = 0;
    while (common < Math.min(plan.size(), round.size())
        && plan.get(common).purpose().equals(round.get(common).purpose())
        && plan.get(common).below() == round.get(common).below()) {
      common++;
    }
    plan = plan.subList(0, common);
    for (int i = 0; i < common; i++) {
      for (int j = 0; j < i; j++) {
        products[i][j] += standard(round.get(i)) * standard(round.get(j));
      }
    }
  }

  /** {@return the draw as a number of mean 0 and variance 1} */
  private static double standard(PlayedDraws.Draw draw) {
    double n = draw.below();
    return n < 2 ? 0 : (draw.value() - (n - 1) / 2) / Math.sqrt((n * n - 1) / 12);
  }

  List<Finding> finish(Selection selection) {
    var findings = new ArrayList<Finding>();
    for (int i = 0; i < tables.size(); i++) {
      String table = game.tables().get(i).name();
      var lines = new Lines(selection, name() + " " + table, OptionalInt.empty());
      tables.get(i).finish(lines, i == 0);
      if (counted.get(i).isNumber() && classes.get(i).isEmpty()) {
        returned(game.tables().get(i), tables.get(i).count(), wins[i], lines);
      }
      findings.addAll(lines.all());
    }
    var lines = new Lines(selection, name(), OptionalInt.empty());
    interplay(lines);
    findings.addAll(lines.all());
    return findings;
  }

  private void returned(OutcomeTable table, long count, double sum, Lines lines) {
    double[] p = table.probabilities();
    double mean = 0;
    for (int i = 0; i < p.length; i++) {
      mean += p[i] * win(table, i);
    }
    double variance = 0;
    double third = 0;
    for (int i = 0; i < p.length; i++) {
      double off = win(table, i) - mean;
      variance += p[i] * off * off;
      third += p[i] * off * off * off;
    }
    double skewness = third / Math.pow(variance, 1.5);
    // A sum of n wins is as good as normal where its skewness, that of one by sqrt(n), is a tenth.
    long need = (long) Math.ceil(Math.max(LEAST_ROUNDS, 100 * skewness * skewness));
    if (count < need) {
      lines.notRun(TestName.GAME_RETURN, "", count, "needs " + need + " rounds");
      return;
    }
    double stake = game.data().stakeMinor();
    lines.normal(
        TestName.GAME_RETURN,
        "",
        (sum - count * mean) / Math.sqrt(count * variance),
        count,
        "returned",
        sum / count / stake,
        "theoretical",
        mean / stake);
  }

  private static double win(OutcomeTable table, int place) {
    return (double) Long.parseLong(table.outcomes().get(place).outcome());
  }

  private void interplay(Lines lines) {
    int draws = plan.size();
    if (draws < 2 || rounds < LEAST_ROUNDS) {
      return;
    }
    double largest = 0;
    String where = "";
    for (int i = 0; i < draws; i++) {
      for (int j = 0; j < i; j++) {
        double z = products[i][j] / Math.sqrt((double) rounds);
        if (Math.abs(z) >= Math.abs(largest)) {
          largest = z;
          where = plan.get(j).purpose() + " and " + plan.get(i).purpose();
        }
      }
    }
    int pairs = draws * (draws - 1) / 2;
    lines.fit(
        TestName.INTERPLAY_CORRELATION,
        "draws of a round",
        new Fit(
            largest,
            OptionalDouble.empty(),
            Extremes.smallest(PValue.normalTwoSided(largest), pairs)),
        rounds,
        "pairs",
        pairs,
        "largest",
        where);
  }
}
