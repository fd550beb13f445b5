package org.astragal.certification.games;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.games.api.Choice;
import org.astragal.games.api.Data;
import org.astragal.games.api.Played;

/**
 * The best play of blackjack from an endless shoe, of which the dealer stands on every seventeen
 * and two cards may be doubled, also after a split. The exact probabilities of the outcomes hold
 * for this player alone.
 */
final class BasicStrategy {
  private static final String RANKS = "A23456789TJQK";

  /** Where the dealer's open card stands in a row: 2 to 9, ten, ace. */
  private static final String DEALER = "23456789TA";

  private static final int TEN = 10;
  private static final int MOST = 21;

  /** First total of {@link #HARD}, of {@link #SOFT}. */
  private static final int LEAST_HARD = 4;

  private static final int LEAST_SOFT = 12;

  /**
   * Totals from 4 to 20 without an ace that counts eleven: H hit, S stand, D double or else hit, E
   * double or else stand.
   */
  private static final List<String> HARD =
      List.of(
          "HHHHHHHHHH",
          "HHHHHHHHHH",
          "HHHHHHHHHH",
          "HHHHHHHHHH",
          "HHHHHHHHHH",
          "HDDDDHHHHH",
          "DDDDDDDDHH",
          "DDDDDDDDDH",
          "HHSSSHHHHH",
          "SSSSSHHHHH",
          "SSSSSHHHHH",
          "SSSSSHHHHH",
          "SSSSSHHHHH",
          "SSSSSSSSSS",
          "SSSSSSSSSS",
          "SSSSSSSSSS",
          "SSSSSSSSSS");

  /** Totals from 12 to 20 with an ace that counts eleven. */
  private static final List<String> SOFT =
      List.of(
          "HHHHHHHHHH",
          "HHHHDHHHHH",
          "HHHDDHHHHH",
          "HHHDDHHHHH",
          "HHDDDHHHHH",
          "HDDDDHHHHH",
          "SEEEESSHHH",
          "SSSSSSSSSS",
          "SSSSSSSSSS");

  /** Pairs by what one card counts: the open cards against which they are split. */
  private static final Map<Integer, String> SPLIT =
      Map.of(
          1, DEALER, 2, "234567", 3, "234567", 4, "56", 6, "23456", 7, "234567", 8, DEALER, 9,
          "2345689");

  private BasicStrategy() {}

  /** What is done with a hand. */
  enum Action {
    STAND,
    HIT,
    DOUBLE,
    SPLIT
  }

  /** {@return what is chosen of an offer} */
  static Optional<Data.Members> next(Played.Awaiting awaiting) {
    Data.Members view = awaiting.view();
    List<Data> hands = view.items("hands").orElseThrow();
    long active = view.whole("active").orElseThrow();
    List<Integer> cards = values(((Data.Items) hands.get(Math.toIntExact(active))).values());
    int open = values(view.items("dealer").orElseThrow()).getFirst();
    boolean mayDouble = isOffered(awaiting, Action.DOUBLE);
    boolean maySplit = isOffered(awaiting, Action.SPLIT);
    return Optional.of(choice(best(cards, open, mayDouble, maySplit)));
  }

  /**
   * {@return what is done}
   *
   * @param cards what the cards of the hand count, aces as 1
   * @param open what the open card of the dealer counts
   * @param mayDouble whether the hand may be doubled
   * @param maySplit whether it may be split
   */
  static Action best(List<Integer> cards, int open, boolean mayDouble, boolean maySplit) {
    char dealer = open == 1 ? 'A' : open == TEN ? 'T' : Character.forDigit(open, TEN);
    int at = DEALER.indexOf(dealer);
    if (maySplit && SPLIT.getOrDefault(cards.getFirst(), "").indexOf(dealer) >= 0) {
      return Action.SPLIT;
    }
    int hard = cards.stream().mapToInt(Integer::intValue).sum();
    boolean isSoft = cards.contains(1) && hard + TEN <= MOST;
    String row = isSoft ? SOFT.get(hard + TEN - LEAST_SOFT) : HARD.get(hard - LEAST_HARD);
    return switch (row.charAt(at)) {
      case 'H' -> Action.HIT;
      case 'D' -> mayDouble ? Action.DOUBLE : Action.HIT;
      case 'E' -> mayDouble ? Action.DOUBLE : Action.STAND;
      default -> Action.STAND;
    };
  }

  private static boolean isOffered(Played.Awaiting awaiting, Action action) {
    Data.Members wanted = choice(action);
    return awaiting.choices().stream().map(Choice::value).anyMatch(wanted::equals);
  }

  private static Data.Members choice(Action action) {
    return Data.Members.empty().with("do", action.name());
  }

  private static List<Integer> values(List<Data> names) {
    return names.stream()
        .map(name -> Math.min(TEN, 1 + RANKS.indexOf(((Data.Text) name).value().charAt(0))))
        .toList();
  }
}
