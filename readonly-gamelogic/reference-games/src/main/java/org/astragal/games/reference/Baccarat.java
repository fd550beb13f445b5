package org.astragal.games.reference;

import java.util.ArrayList;
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
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.astragal.games.api.Option;
import org.astragal.games.api.Payout;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;
import org.astragal.games.reference.BaccaratCoup.Winner;

/**
 * {@code ref.baccarat}: punto banco from eight fresh decks. Banker pays 19 to 20, player 1 to 1; on
 * a tie both get their stake back. One coup for all players.
 *
 * <p>Draws: four to six {@code card}, below 416 down to below 411: each card out of those that are
 * left. A selection is {@code {"bet":"BANKER"}}, PLAYER or TIE.
 */
final class Baccarat implements Game {
  /** Of this many ways to deal six cards out of 416, */
  static final long WAYS = 4_998_398_275_503_360L;

  /** so many are won by the banker, */
  static final long BANKER_WAYS = 2_292_252_566_437_888L;

  /** so many by the player, */
  static final long PLAYER_WAYS = 2_230_518_282_592_256L;

  /** and so many by nobody. */
  static final long TIE_WAYS = 475_627_426_473_216L;

  private static final String BET = "bet";
  private static final String TIE_PAYS = "tiePays";

  private static final List<Option> OPTIONS =
      List.of(new Option(TIE_PAYS, List.of("8", "9"), "what a tie pays to one"));

  private static final List<Winner> WINNERS = List.of(Winner.BANKER, Winner.PLAYER, Winner.TIE);

  private static final DrawPlan PLAN =
      DrawPlan.of(new DrawPlan.Deal("card", BaccaratCoup.SHOE, 4, 6, false));

  private static final Data.Members SCHEMA =
      Schemas.oneOf(Schemas.only(BET, Schemas.oneText("BANKER", "PLAYER", "TIE")));

  @Override
  public String id() {
    return "ref.baccarat";
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
    return WINNERS.stream().map(bet -> figures(terms, bet)).toList();
  }

  @Override
  public BetFigures figures(Terms terms, Bet bet) {
    return figures(terms, betOn(bet).orElseThrow());
  }

  @Override
  public DrawPlan plan() {
    return PLAN;
  }

  @Override
  public Optional<BetRefusal> check(List<Bet> bets) {
    return BetRules.check(bets, maximumBets(), maximumStakeMinor(), Baccarat::checkSelection);
  }

  @Override
  public Played play(Round round) throws DrawsException {
    Refusals.requireNone(check(round.bets()));
    BaccaratCoup coup = BaccaratCoup.deal(new LazyShoe(round::draw, BaccaratCoup.SHOE)::next);
    Winner winner = coup.winner();
    var detail =
        Data.Members.empty()
            .with("banker", Cards.names(coup.banker()))
            .with("player", Cards.names(coup.player()))
            .with("winner", winner.name());
    var results = new ArrayList<BetResult>(round.bets().size());
    for (Bet bet : round.bets()) {
      int twentieths = twentieths(round.terms(), betOn(bet).orElseThrow(), winner);
      results.add(
          BetResult.of(bet, detail, List.of(), Payout.of(bet.stakeMinor(), twentieths, 20)));
    }
    return new Played.Settled(results);
  }

  @Override
  public long maximumWinMultiple() {
    return 10;
  }

  @Override
  public int maximumResultBytes() {
    return """
    {"banker":["AS","2S","3S"],"player":["4S","5S","6S"],"remainder":"19/20",\
    "winner":"BANKER"}[]\
    """
        .length();
  }

  /** {@return twentieths of the stake that come back} */
  private static int twentieths(Terms terms, Winner bet, Winner winner) {
    if (winner == Winner.TIE && bet != Winner.TIE) {
      return 20;
    }
    if (bet != winner) {
      return 0;
    }
    return switch (bet) {
      case BANKER -> 39;
      case PLAYER -> 40;
      case TIE -> 20 + 20 * Integer.parseInt(terms.value(TIE_PAYS));
    };
  }

  private static Optional<Winner> betOn(Bet bet) {
    Optional<String> name = bet.selection().text(BET);
    for (Winner winner : WINNERS) {
      if (name.isPresent() && name.get().equals(winner.name())) {
        return Optional.of(winner);
      }
    }
    return Optional.empty();
  }

  private static Optional<BetRefusal> checkSelection(Bet bet) {
    Optional<BetRefusal> unknown = Refusals.unlessOnly(bet, BET);
    return unknown.isPresent() || betOn(bet).isPresent()
        ? unknown
        : Refusals.unknownSelection(bet, BET + ": BANKER, PLAYER or TIE");
  }

  private static BetFigures figures(Terms terms, Winner bet) {
    var figures = Figures.of(bet.name());
    for (Winner winner : WINNERS) {
      figures.win(Fraction.of(twentieths(terms, bet, winner), 20), chance(winner));
    }
    return figures.figures();
  }

  private static Fraction chance(Winner winner) {
    return switch (winner) {
      case BANKER -> Fraction.of(BANKER_WAYS, WAYS);
      case PLAYER -> Fraction.of(PLAYER_WAYS, WAYS);
      case TIE -> Fraction.of(TIE_WAYS, WAYS);
    };
  }
}
