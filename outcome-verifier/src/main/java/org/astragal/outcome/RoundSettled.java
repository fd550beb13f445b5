package org.astragal.outcome;

import java.util.List;
import java.util.Optional;

/**
 * A round was played to its end: {@code round.settled}.
 *
 * @param appliance what made it
 * @param bets 1 to 64 bets
 * @param choices what players chose between steps
 * @param draws every random number, in the order drawn
 * @param game the game
 * @param contributions what the bets give to jackpots, as the appliance's table says
 * @param triggers jackpot levels that the draws won, in the order of the bets
 * @param operator whose round it is
 * @param request the request it answers
 * @param results exactly one for each bet
 * @param reveals opens every commitment that the records of earlier steps hold
 * @param round the round; its step is 0 if it was played at once
 * @param trace a W3C traceparent, if the caller gave one
 */
public record RoundSettled(
    ApplianceInfo appliance,
    List<Bet> bets,
    List<Json> choices,
    List<Draw> draws,
    GameRef game,
    List<Contribution> contributions,
    List<Trigger> triggers,
    String operator,
    RequestRef request,
    List<BetResult> results,
    List<Reveal> reveals,
    RoundRef round,
    Optional<String> trace)
    implements RecordBody {
  /** The type in the record. */
  public static final String TYPE = "round.settled";

  /** Most bets of one round. */
  public static final int MAX_BETS = 64;

  /** Copies the lists and refuses what is out of range. */
  public RoundSettled {
    Check.range("count of bets", bets.size(), 1, MAX_BETS);
    bets = List.copyOf(bets);
    choices = Check.list("choices", choices, 0);
    draws = Check.list("draws", draws, 0);
    contributions = Check.list("contributions", contributions, 0);
    Check.id("operator", operator);
    results = Check.list("results", results, 0);
    Check.settles(bets, results);
    Check.contributes(bets, contributions);
    triggers = Check.list("triggers", triggers, 0);
    Check.triggers(bets, draws, triggers);
    reveals = Check.list("reveals", reveals, 0);
    Check.reveals(draws, choices.size(), reveals);
    trace.ifPresent(text -> Check.id("trace", text));
  }

  /**
   * Creates a round that nothing was hidden in.
   *
   * @param appliance what made it
   * @param bets 1 to 64 bets
   * @param choices what players chose between steps
   * @param draws every random number, in the order drawn
   * @param game the game
   * @param contributions what the bets give to jackpots, as the appliance's table says
   * @param triggers jackpot levels that the draws won, in the order of the bets
   * @param operator whose round it is
   * @param request the request it answers
   * @param results exactly one for each bet
   * @param round the round
   * @param trace a W3C traceparent, if the caller gave one
   */
  public RoundSettled(
      ApplianceInfo appliance,
      List<Bet> bets,
      List<Json> choices,
      List<Draw> draws,
      GameRef game,
      List<Contribution> contributions,
      List<Trigger> triggers,
      String operator,
      RequestRef request,
      List<BetResult> results,
      RoundRef round,
      Optional<String> trace) {
    this(
        appliance,
        bets,
        choices,
        draws,
        game,
        contributions,
        triggers,
        operator,
        request,
        results,
        List.of(),
        round,
        trace);
  }

  /**
   * Creates a round that wins no jackpot.
   *
   * @param appliance what made it
   * @param bets 1 to 64 bets
   * @param choices what players chose between steps
   * @param draws every random number, in the order drawn
   * @param game the game
   * @param contributions what the bets give to jackpots, as the appliance's table says
   * @param operator whose round it is
   * @param request the request it answers
   * @param results exactly one for each bet
   * @param round the round
   * @param trace a W3C traceparent, if the caller gave one
   */
  public RoundSettled(
      ApplianceInfo appliance,
      List<Bet> bets,
      List<Json> choices,
      List<Draw> draws,
      GameRef game,
      List<Contribution> contributions,
      String operator,
      RequestRef request,
      List<BetResult> results,
      RoundRef round,
      Optional<String> trace) {
    this(
        appliance,
        bets,
        choices,
        draws,
        game,
        contributions,
        List.of(),
        operator,
        request,
        results,
        List.of(),
        round,
        trace);
  }

  @Override
  public String type() {
    return TYPE;
  }
}
