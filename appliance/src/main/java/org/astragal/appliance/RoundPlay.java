package org.astragal.appliance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Draws;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Played;
import org.astragal.games.api.RecordedDraw;
import org.astragal.games.api.Round;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.BetResult;
import org.astragal.outcome.Contribution;
import org.astragal.outcome.Draw;
import org.astragal.outcome.Json;
import org.astragal.outcome.Money;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.RoundSettled;
import org.astragal.signer.Intent;
import org.astragal.signer.Play;
import org.astragal.signer.PlayException;

/** Plays one round that was found playable, and says what its record holds. */
final class RoundPlay implements Play {
  private final GameCatalog.Installed installed;
  private final List<org.astragal.games.api.Bet> bets;
  private final OutcomeRequest request;
  private final List<Contribution> claims;
  private final Intent intent;
  private final Draws draws;
  private final Supplier<ApplianceInfo> appliance;

  RoundPlay(
      GameCatalog.Installed installed,
      List<org.astragal.games.api.Bet> bets,
      OutcomeRequest request,
      List<Contribution> claims,
      Intent intent,
      Draws draws,
      Supplier<ApplianceInfo> appliance) {
    this.installed = installed;
    this.bets = bets;
    this.request = request;
    this.claims = claims;
    this.intent = intent;
    this.draws = draws;
    this.appliance = appliance;
  }

  @Override
  public RecordBody play() throws PlayException {
    // A single request plays a round to its end: nobody chooses, so the house's rule does.
    var game = installed.game();
    Round round = Round.begin(game, game.defaultTerms(), bets, draws, Choices.HOUSE);
    List<org.astragal.games.api.BetResult> results;
    try {
      results = settled(game.play(round));
    } catch (DrawsException e) {
      throw new PlayException("no-draws", "no draw could be had: " + e.fault(), e);
    }
    return new RoundSettled(
        appliance.get(),
        request.bets(),
        round.chosen().stream().<Json>map(choice -> DataJson.toJson(choice.toData())).toList(),
        drawn(round.drawn()),
        installed.ref(),
        claims,
        intent.operator(),
        intent.requestRef(),
        results(request.bets(), results),
        intent.roundRef(),
        request.trace());
  }

  /** {@return the results of a round that has nothing to wait for} */
  static List<org.astragal.games.api.BetResult> settled(Played played) {
    return switch (played) {
      case Played.Settled settled -> settled.results();
      case Played.Awaiting _ -> throw new IllegalStateException("the house has not completed it");
    };
  }

  static List<Draw> drawn(List<RecordedDraw> recorded) {
    var drawn = new ArrayList<Draw>(recorded.size());
    for (RecordedDraw draw : recorded) {
      drawn.add(new Draw(draw.purpose(), draw.n(), draw.value()));
    }
    return drawn;
  }

  /** Results in the form of the record; a game gives them in the order of the bets. */
  static List<BetResult> results(
      List<org.astragal.outcome.Bet> bets, List<org.astragal.games.api.BetResult> results) {
    var told = new ArrayList<BetResult>(results.size());
    for (int i = 0; i < results.size(); i++) {
      org.astragal.games.api.BetResult result = results.get(i);
      Money stake = bets.get(i).stake();
      told.add(
          new BetResult(
              result.bet(),
              DataJson.toJson(result.detail()),
              result.features(),
              new Money(stake.ccy(), stake.exp(), result.winMinor())));
    }
    return told;
  }
}
