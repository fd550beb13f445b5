package org.astragal.games.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A small game of two steps for the tests of this module: one of three envelopes holds a prize,
 * which is fixed before the player opens one; then a coin may double it, for another stake.
 */
final class Envelopes implements Game {
  static final Data.Members STAND = Data.Members.empty().with("do", "STAND");
  static final Data.Members DOUBLE = Data.Members.empty().with("do", "DOUBLE");

  private static final DrawPlan PLAN =
      DrawPlan.of(
          DrawPlan.draw("dealer", 6L),
          new DrawPlan.Deal("envelope", 3, 2, 2, true),
          new DrawPlan.Ask("which envelope", 30),
          DrawPlan.when(
              "the prize is found",
              new DrawPlan.Ask("double", 120),
              DrawPlan.when("the player doubles", DrawPlan.draw("coin", 2L, 3L))));

  @Override
  public String id() {
    return "test.envelopes";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public Data.Members betSchema() {
    return Data.Members.empty();
  }

  @Override
  public List<Option> options() {
    return List.of(new Option("coin", List.of("FAIR", "UNFAIR"), "how the coin falls"));
  }

  @Override
  public List<BetFigures> figures(Terms terms) {
    return List.of();
  }

  @Override
  public BetFigures figures(Terms terms, Bet bet) {
    throw new IllegalArgumentException("no figures");
  }

  @Override
  public List<JackpotLevel> jackpotLevels() {
    return List.of(new JackpotLevel("SIX", Fraction.of(1, 600), 100, 5_000));
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
    return BetRules.check(bets, 1, maximumStakeMinor(), _ -> Optional.empty());
  }

  @Override
  public Played play(Round round) throws DrawsException {
    Bet bet = round.bets().getFirst();
    long dealer = round.draw("dealer", 6);
    int prize = Picks.shuffled(round::hidden, "envelope", 3)[0];
    var view = Data.Members.empty().with("dealer", dealer);
    Optional<Choice> envelope = round.choose(new Played.Awaiting(view, envelopes()));
    if (envelope.isEmpty()) {
      return new Played.Awaiting(view, envelopes());
    }
    if (!envelope.get().value().equals(envelope(prize))) {
      return settled(bet, 0, dealer);
    }
    var offer =
        new Played.Awaiting(
            view.with("found", 1),
            List.of(Choice.free(STAND), Choice.raising(DOUBLE, bet.id(), bet.stakeMinor())));
    Optional<Choice> act = round.choose(offer);
    if (act.isEmpty()) {
      return offer;
    }
    boolean isFair = round.terms().value("coin").equals("FAIR");
    return act.get().value().equals(STAND)
        ? settled(bet, 5, dealer)
        : settled(bet, round.draw("coin", isFair ? 2 : 3) == 0 ? 10 : 0, dealer);
  }

  static Data.Members envelope(int number) {
    return Data.Members.empty().with("envelope", number);
  }

  static Bet bet(long stake) {
    return new Bet("b", Data.Members.empty(), stake, 2);
  }

  Terms terms(String coin) {
    return Terms.of(options(), Map.of("coin", coin));
  }

  private static List<Choice> envelopes() {
    var choices = new ArrayList<Choice>();
    for (int i = 0; i < 3; i++) {
      choices.add(Choice.free(envelope(i)));
    }
    return choices;
  }

  // Wins are halves of a stake.
  private static Played settled(Bet bet, int halves, long dealer) {
    var result =
        BetResult.of(bet, Data.Members.empty(), List.of(), Payout.of(bet.stakeMinor(), halves, 2));
    List<Trigger> triggers = dealer == 5 ? List.of(new Trigger(bet.id(), "SIX", 0)) : List.of();
    return new Played.Settled(List.of(result), triggers);
  }

  @Override
  public long maximumWinMultiple() {
    return 5;
  }

  @Override
  public int maximumResultBytes() {
    return 40;
  }

  @Override
  public int maximumAwaitingBytes() {
    return 200;
  }
}
