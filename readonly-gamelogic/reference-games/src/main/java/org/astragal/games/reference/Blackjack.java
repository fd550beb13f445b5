package org.astragal.games.reference;

import java.util.List;
import java.util.Optional;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.BetRules;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawPlan;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Game;
import org.astragal.games.api.Payout;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;

/**
 * {@code ref.blackjack.inf}: blackjack from an endless shoe. The dealer stands on every seventeen
 * and looks for a blackjack first; a blackjack pays 3 to 2; any two cards may be doubled; a pair
 * may be split once, and doubled after; split aces get one card each, and 21 after a split is no
 * blackjack.
 *
 * <p>Draws: {@code player-card}, {@code dealer-card}, {@code player-card} and a hidden {@code
 * hole-card}, each below 52; then a {@code player-card} for each card that the player asks for, and
 * a {@code dealer-card} for each that the dealer needs. Every card is independent of all others, so
 * a card that is drawn after a choice is as good as one that was drawn before it.
 *
 * <p>A selection is {@code {}}. A choice is {@code {"do":"STAND"}}, HIT, DOUBLE or SPLIT; the last
 * two add the stake once more. A player who does not come back stands.
 */
final class Blackjack implements Game {
  /**
   * The most hits of one hand, of both hands of a split, and the most cards that a dealer draws.
   */
  static final int MOST_HITS = 18;

  static final int MOST_SPLIT_HITS = 36;
  static final int MOST_DEALER_CARDS = 10;

  private static final List<BetFigures> FIGURES =
      List.of(
          BetFigures.of(
              "HAND",
              "7016161098045143337706614398/7056410014866816666030739693",
              "65296606424935107861330674137981488011047478481593768106"
                  + "/49792922297912707801714181535533618316401192004725734249",
              "3014246917006574497687278191339581755/5756130429098929077956071497934208653",
              "8"));

  private static final int ANSWER_BYTES =
      "{\"raise\":{\"bet\":,\"minor\":\"9007199254740991\"},\"value\":{\"do\":\"DOUBLE\"}}".length()
          + 130;

  private static final DrawPlan PLAN =
      DrawPlan.of(
          DrawPlan.draw("player-card", 52L),
          DrawPlan.draw("dealer-card", 52L),
          DrawPlan.draw("player-card", 52L),
          DrawPlan.hidden("hole-card", 52L),
          new DrawPlan.Repeat(
              DrawPlan.sequence(
                  new DrawPlan.Ask("stand, hit, double or split", ANSWER_BYTES),
                  new DrawPlan.Repeat(
                      DrawPlan.draw("player-card", 52L), 0, 2, "that choice has its cards")),
              0,
              MOST_SPLIT_HITS + 1,
              "every hand is done"),
          new DrawPlan.Repeat(
              DrawPlan.draw("dealer-card", 52L),
              0,
              MOST_DEALER_CARDS,
              "the dealer has seventeen, or all hands are bust"));

  @Override
  public String id() {
    return "ref.blackjack.inf";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public Data.Members betSchema() {
    return Schemas.NOTHING;
  }

  @Override
  public List<BetFigures> figures(Terms terms) {
    return FIGURES;
  }

  @Override
  public BetFigures figures(Terms terms, Bet bet) {
    return FIGURES.getFirst();
  }

  @Override
  public DrawPlan plan() {
    return PLAN;
  }

  @Override
  public int maximumBets() {
    return 1;
  }

  @Override
  public Optional<BetRefusal> check(List<Bet> bets) {
    return BetRules.check(bets, maximumBets(), maximumStakeMinor(), Refusals::unlessEmpty);
  }

  @Override
  public Played play(Round round) throws DrawsException {
    Refusals.requireNone(check(round.bets()));
    Bet bet = round.bets().getFirst();
    var deal = new BlackjackDeal(round);
    if (!deal.isOver()) {
      Optional<Played.Awaiting> waits = deal.playHands();
      if (waits.isPresent()) {
        return waits.get();
      }
      deal.playDealer();
    }
    var payout = Payout.of(bet.stakeMinor(), deal.halvesBack(), 2);
    return new Played.Settled(List.of(BetResult.of(bet, deal.detail(), deal.features(), payout)));
  }

  /** {@return two hands, both doubled and both won} */
  @Override
  public long maximumWinMultiple() {
    return 8;
  }

  @Override
  public int maximumResultBytes() {
    return 500;
  }

  @Override
  public int maximumAwaitingBytes() {
    return 1_000;
  }
}
