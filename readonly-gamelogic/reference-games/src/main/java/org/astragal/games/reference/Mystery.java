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
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.astragal.games.api.JackpotLevel;
import org.astragal.games.api.Payout;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;
import org.astragal.games.api.Trigger;

/**
 * {@code ref.mystery}: a jackpot that any bet can win, with a chance exactly proportional to its
 * stake. The bet itself pays nothing; it goes along with a bet of another game.
 *
 * <p>Draws: {@code mystery} below 200000000; the jackpot is won if it is below the stake in minor
 * units. A selection is {@code {}}.
 */
final class Mystery implements Game {
  /** One jackpot for so many minor units that are staked, in the mean. */
  static final long RATE = 200_000_000;

  private static final long MAXIMUM_STAKE = 1_000_000;
  private static final String LEVEL = "MYSTERY";

  private static final List<JackpotLevel> LEVELS =
      List.of(new JackpotLevel(LEVEL, Fraction.of(1, RATE), 1_000_000, 10_000));

  private static final BetFigures FIGURES = Figures.of("RATE").figures();

  private static final DrawPlan PLAN = DrawPlan.of(DrawPlan.draw("mystery", RATE));

  @Override
  public String id() {
    return "ref.mystery";
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
    return List.of(FIGURES);
  }

  @Override
  public BetFigures figures(Terms terms, Bet bet) {
    return FIGURES;
  }

  @Override
  public List<JackpotLevel> jackpotLevels() {
    return LEVELS;
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
    boolean isHit = round.draw("mystery", RATE) < bet.stakeMinor();
    var detail = Data.Members.empty().with("hit", new Data.Flag(isHit));
    List<String> features = isHit ? List.of("jackpot:" + LEVEL) : List.of();
    List<Trigger> triggers = isHit ? List.of(new Trigger(bet.id(), LEVEL, 0)) : List.of();
    return new Played.Settled(
        List.of(BetResult.of(bet, detail, features, Payout.NOTHING)), triggers);
  }

  @Override
  public long maximumWinMultiple() {
    return 0;
  }

  @Override
  public long maximumStakeMinor() {
    return MAXIMUM_STAKE;
  }

  @Override
  public int maximumResultBytes() {
    return "{\"hit\":true}[\"jackpot:MYSTERY\"]".length();
  }
}
