package org.astragal.certification.games;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.astragal.games.api.Fraction;

/**
 * The tables of games that have more rounds than can be played: computed by another way than the
 * game goes.
 */
final class ExactTables {
  /** Those games. */
  static final Set<String> GAMES =
      Set.of(
          "ref.blackjack.inf",
          "ref.lotto.649",
          "ref.mystery",
          "ref.slot.lines20",
          "ref.slot.ways243");

  /** Of the bonus of the slot of lines. */
  private static final Fraction BONUS = Fraction.of(9, 10_880);

  private ExactTables() {}

  /** {@return the exact probability of each outcome of each table, in the order of the data} */
  static List<Map<String, Fraction>> of(GameData data) {
    long stake = data.stakeMinor();
    return switch (data.game()) {
      case "ref.blackjack.inf" -> List.of(BlackjackOdds.net());
      case "ref.lotto.649" -> lotto();
      case "ref.mystery" ->
          List.of(
              Map.of(
                  "none", Fraction.ONE.minus(Fraction.of(stake, 200_000_000)),
                  "MYSTERY", Fraction.of(stake, 200_000_000)));
      case "ref.slot.lines20" -> lines(data);
      case "ref.slot.ways243" -> SlotOdds.ways().stream().map(ExactTables::named).toList();
      default -> throw new IllegalArgumentException(data.game());
    };
  }

  private static List<Map<String, Fraction>> lotto() {
    var hits = new LinkedHashMap<String, Fraction>();
    var wins = new LinkedHashMap<String, Fraction>();
    for (int hit = 0; hit <= 6; hit++) {
      Fraction chance = over(ways(6, hit).multiply(ways(43, 6 - hit)), ways(49, 6));
      hits.put(Integer.toString(hit), chance);
      for (int bonus = 0; bonus <= 1; bonus++) {
        Fraction ball = Fraction.of(bonus == 1 ? 6 - hit : 37 + hit, 43);
        wins.merge(prize(hit, bonus == 1), chance.times(ball), Fraction::plus);
      }
    }
    var balls = new LinkedHashMap<String, Fraction>();
    for (int ball = 1; ball <= 49; ball++) {
      balls.put(Integer.toString(ball), Fraction.of(1, 49));
    }
    return List.of(hits, balls, wins);
  }

  private static String prize(int hits, boolean bonus) {
    return switch (hits) {
      case 2 -> bonus ? "400" : "0";
      case 3 -> "800";
      case 4 -> "7500";
      case 5 -> bonus ? "10000000" : "150000";
      default -> "0";
    };
  }

  private static BigInteger ways(int of, int taken) {
    BigInteger ways = BigInteger.ONE;
    for (int i = 0; i < taken; i++) {
      ways = ways.multiply(BigInteger.valueOf(of - i)).divide(BigInteger.valueOf(i + 1L));
    }
    return ways;
  }

  private static Fraction over(BigInteger a, BigInteger b) {
    return new Fraction(a, b);
  }

  private static List<Map<String, Fraction>> lines(GameData data) {
    Map<String, Fraction> jackpot = jackpot(data.stakeMinor());
    if (data.tables().size() == 1) {
      return List.of(jackpot);
    }
    Map<Long, Fraction> bets = SlotOdds.lines();
    var wins = new LinkedHashMap<String, Fraction>();
    var sums = new LinkedHashMap<String, Fraction>();
    var classes = new WinClasses(data.tables().getFirst().outcomes());
    bets.forEach((count, chance) -> {
      String win = Long.toString(count * data.stakeMinor() / 20);
      wins.put(win, chance);
      sums.merge(classes.name(win), chance, Fraction::plus);
    });
    return List.of(sums, wins, jackpot);
  }

  /** Tiles are opened until three of a level are open, four of the last. */
  private static Map<String, Fraction> jackpot(long stake) {
    int[] tiles = {8, 6, 4, 4};
    var levels =
        new ArrayList<Fraction>(
            List.of(Fraction.ZERO, Fraction.ZERO, Fraction.ZERO, Fraction.ZERO));
    open(tiles, new int[4], Fraction.ONE, levels);
    Fraction enters = BONUS.times(Fraction.of(stake, 10_000));
    var all = new LinkedHashMap<String, Fraction>();
    all.put("none", Fraction.ONE.minus(enters));
    List<String> names = List.of("MINI", "MINOR", "MAJOR", "GRAND");
    for (int i = 0; i < names.size(); i++) {
      all.put(names.get(i), enters.times(levels.get(i)));
    }
    return all;
  }

  private static void open(int[] tiles, int[] seen, Fraction chance, List<Fraction> levels) {
    int left = 0;
    for (int i = 0; i < tiles.length; i++) {
      left += tiles[i] - seen[i];
    }
    for (int i = 0; i < tiles.length; i++) {
      if (seen[i] < tiles[i]) {
        Fraction next = chance.times(Fraction.of(tiles[i] - seen[i], left));
        seen[i]++;
        if (seen[i] == (i == 3 ? 4 : 3)) {
          levels.set(i, levels.get(i).plus(next));
        } else {
          open(tiles, seen, next, levels);
        }
        seen[i]--;
      }
    }
  }

  private static Map<String, Fraction> named(Map<Long, Fraction> chances) {
    var named = new LinkedHashMap<String, Fraction>();
    chances.forEach((value, chance) -> named.put(Long.toString(value), chance));
    return named;
  }
}
