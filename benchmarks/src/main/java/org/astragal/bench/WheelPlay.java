package org.astragal.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Data;
import org.astragal.games.api.Draws;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Game;
import org.astragal.games.api.Played;
import org.astragal.games.api.RecordedDraw;
import org.astragal.games.api.Round;
import org.astragal.games.reference.ReferenceGames;
import org.astragal.outcome.Draw;
import org.astragal.outcome.Json;
import org.astragal.outcome.Money;
import org.astragal.outcome.RoundSettled;
import org.astragal.rng.RngException;
import org.astragal.rng.RngStream;
import org.astragal.signer.Intent;

/**
 * The money wheel, played and put into the body of a record inside this process: what the appliance
 * does between an intent and its record.
 *
 * <p>Thread safety: one thread at a time.
 */
final class WheelPlay {
  private static final List<Bet> BETS =
      List.of(new Bet("1", Data.Members.empty().with("spot", "1"), 100, 2));

  private final Game wheel =
      new ReferenceGames()
          .games().stream().filter(g -> g.id().equals("ref.wheel.54")).findFirst().orElseThrow();
  private final RngStream rng;

  WheelPlay(RngStream rng) {
    this.rng = rng;
  }

  /** Plays the round of an intent. */
  RoundSettled play(Intent intent) throws DrawsException {
    Draws draws = (_, n) -> draw(n);
    Round round = Round.begin(wheel, wheel.defaultTerms(), BETS, draws, Choices.NOBODY);
    if (!(wheel.play(round) instanceof Played.Settled settled)) {
      throw new IllegalStateException("the wheel asks nothing");
    }
    BetResult result = settled.results().getFirst();
    List<Draw> drawn = new ArrayList<>();
    for (RecordedDraw draw : round.drawn()) {
      drawn.add(new Draw(draw.purpose(), draw.n(), draw.value()));
    }
    RoundSettled like = SampleRound.of(0);
    return new RoundSettled(
        like.appliance(),
        like.bets(),
        List.of(),
        drawn,
        like.game(),
        like.contributions(),
        intent.operator(),
        intent.requestRef(),
        List.of(
            new org.astragal.outcome.BetResult(
                "1",
                object(result.detail()),
                result.features(),
                new Money("EUR", 2, result.winMinor()))),
        intent.roundRef(),
        intent.trace());
  }

  private long draw(long n) throws DrawsException {
    try {
      return rng.below(n);
    } catch (RngException e) {
      throw new DrawsException(DrawsException.Fault.UNAVAILABLE, "no draw", e);
    }
  }

  private static Json.Obj object(Data.Members members) {
    Map<String, Json> copy = new LinkedHashMap<>();
    members.values().forEach((name, value) -> copy.put(name, json(value)));
    return Json.Obj.of(copy);
  }

  private static Json json(Data data) {
    return switch (data) {
      case Data.Text(String text) -> new Json.Str(text);
      case Data.Whole(long number) -> new Json.Int(number);
      case Data.Flag(boolean flag) -> new Json.Bool(flag);
      case Data.Items(var items) -> new Json.Arr(items.stream().map(WheelPlay::json).toList());
      case Data.Members members -> object(members);
    };
  }
}
