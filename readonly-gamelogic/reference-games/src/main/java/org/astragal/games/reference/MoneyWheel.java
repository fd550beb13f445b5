package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.BetRules;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawPlan;
import org.astragal.games.api.Draws;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Game;
import org.astragal.games.api.Option;
import org.astragal.games.api.Payout;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;
import org.astragal.games.reference.WheelTables.Boost;
import org.astragal.games.reference.WheelTables.Spot;
import org.astragal.games.reference.WheelTables.Table;

/**
 * {@code ref.wheel.54}: a wheel of 54 segments, a boost that multiplies one spot for the round, and
 * three bonuses. One round, and one set of draws, settles the bets of everybody.
 *
 * <p>Draws: {@code boost} below 400, {@code wheel} below 54, and only when the wheel stops at a
 * bonus: FLIP {@code flip-left} and {@code flip-right} below 20 and {@code flip-coin} below 2; DROP
 * one to four {@code drop} below 16; MEGA one to four {@code mega} below 64.
 *
 * <p>A number k pays the stake and k × boost; a bonus pays the stake and its value × boost. A
 * selection is {@code {"spot":"10"}}. The option {@code winCap} cuts what a bet can win.
 */
final class MoneyWheel implements Game {
  private static final String SPOTS =
      Arrays.stream(Spot.values()).map(Spot::label).collect(Collectors.joining(", "));

  private static final String WIN_CAP = "winCap";
  private static final String NO_CAP = "NONE";

  private static final List<Option> OPTIONS =
      List.of(
          new Option(
              WIN_CAP,
              List.of(NO_CAP, "5000"),
              "the most that a bet is paid, in multiples of its stake"));

  private static final List<BetFigures> FIGURES =
      List.of(
          BetFigures.of("1", "10373/10800", "162660071/116640000", "23/54", "6"),
          BetFigures.of("2", "644/675", "1465814/455625", "7/27", "11"),
          BetFigures.of("5", "4123/4320", "152737991/18662400", "7/54", "51"),
          BetFigures.of("10", "103/108", "178607/11664", "2/27", "101"),
          BetFigures.of("FLIP", "863/900", "112921349/3240000", "1/18", "251"),
          BetFigures.of("DROP", "523717/552960", "22920270243431/305764761600", "1/27", "6001"),
          BetFigures.of(
              "MEGA", "4479383/4718592", "3454796801353967/22265110462464", "1/54", "20001"));

  /** Only DROP and MEGA can win more than the cap. */
  private static final List<BetFigures> CAPPED_FIGURES =
      List.of(
          FIGURES.get(0),
          FIGURES.get(1),
          FIGURES.get(2),
          FIGURES.get(3),
          FIGURES.get(4),
          BetFigures.of(
              "DROP", "83793719/88473600", "585784814616187439/7827577896960000", "1/27", "5000"),
          BetFigures.of(
              "MEGA",
              "335936933/353894400",
              "19340185504030028711/125241246351360000",
              "1/54",
              "5000"));

  private static final DrawPlan PLAN =
      DrawPlan.of(
          DrawPlan.draw("boost", (long) WheelTables.BOOSTS),
          DrawPlan.draw("wheel", (long) WheelTables.SEGMENTS),
          new DrawPlan.Cases(
              List.of(
                  new DrawPlan.Case("the wheel stops at a number", DrawPlan.sequence()),
                  new DrawPlan.Case(
                      "the wheel stops at FLIP",
                      DrawPlan.sequence(
                          DrawPlan.draw("flip-left", (long) WheelTables.FLIP.size()),
                          DrawPlan.draw("flip-right", (long) WheelTables.FLIP.size()),
                          DrawPlan.draw("flip-coin", 2L))),
                  new DrawPlan.Case("the wheel stops at DROP", doubling("drop", WheelTables.DROP)),
                  new DrawPlan.Case(
                      "the wheel stops at MEGA", doubling("mega", WheelTables.MEGA)))));

  private static final Data.Members SCHEMA =
      Schemas.DRAFT.with(
          "oneOf",
          new Data.Items(
              List.of(
                  Schemas.object(
                      Data.Members.empty()
                          .with("spot", Data.Members.empty().with("enum", labels())),
                      List.of(new Data.Text("spot"))))));

  /**
   * What a bonus came to.
   *
   * @param value what it pays to one, before the boost
   * @param detail how it came to that
   */
  private record Bonus(int value, Data.Members detail) {}

