package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.astragal.games.api.Data;

/** The layout of a single-zero table: every bet that can be placed on it, and what it pays. */
final class RouletteTable {
  /** Pockets of the wheel: 0 to 36. */
  static final int POCKETS = 37;

  /** The red pockets as a set of bits, bit k for pocket k; the others are black, zero is green. */
  private static final long RED =
      bits(List.of(1, 3, 5, 7, 9, 12, 14, 16, 18, 19, 21, 23, 25, 27, 30, 32, 34, 36));

  private static final Map<Kind, List<TableBet>> BETS = layOut();

  private static final Map<Data.Members, TableBet> BY_SELECTION = bySelection();

  private RouletteTable() {}

  /** The kinds of bet, with the total paid on a win as a multiple of the stake. */
  enum Kind {
    STRAIGHT(36, "numbers", "one number from 0 to 36, such as [17]"),
    SPLIT(18, "numbers", "two numbers that touch on the table, ascending, such as [17,20]"),
    STREET(12, "numbers", "a row of three, ascending, such as [16,17,18]"),
    TRIO(12, "numbers", "[0,1,2] or [0,2,3]"),
    CORNER(9, "numbers", "four numbers that meet at a corner, ascending, such as [17,18,20,21]"),
    FIRST_FOUR(9, "numbers", "[0,1,2,3]"),
    SIXLINE(6, "numbers", "two rows that touch, ascending, such as [16,17,18,19,20,21]"),
    DOZEN(3, "dozen", "1, 2 or 3"),
    COLUMN(3, "column", "1, 2 or 3"),
    RED(2, "", ""),
    BLACK(2, "", ""),
    ODD(2, "", ""),
    EVEN(2, "", ""),
    LOW(2, "", ""),
    HIGH(2, "", "");

    private final int pays;
    private final String member;
    private final String allowed;

    Kind(int pays, String member, String allowed) {
      this.pays = pays;
      this.member = member;
      this.allowed = allowed;
    }

    /** {@return the total paid on a win, stake included, as a multiple of the stake} */
    int pays() {
      return pays;
    }

    /** {@return whether la partage is for this kind} */
    boolean isEvenMoney() {
      return pays == 2;
    }

    /**
     * {@return the member of the selection that says where, or the empty text if none is needed}
     */
    String member() {
      return member;
    }

    /** {@return what that member may hold, for people} */
    String allowed() {
      return allowed;
    }
  }

  /**
   * One place on the table.
   *
   * @param kind the kind of bet
   * @param place the value of the kind's member, {@code false} if it has none
   * @param pockets the pockets that win, bit k for pocket k
   */
  record TableBet(Kind kind, Data place, long pockets) {
    boolean wins(int pocket) {
      return (pockets >>> pocket & 1) == 1;
    }

    Data.Members selection() {
      var selection = Data.Members.empty().with("kind", kind.name());
      return kind.member().isEmpty() ? selection : selection.with(kind.member(), place);
    }
  }

  /** {@return every bet of that kind} */
  static List<TableBet> bets(Kind kind) {
    return BETS.getOrDefault(kind, List.of());
  }

  /** {@return the bet of that selection, if the table has it} */
  static Optional<TableBet> find(Data.Members selection) {
    return Optional.ofNullable(BY_SELECTION.get(selection));
  }

  static String colour(int pocket) {
    if (pocket == 0) {
      return "GREEN";
    }
    return (RED >>> pocket & 1) == 1 ? "RED" : "BLACK";
  }

  private static Map<Kind, List<TableBet>> layOut() {
    var bets = new TreeMap<Kind, List<TableBet>>();
    for (Kind kind : Kind.values()) {
      bets.put(kind, List.copyOf(placesOf(kind)));
    }
    return Collections.unmodifiableMap(bets);
  }

  private static Map<Data.Members, TableBet> bySelection() {
    var bets = new LinkedHashMap<Data.Members, TableBet>();
    BETS.values().forEach(kind -> kind.forEach(bet -> bets.put(bet.selection(), bet)));
    return Collections.unmodifiableMap(bets);
  }

  private static List<TableBet> placesOf(Kind kind) {
    return switch (kind) {
      case STRAIGHT -> range(0, 36).stream().map(n -> inside(kind, n)).toList();
      case SPLIT -> splits();
      case STREET -> rows(1, 34).stream().map(r -> inside(kind, r, r + 1, r + 2)).toList();
      case TRIO -> List.of(inside(kind, 0, 1, 2), inside(kind, 0, 2, 3));
      case CORNER -> corners();
      case FIRST_FOUR -> List.of(inside(kind, 0, 1, 2, 3));
      case SIXLINE ->
          rows(1, 31).stream()
              .map(r -> inside(kind, r, r + 1, r + 2, r + 3, r + 4, r + 5))
              .toList();
      case DOZEN ->
          range(1, 3).stream()
              .map(d -> outside(kind, new Data.Whole(d), range(12 * d - 11, 12 * d)))
              .toList();
      case COLUMN ->
          range(1, 3).stream().map(c -> outside(kind, new Data.Whole(c), every(3, c))).toList();
      case RED -> evenMoney(kind, RED);
      case BLACK -> evenMoney(kind, bits(range(1, 36)) & ~RED);
      case ODD -> evenMoney(kind, bits(every(2, 1)));
      case EVEN -> evenMoney(kind, bits(every(2, 2)));
      case LOW -> evenMoney(kind, bits(range(1, 18)));
      case HIGH -> evenMoney(kind, bits(range(19, 36)));
    };
  }

  // Zero touches 1, 2 and 3. Otherwise a number touches the next in its row and the one a row on.
  private static List<TableBet> splits() {
    var splits = new ArrayList<TableBet>();
    for (int n : range(1, 3)) {
      splits.add(inside(Kind.SPLIT, 0, n));
    }
    for (int n : range(1, 36)) {
      if (n % 3 != 0) {
        splits.add(inside(Kind.SPLIT, n, n + 1));
      }
      if (n + 3 <= 36) {
        splits.add(inside(Kind.SPLIT, n, n + 3));
      }
    }
    return splits;
  }

  private static List<TableBet> corners() {
    return range(1, 32).stream()
        .filter(n -> n % 3 != 0)
        .map(n -> inside(Kind.CORNER, n, n + 1, n + 3, n + 4))
        .toList();
  }

  private static TableBet inside(Kind kind, Integer... numbers) {
    List<Integer> covered = Arrays.asList(numbers);
    return new TableBet(kind, Data.Items.ofNumbers(covered), bits(covered));
  }

  private static TableBet outside(Kind kind, Data place, List<Integer> numbers) {
    return new TableBet(kind, place, bits(numbers));
  }

  private static List<TableBet> evenMoney(Kind kind, long pockets) {
    return List.of(new TableBet(kind, new Data.Flag(false), pockets));
  }

  private static List<Integer> range(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }

  private static List<Integer> rows(int first, int last) {
    return range(first, last).stream().filter(n -> n % 3 == 1).toList();
  }

  private static List<Integer> every(int step, int first) {
    return range(first, 36).stream().filter(n -> (n - first) % step == 0).toList();
  }

  private static long bits(List<Integer> numbers) {
    long bits = 0;
    for (int n : numbers) {
      bits |= 1L << n;
    }
    return bits;
  }
}
