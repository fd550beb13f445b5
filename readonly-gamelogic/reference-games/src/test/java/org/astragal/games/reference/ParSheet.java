package org.astragal.games.reference;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.DrawPlan;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.astragal.games.api.JackpotLevel;
import org.astragal.games.api.Terms;

/**
 * The PAR sheet of one game: everything in it is computed by playing the game, never written by
 * hand. Decimals are rounded for reading; the fractions beside them are exact.
 */
final class ParSheet {
  /** Distributions with more wins than this are told in classes. */
  private static final int MOST_WINS = 24;

  private static final List<Integer> CLASSES =
      List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000, 100_000);

  private final Game game;
  private final Markup out;

  private ParSheet(Game game, Markup out) {
    this.game = game;
    this.out = out;
  }

  /** {@return the sheet in Markdown} */
  static String markdown(Game game) {
    var markup = new Markup.Markdown();
    new ParSheet(game, markup).write();
    return markup.text();
  }

  /** {@return the sheet as a page that needs no other file, with plots} */
  static String html(Game game) {
    var markup = new Markup.Html("PAR sheet: " + game.id());
    new ParSheet(game, markup).write();
    return markup.text();
  }

  private void write() {
    out.title("PAR sheet: " + game.id() + " " + game.version());
    out.text(
        "Computed in the build over the code that plays; the build fails if this page differs. All"
            + " figures are in multiples of the first stake of a bet. Decimals are rounded,"
            + " fractions are exact.");
    facts();
    for (Terms terms : Terms.all(game.options())) {
      figures(terms);
    }
    jackpots();
    ParTables.of(game).forEach(table -> out.table(table.title(), table.head(), table.rows()));
    plan();
    wins();
  }

  private void facts() {
    DrawPlan.Bounds bounds = game.plan().bounds();
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("Bets of one round, at most", Integer.toString(game.maximumBets())));
    rows.add(List.of("Stake of a bet, at most, minor units", "" + game.maximumStakeMinor()));
    rows.add(List.of("Win of a bet, at most, rounded up", game.maximumWinMultiple() + " × stake"));
    rows.add(List.of("Draws of a round, at most", Integer.toString(bounds.draws())));
    rows.add(List.of("Choices of a round, at most", Integer.toString(bounds.choices())));
    if (bounds.choices() > 0) {
      rows.add(
          List.of(
              "A round that nobody comes back to is",
              game.unfinished().name().toLowerCase(Locale.ROOT) + "d"));
    }
    game.options()
        .forEach(option ->
            rows.add(
                List.of(
                    "Option of the house: " + option.name(),
                    option.meaning() + " (" + String.join(", ", option.values()) + ")")));
    out.table("The game", List.of("What", "Value"), rows);
  }

  private void figures(Terms terms) {
    var rows = new ArrayList<List<String>>();
    for (BetFigures line : game.figures(terms)) {
      rows.add(
          List.of(
              line.bet(),
              percent(line.returned()),
              percent(Fraction.ONE.minus(line.returned())),
              deviation(line.variance()),
              percent(line.hitFrequency()),
              decimal(line.maximumWin())));
    }
    String on = terms.values().isEmpty() ? "" : ", with " + terms(terms);
    out.table(
        "Figures" + on,
        List.of(
            "Bet", "Return", "House edge", "Standard deviation", "Hit frequency", "Largest win"),
        rows);
    var exact = new ArrayList<List<String>>();
    for (BetFigures line : game.figures(terms)) {
      exact.add(
          List.of(
              line.bet(),
              line.returned().toString(),
              line.variance().toString(),
              line.hitFrequency().toString()));
    }
    out.table("Exact fractions" + on, List.of("Bet", "Return", "Variance", "Hit frequency"), exact);
  }

  private void jackpots() {
    if (game.jackpotLevels().isEmpty()) {
      return;
    }
    var rows = new ArrayList<List<String>>();
    Fraction sum = Fraction.ZERO;
    for (JackpotLevel level : game.jackpotLevels()) {
      sum = sum.plus(level.share());
      rows.add(
          List.of(
              level.name(),
              level.chance().toString(),
              Long.toString(level.seedMinor()),
              Integer.toString(level.incrementPpm()),
              percent(level.share()),
              level.share().toString()));
    }
    Fraction whole = sum.plus(game.figures(game.defaultTerms()).getFirst().returned());
    out.table(
        "Jackpots",
        List.of("Level", "Chance for one minor unit", "Seed", "Increment, ppm", "Return", "Exact"),
        rows);
    out.text(
        "With the jackpots the game returns "
            + percent(whole)
            + " ("
            + whole
            + "). The chance is proportional to the stake. Seed and increment are those of this"
            + " computation; a ledger may fund a level otherwise.");
  }

  private void plan() {
    out.table(
        "What a round draws and asks, in this order",
        List.of("Step", "Bound"),
        PlanText.rows(game.plan().toData()));
  }

  private void wins() {
    Map<String, Distribution> all = distributions();
    if (game.id().equals("ref.blackjack.inf")) {
      out.text(
          "The figures are those of the best choices. A win below is what comes back less what was"
              + " raised on the way, so that the loss of a doubled hand is -1.");
    }
    all.forEach((line, wins) -> {
      boolean isFew = wins.chances().size() <= MOST_WINS;
      out.table(
          "Wins of " + line,
          List.of("Win", "Chance", "One in", "Exact"),
          isFew ? each(wins.chances()) : classes(wins.chances()));
      out.plot("Wins of " + line, wins);
    });
  }

  /** The slot of ways has too many sums of wins: its parts are told instead. */
  private Map<String, Distribution> distributions() {
    if (!game.id().equals("ref.slot.ways243")) {
      return Exact.of(game, game.defaultTerms());
    }
    var first = new Distribution();
    for (int scatters = 0; scatters <= 5; scatters++) {
      SlotCycles.baseSpin(scatters).chances().forEach(first::add);
    }
    var parts = new LinkedHashMap<String, Distribution>();
    parts.put("the first spin", first);
    parts.put("each free spin", SlotCycles.freeSpin());
    return parts;
  }

  private static List<List<String>> each(SortedMap<Fraction, Fraction> chances) {
    var rows = new ArrayList<List<String>>();
    chances.forEach((win, chance) -> rows.add(row(decimal(win), chance)));
    return rows;
  }

  private static List<List<String>> classes(SortedMap<Fraction, Fraction> chances) {
    var sums = new TreeMap<Integer, Fraction>();
    chances.forEach((win, chance) -> sums.merge(classOf(win), chance, Fraction::plus));
    var rows = new ArrayList<List<String>>();
    sums.forEach((number, chance) -> rows.add(row(name(number), chance)));
    return rows;
  }

  // 0 for nothing, 1 for less than the stake, then one class for each bound.
  private static int classOf(Fraction win) {
    if (win.numerator().signum() == 0) {
      return 0;
    }
    int number = 1;
    for (int bound : CLASSES) {
      number += win.compareTo(Fraction.of(bound, 1)) >= 0 ? 1 : 0;
    }
    return number;
  }

  private static String name(int number) {
    if (number == 0) {
      return "0";
    }
    if (number == 1) {
      return "above 0, below 1";
    }
    int from = CLASSES.get(number - 2);
    return number - 1 < CLASSES.size()
        ? from + " to below " + CLASSES.get(number - 1)
        : from + " or more";
  }

  private static List<String> row(String win, Fraction chance) {
    Fraction oneIn = Fraction.ONE.dividedBy(chance);
    return List.of(win, percent(chance), significant(oneIn), chance.toString());
  }

  private static String terms(Terms terms) {
    var text = new ArrayList<String>();
    terms.values().forEach((name, value) -> text.add(name + " = " + value));
    return String.join(", ", text);
  }

  private static String percent(Fraction share) {
    BigDecimal percent = value(share.times(Fraction.of(100, 1)));
    if (percent.signum() == 0) {
      return "0 %";
    }
    // Six decimals for what is usual; four digits for what is rare.
    boolean isRare = percent.abs().compareTo(new BigDecimal("0.001")) < 0;
    return (isRare
            ? percent.round(new MathContext(4)).toString()
            : percent.setScale(6, RoundingMode.HALF_EVEN).toPlainString())
        + " %";
  }

  private static String deviation(Fraction variance) {
    return value(variance).sqrt(MathContext.DECIMAL64).round(new MathContext(6)).toPlainString();
  }

  private static String significant(Fraction number) {
    return value(number).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }

  private static String decimal(Fraction number) {
    String text = value(number).round(new MathContext(10)).stripTrailingZeros().toPlainString();
    return new BigDecimal(text).compareTo(BigDecimal.ZERO) == 0 ? "0" : text;
  }

  private static BigDecimal value(Fraction number) {
    return new BigDecimal(number.numerator())
        .divide(new BigDecimal(number.denominator()), MathContext.DECIMAL64);
  }
}