  @Override
  public String id() {
    return "ref.wheel.54";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public Data.Members betSchema() {
    return SCHEMA;
  }

  @Override
  public List<Option> options() {
    return OPTIONS;
  }

  @Override
  public List<BetFigures> figures(Terms terms) {
    return terms.value(WIN_CAP).equals(NO_CAP) ? FIGURES : CAPPED_FIGURES;
  }

  @Override
  public BetFigures figures(Terms terms, Bet bet) {
    String spot = bet.selection().text("spot").orElseThrow();
    return figures(terms).stream().filter(f -> f.bet().equals(spot)).findFirst().orElseThrow();
  }

  @Override
  public DrawPlan plan() {
    return PLAN;
  }

  @Override
  public Optional<BetRefusal> check(List<Bet> bets) {
    return BetRules.check(bets, maximumBets(), maximumStakeMinor(), MoneyWheel::checkSelection);
  }

  @Override
  public Played play(Round round) throws DrawsException {
    Refusals.requireNone(check(round.bets()));
    String capText = round.terms().value(WIN_CAP);
    long cap = capText.equals(NO_CAP) ? maximumWinMultiple() : Long.parseLong(capText);
    Optional<Boost> boost = WheelTables.boostAt(round.draw("boost", WheelTables.BOOSTS));
    long stop = round.draw("wheel", WheelTables.SEGMENTS);
    Spot spot = WheelTables.spotAt(stop);
    Optional<Bonus> bonus = playBonus(spot, round::draw);

    int factor = boost.filter(b -> b.spot() == spot).map(Boost::factor).orElse(1);
    long multiple = 1 + (long) bonus.map(Bonus::value).orElse(spot.number()) * factor;
    Data.Members detail = detail(stop, spot, boost, bonus);
    List<String> features = features(spot, factor, bonus.isPresent());

    var results = new ArrayList<BetResult>(round.bets().size());
    for (Bet bet : round.bets()) {
      boolean wins = bet.selection().text("spot").equals(Optional.of(spot.label()));
      results.add(
          wins
              ? BetResult.of(
                  bet, detail, features, Payout.capped(bet.stakeMinor(), multiple, 1, cap))
              : BetResult.of(bet, detail, List.of(), Payout.NOTHING));
    }
    return new Played.Settled(results);
  }

  /** {@return MEGA at its best: 250, doubled three times, boosted ten times, and the stake} */
  @Override
  public long maximumWinMultiple() {
    return 1 + 250 * 8 * 10;
  }

  @Override
  public int maximumResultBytes() {
    return """
    {"bonus":{"path":["DOUBLE","DOUBLE","DOUBLE","DOUBLE"],"value":800},\
    "boost":{"factor":10,"spot":"MEGA"},"capped":true,"segment":"MEGA","stop":53}\
    ["boost:x10","bonus:MEGA"]\
    """
        .length();
  }

  private static Optional<BetRefusal> checkSelection(Bet bet) {
    for (String name : bet.selection().values().keySet()) {
      if (!name.equals("spot")) {
        return Refusals.unknownMember(bet, "the member spot alone");
      }
    }
    return bet.selection().text("spot").flatMap(Spot::of).isPresent()
        ? Optional.empty()
        : Refusals.unknownSelection(bet, "a spot out of " + SPOTS + ", as text");
  }

  private static DrawPlan.Part doubling(String purpose, Table table) {
    return new DrawPlan.Repeat(
        DrawPlan.draw(purpose, (long) table.size()),
        1,
        WheelTables.DOUBLINGS + 1,
        "a pocket does not double, or has doubled three times");
  }

  private static Optional<Bonus> playBonus(Spot spot, Draws draws) throws DrawsException {
    return switch (spot) {
      case ONE, TWO, FIVE, TEN -> Optional.empty();
      case FLIP -> Optional.of(flip(draws));
      case DROP -> Optional.of(doubling("drop", WheelTables.DROP, WheelTables.DROP_LAST, draws));
      case MEGA -> Optional.of(doubling("mega", WheelTables.MEGA, WheelTables.MEGA_LAST, draws));
    };
  }

  // Two values are drawn, then a fair coin chooses the side.
  private static Bonus flip(Draws draws) throws DrawsException {
    int left = WheelTables.FLIP.valueAt(draws.below("flip-left", WheelTables.FLIP.size()));
    int right = WheelTables.FLIP.valueAt(draws.below("flip-right", WheelTables.FLIP.size()));
    boolean isLeft = draws.below("flip-coin", 2) == 0;
    int value = isLeft ? left : right;
    return new Bonus(
        value,
        Data.Members.empty()
            .with("coin", isLeft ? "LEFT" : "RIGHT")
            .with("left", left)
            .with("right", right)
            .with("value", value));
  }

  // A doubling pocket doubles and draws again; after the last doubling it pays a fixed value.
  private static Bonus doubling(String purpose, Table table, int last, Draws draws)
      throws DrawsException {
    var path = new ArrayList<Data>();
    int factor = 1;
    for (int doublings = 0; ; doublings++) {
      int pocket = table.valueAt(draws.below(purpose, table.size()));
      boolean doubles = pocket == WheelTables.DOUBLE;
      path.add(new Data.Text(doubles ? "DOUBLE" : Integer.toString(pocket)));
      if (!doubles || doublings == WheelTables.DOUBLINGS) {
        int value = (doubles ? last : pocket) * factor;
        return new Bonus(
            value, Data.Members.empty().with("path", new Data.Items(path)).with("value", value));
      }
      factor *= 2;
    }
  }

  private static Data.Members detail(
      long stop, Spot spot, Optional<Boost> boost, Optional<Bonus> bonus) {
    var detail = Data.Members.empty().with("segment", spot.label()).with("stop", stop);
    if (boost.isPresent()) {
      detail =
          detail.with(
              "boost",
              Data.Members.empty()
                  .with("factor", boost.get().factor())
                  .with("spot", boost.get().spot().label()));
    }
    return bonus.isPresent() ? detail.with("bonus", bonus.get().detail()) : detail;
  }

  private static List<String> features(Spot spot, int factor, boolean isBonus) {
    var features = new ArrayList<String>();
    if (factor > 1) {
      features.add("boost:x" + factor);
    }
    if (isBonus) {
      features.add("bonus:" + spot.label());
    }
    return features;
  }

  private static Data.Items labels() {
    return new Data.Items(
        Arrays.stream(Spot.values()).<Data>map(spot -> new Data.Text(spot.label())).toList());
  }
}
