package org.astragal.appliance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Played;
import org.astragal.games.api.RecordedDraw;
import org.astragal.games.api.Round;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.BetResult;
import org.astragal.outcome.Contribution;
import org.astragal.outcome.Draw;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.Money;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.Reveal;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundStepped;
import org.astragal.signer.Intent;
import org.astragal.signer.Play;
import org.astragal.signer.PlayException;

/**
 * Plays a round that was found playable, up to a choice or to its end, and says what its record
 * holds.
 */
final class RoundPlay implements Play {
  private final Turn turn;
  private final Intent intent;
  private final GameSource source;
  private final List<Contribution> claims;
  private final Safeguards safeguards;
  private final Supplier<ApplianceInfo> appliance;
  private byte[] secret = new byte[0];

  RoundPlay(
      Turn turn,
      Intent intent,
      GameSource source,
      List<Contribution> claims,
      Safeguards safeguards,
      Supplier<ApplianceInfo> appliance) {
    this.turn = turn;
    this.intent = intent;
    this.source = source;
    this.claims = claims;
    this.safeguards = safeguards;
    this.appliance = appliance;
  }

  @Override
  public RecordBody play() throws PlayException {
    safeguards.require(turn.installed().ref(), intent.step() == 0);
    Round round = turn.round(source.draws());
    try {
      Played played = turn.installed().game().play(round);
      round.finish();
      return switch (played) {
        case Played.Settled settled -> settled(round, settled);
        case Played.Awaiting awaiting -> waiting(round, awaiting);
      };
    } catch (DrawsException e) {
      throw new PlayException("no-draws", "no draw could be had: " + e.fault(), e);
    }
  }

  @Override
  public byte[] secret() {
    return secret.clone();
  }

  private RecordBody settled(Round round, Played.Settled settled) {
    var record =
        new RoundSettled(
            appliance.get(),
            turn.bets(),
            turn.choices(round),
            drawn(round.drawn()),
            turn.installed().ref(),
            claims,
            ContributionTable.triggers(claims, settled.triggers()),
            intent.operator(),
            intent.requestRef(),
            results(turn.bets(), settled.results()),
            turn.past().reveals(),
            intent.roundRef(),
            intent.trace());
    safeguards.returns().observe(turn, record);
    return record;
  }

  private RecordBody waiting(Round round, Played.Awaiting awaiting) throws DrawsException {
    List<Draw> all = drawn(round.drawn());
    List<Draw> fresh = all.subList(turn.past().draws().size(), all.size());
    List<Draw> shown = fresh.stream().filter(draw -> !draw.isHidden()).toList();
    Optional<Hash> commitment = commit(fresh, round.chosen().size());
    Json.Obj offer = DataJson.toJson(awaiting.toData());
    if (intent.step() == 0) {
      return new RoundOpened(
          appliance.get(),
          offer,
          turn.bets(),
          commitment,
          shown,
          turn.installed().ref(),
          intent.operator(),
          intent.requestRef(),
          intent.roundRef(),
          intent.trace());
    }
    return new RoundStepped(
        appliance.get(),
        offer,
        turn.choices(round).getLast(),
        commitment,
        shown,
        turn.installed().ref(),
        intent.operator(),
        intent.requestRef(),
        intent.roundRef(),
        intent.trace());
  }

  /** Whoever knows the few draws that are possible must not be able to try them: so a nonce. */
  private Optional<Hash> commit(List<Draw> fresh, int step) throws DrawsException {
    List<Draw> hidden = fresh.stream().filter(Draw::isHidden).toList();
    if (hidden.isEmpty()) {
      return Optional.empty();
    }
    byte[] nonce = source.nonce();
    secret = new HiddenDraws(nonce, fresh).bytes();
    return Optional.of(Reveal.of(nonce, step, hidden).commitment());
  }

  private static List<Draw> drawn(List<RecordedDraw> recorded) {
    var drawn = new ArrayList<Draw>(recorded.size());
    for (RecordedDraw draw : recorded) {
      drawn.add(new Draw(draw.purpose(), draw.n(), draw.value(), draw.step(), draw.isHidden()));
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
