package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.astragal.games.api.Data;
import org.astragal.games.api.Fraction;

/** The bets of the craps table, and what a roll does to each of them. */
final class CrapsTable {
  /** The numbers that can be a point, be placed, or be waited for. */
  static final List<Integer> NUMBERS = List.of(4, 5, 6, 8, 9, 10);

  private static final List<TableBet> BETS = bets();

  private CrapsTable() {}

  /** The kinds of bet. */
  enum Kind {
    PASS,
    DONT_PASS,
    FIELD,
    ANY_SEVEN,
    ANY_CRAPS,
    PLACE,
    HARD
  }

  /**
   * A roll of two dice.
   *
   * @param first 1 to 6
   * @param second 1 to 6
   */
  record Roll(int first, int second) {
    /** All 36 rolls, each as likely as any other. */
    static final List<Roll> ALL = all();

    int total() {
      return first + second;
    }

    boolean isHard() {
      return first == second;
    }

    private static List<Roll> all() {
      var all = new ArrayList<Roll>();
      for (int first = 1; first <= 6; first++) {
        for (int second = 1; second <= 6; second++) {
          all.add(new Roll(first, second));
        }
      }
      return List.copyOf(all);
    }
  }

  /** What a roll does to a bet: it pays a multiple of the stake, or it leaves the bet open. */
  sealed interface Effect {
    /**
     * The bet is decided.
     *
     * @param numerator of the multiple of the stake that comes back
     * @param denominator of it
     */
    record Pays(int numerator, int denominator) implements Effect {
      static final Pays NOTHING = new Pays(0, 1);
      static final Pays STAKE = new Pays(1, 1);
      static final Pays DOUBLE = new Pays(2, 1);

      Fraction multiple() {
        return Fraction.of(numerator, denominator);
      }
    }

    /**
     * The bet stays.
     *
     * @param point the point it waits for from now on, 0 for a bet without one
     */
    record Stays(int point) implements Effect {}
  }

  /**
   * One bet of the table.
   *
   * @param kind the kind
   * @param number the number that is placed or waited for, 0 for other kinds
   */
  record TableBet(Kind kind, int number) {
    /** {@return the name in figures, such as {@code PLACE 6}} */
    String label() {
      return number == 0 ? kind.name() : kind.name() + " " + number;
    }

    Data.Members selection() {
      var selection = Data.Members.empty().with("kind", kind.name());
      return number == 0 ? selection : selection.with("number", number);
    }

    /**
     * {@return what a roll does}
     *
     * @param point the point that the bet waits for, 0 before there is one
     */
    Effect after(int point, Roll roll) {
      return switch (kind) {
        case PASS -> point == 0 ? comeOut(roll) : forPoint(point, roll);
        case DONT_PASS -> point == 0 ? dontComeOut(roll) : againstPoint(point, roll);
        case FIELD -> field(roll.total());
        case ANY_SEVEN -> roll.total() == 7 ? new Effect.Pays(5, 1) : Effect.Pays.NOTHING;
        case ANY_CRAPS -> isCraps(roll.total()) ? new Effect.Pays(8, 1) : Effect.Pays.NOTHING;
        case PLACE -> waiting(roll, true, placePays());
        case HARD -> waiting(roll, roll.isHard(), hardPays());
      };
    }

    // A place bet pays 9 to 5, 7 to 5 or 7 to 6, and the stake comes back.
    private Effect.Pays placePays() {
      return switch (number) {
        case 4, 10 -> new Effect.Pays(14, 5);
        case 5, 9 -> new Effect.Pays(12, 5);
        default -> new Effect.Pays(13, 6);
      };
    }

    private Effect.Pays hardPays() {
      return new Effect.Pays(number == 6 || number == 8 ? 10 : 8, 1);
    }

    private Effect waiting(Roll roll, boolean isWanted, Effect.Pays pays) {
      if (roll.total() == number) {
        return isWanted ? pays : Effect.Pays.NOTHING;
      }
      return roll.total() == 7 ? Effect.Pays.NOTHING : new Effect.Stays(0);
    }
  }

  /** {@return every bet of the table} */
  static List<TableBet> all() {
    return BETS;
  }

  /** {@return the bet of that selection, if the table has it} */
  static Optional<TableBet> find(Data.Members selection) {
    Optional<String> name = selection.text("kind");
    long number = selection.whole("number").orElse(0L);
    if (name.isEmpty() || selection.values().size() != (number == 0 ? 1 : 2)) {
      return Optional.empty();
    }
    for (TableBet bet : BETS) {
      if (bet.number() == number && bet.kind().name().equals(name.get())) {
        return Optional.of(bet);
      }
    }
    return Optional.empty();
  }

  /** {@return in how many of the 36 rolls the dice sum to this} */
  static int ways(int total) {
    return 6 - Math.max(total - 7, 7 - total);
  }

  /** {@return how many rolls decide something, for every set of numbers that may be open} */
  static List<Long> decidingWays() {
    var ways = new TreeSet<Long>();
    ways.add((long) ways(7));
    for (int number : NUMBERS) {
      for (long before : List.copyOf(ways)) {
        ways.add(before + ways(number));
      }
    }
    ways.remove((long) ways(7));
    return List.copyOf(ways);
  }

  private static Effect comeOut(Roll roll) {
    if (roll.total() == 7 || roll.total() == 11) {
      return Effect.Pays.DOUBLE;
    }
    return isCraps(roll.total()) ? Effect.Pays.NOTHING : new Effect.Stays(roll.total());
  }

  private static Effect dontComeOut(Roll roll) {
    return switch (roll.total()) {
      case 7, 11 -> Effect.Pays.NOTHING;
      case 2, 3 -> Effect.Pays.DOUBLE;
      // Twelve is barred: the stake comes back.
      case 12 -> Effect.Pays.STAKE;
      default -> new Effect.Stays(roll.total());
    };
  }

  private static Effect forPoint(int point, Roll roll) {
    if (roll.total() == point) {
      return Effect.Pays.DOUBLE;
    }
    return roll.total() == 7 ? Effect.Pays.NOTHING : new Effect.Stays(point);
  }

  private static Effect againstPoint(int point, Roll roll) {
    if (roll.total() == 7) {
      return Effect.Pays.DOUBLE;
    }
    return roll.total() == point ? Effect.Pays.NOTHING : new Effect.Stays(point);
  }

  private static Effect field(int total) {
    return switch (total) {
      case 2 -> new Effect.Pays(3, 1);
      case 12 -> new Effect.Pays(4, 1);
      case 3, 4, 9, 10, 11 -> Effect.Pays.DOUBLE;
      default -> Effect.Pays.NOTHING;
    };
  }

  private static boolean isCraps(int total) {
    return total == 2 || total == 3 || total == 12;
  }

  private static List<TableBet> bets() {
    var bets = new ArrayList<TableBet>();
    for (Kind kind :
        List.of(Kind.PASS, Kind.DONT_PASS, Kind.FIELD, Kind.ANY_SEVEN, Kind.ANY_CRAPS)) {
      bets.add(new TableBet(kind, 0));
    }
    NUMBERS.forEach(number -> bets.add(new TableBet(Kind.PLACE, number)));
    List.of(4, 6, 8, 10).forEach(number -> bets.add(new TableBet(Kind.HARD, number)));
    return List.copyOf(bets);
  }
}
