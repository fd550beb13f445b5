package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.games.api.Bet;
import org.astragal.games.api.Choice;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.reference.BlackjackHand.Action;

/** The cards on the table during one round. */
final class BlackjackDeal {
  private static final String PLAYER = "player-card";
  private static final String DEALER = "dealer-card";

  private final Round round;
  private final Bet bet;
  private final List<Integer> dealer = new ArrayList<>();
  private final List<Seat> seats = new ArrayList<>();

  /** One hand of the player. */
  private static final class Seat {
    final List<Integer> cards = new ArrayList<>();
    final List<Action> actions = new ArrayList<>();

    BlackjackHand hand() {
      return BlackjackHand.of(cards);
    }

    boolean isDoubled() {
      return actions.contains(Action.DOUBLE);
    }

    boolean isDone(boolean isSplit) {
      boolean isStopped = !actions.isEmpty() && actions.getLast() != Action.HIT;
      return isStopped || offered(isSplit).isEmpty();
    }

    List<Action> offered(boolean isSplit) {
      boolean isPair = cards.size() == 2 && Cards.rank(cards.get(0)) == Cards.rank(cards.get(1));
      boolean isAces = isSplit && Cards.rank(cards.getFirst()) == 1;
      return hand().actions(isPair, isSplit, isAces);
    }
  }

  /** Deals two cards each; the dealer's second is hidden. */
  BlackjackDeal(Round round) throws DrawsException {
    this.round = round;
    this.bet = round.bets().getFirst();
    var first = new Seat();
    first.cards.add(card(PLAYER));
    dealer.add(card(DEALER));
    first.cards.add(card(PLAYER));
    dealer.add((int) round.hidden("hole-card", Cards.DECK));
    seats.add(first);
  }

  /** {@return whether somebody has a blackjack: the dealer looks before the player chooses} */
  boolean isOver() {
    return dealerHand().isNatural() || seats.getFirst().hand().isNatural();
  }

  /** Lets the player play all hands; {@return the offer, if nobody has chosen yet} */
  Optional<Played.Awaiting> playHands() throws DrawsException {
    for (int active = 0; active < seats.size(); active++) {
      Seat seat = seats.get(active);
      if (seat.cards.size() == 1) {
        seat.cards.add(card(PLAYER));
      }
      while (!seat.isDone(seats.size() > 1)) {
        Played.Awaiting offer = offer(active);
        Optional<Choice> choice = round.choose(offer);
        if (choice.isEmpty()) {
          return Optional.of(offer);
        }
        act(seat, Action.valueOf(choice.get().value().text("do").orElseThrow()));
      }
    }
    return Optional.empty();
  }

  /** Lets the dealer draw, unless all hands of the player are bust. */
  void playDealer() throws DrawsException {
    if (seats.stream().allMatch(seat -> seat.hand().isBust())) {
      return;
    }
    while (dealerHand().dealerDraws()) {
      dealer.add(card(DEALER));
    }
  }

  /** {@return what comes back, in halves of the first stake} */
  int halvesBack() {
    boolean isSplit = seats.size() > 1;
    boolean isNatural = !isSplit && seats.getFirst().hand().isNatural();
    if (isNatural) {
      return dealerHand().isNatural() ? 2 : 5;
    }
    int halves = 0;
    for (Seat seat : seats) {
      halves += 2 * seat.hand().stakesBack(dealerHand()) * (seat.isDoubled() ? 2 : 1);
    }
    return halves;
  }

  /** {@return all cards, when the round is over} */
  Data.Members detail() {
    var hands = new ArrayList<Data>();
    for (Seat seat : seats) {
      var hand =
          Data.Members.empty()
              .with("cards", Cards.names(seat.cards))
              .with("total", seat.hand().total());
      hands.add(seat.isDoubled() ? hand.with("doubled", new Data.Flag(true)) : hand);
    }
    return Data.Members.empty()
        .with("dealer", Cards.names(dealer))
        .with("hands", new Data.Items(hands))
        .with("total", dealerHand().total());
  }

  /** {@return what the player has done beyond the plain hand} */
  List<String> features() {
    var features = new ArrayList<String>();
    if (seats.size() > 1) {
      features.add("split");
    } else if (seats.getFirst().hand().isNatural()) {
      features.add("blackjack");
    }
    if (seats.stream().anyMatch(Seat::isDoubled)) {
      features.add("double");
    }
    return features;
  }

  private void act(Seat seat, Action action) throws DrawsException {
    switch (action) {
      case STAND -> seat.actions.add(action);
      case HIT, DOUBLE -> {
        seat.actions.add(action);
        seat.cards.add(card(PLAYER));
      }
      case SPLIT -> {
        var second = new Seat();
        second.cards.add(seat.cards.removeLast());
        seats.add(second);
        seat.cards.add(card(PLAYER));
      }
    }
  }

  private Played.Awaiting offer(int active) {
    Seat seat = seats.get(active);
    var choices = new ArrayList<Choice>();
    for (Action action : seat.offered(seats.size() > 1)) {
      var value = Data.Members.empty().with("do", action.name());
      choices.add(
          switch (action) {
            case STAND, HIT -> Choice.free(value);
            case DOUBLE, SPLIT -> Choice.raising(value, bet.id(), bet.stakeMinor());
          });
    }
    var hands = new ArrayList<Data>();
    seats.forEach(other -> hands.add(Cards.names(other.cards)));
    // Of the dealer's cards only the first is open.
    var view =
        Data.Members.empty()
            .with("active", active)
            .with("dealer", Cards.names(dealer.subList(0, 1)))
            .with("hands", new Data.Items(hands));
    return new Played.Awaiting(view, choices);
  }

  private BlackjackHand dealerHand() {
    return BlackjackHand.of(dealer);
  }

  private int card(String purpose) throws DrawsException {
    return (int) round.draw(purpose, Cards.DECK);
  }
}
