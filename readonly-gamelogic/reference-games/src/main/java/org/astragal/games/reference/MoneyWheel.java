package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.BetRules;
import org.astragal.games.api.Data;
import org.astragal.games.api.Draws;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.astragal.games.api.TheoreticalReturn;
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
 * selection is {@code {"spot":"10"}}.
 */
final class MoneyWheel implements Game {
  private static final String SPOTS =
      Arrays.stream(Spot.values()).map(Spot::label).collect(Collectors.joining(", "));

  private static final List<TheoreticalReturn> RETURNS =
      List.of(
          new TheoreticalReturn("1", Fraction.of(10_373, 10_800)),
          new TheoreticalReturn("2", Fraction.of(644, 675)),
          new TheoreticalReturn("5", Fraction.of(4_123, 4_320)),
          new TheoreticalReturn("10", Fraction.of(103, 108)),
          new TheoreticalReturn("FLIP", Fraction.of(863, 900)),
          new TheoreticalReturn("DROP", Fraction.of(523_717, 552_960)),
          new TheoreticalReturn("MEGA", Fraction.of(4_479_383, 4_718_592)));

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
  public List<TheoreticalReturn> returns() {
    return RETURNS;
  }

  @Override
  public Optional<BetRefusal> check(List<Bet> bets) {
    return BetRules.check(bets, maximumStakeMinor(), MoneyWheel::checkSelection);
  }

  @Override
  public List<BetResult> play(List<Bet> bets, Draws draws) throws DrawsException {
    Refusals.requireNone(check(bets));
    Optional<Boost> boost = WheelTables.boostAt(draws.below("boost", WheelTables.BOOSTS));
    long stop = draws.below("wheel", WheelTables.SEGMENTS);
    Spot spot = WheelTables.spotAt(stop);
    Optional<Bonus> bonus = playBonus(spot, draws);

    int factor = boost.filter(b -> b.spot() == spot).map(Boost::factor).orElse(1);
    long multiple = 1 + (long) bonus.map(Bonus::value).orElse(spot.number()) * factor;
    Data.Members detail = detail(stop, spot, boost, bonus);
    List<String> features = features(spot, factor, bonus.isPresent());

    var results = new ArrayList<BetResult>(bets.size());
    for (Bet bet : bets) {
      boolean wins = bet.selection().text("spot").equals(Optional.of(spot.label()));
      results.add(
          wins
              ? new BetResult(bet.id(), detail, features, bet.stakeMinor() * multiple)
              : new BetResult(bet.id(), detail, List.of(), 0));
    }
    return results;
  }

  /** {@return MEGA at its best: 250, doubled three times, boosted ten times, and the stake} */
  @Override
  public long maximumWinMultiple() {
    return 1 + 250 * 8 * 10;
  }

  /** {@return boost, wheel and four of a doubling bonus} */
  @Override
  public int maximumDraws() {
    return 2 + WheelTables.DOUBLINGS + 1;
  }

  @Override
  public int maximumResultBytes() {
    return """
    {"bonus":{"path":["DOUBLE","DOUBLE","DOUBLE","DOUBLE"],"value":800},\
    "boost":{"factor":10,"spot":"MEGA"},"segment":"MEGA","stop":53}\
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
