package org.astragal.outcome;

import java.util.List;
import java.util.Optional;

/**
 * A round has begun and waits for a choice of its player: {@code round.opened}. Stakes are held.
 *
 * @param appliance what made it
 * @param awaiting what the player sees and may do, in the words of the game
 * @param bets 1 to 64 bets
 * @param commitment stands for the draws that players must not see yet, if there are any; see
 *     {@link Reveal}
 * @param draws the other random numbers so far, in the order drawn
 * @param game the game
 * @param operator whose round it is
 * @param request the request it answers
 * @param round the round
 * @param trace a W3C traceparent, if the caller gave one
 */
public record RoundOpened(
    ApplianceInfo appliance,
    Json.Obj awaiting,
    List<Bet> bets,
    Optional<Hash> commitment,
    List<Draw> draws,
    GameRef game,
    String operator,
    RequestRef request,
    RoundRef round,
    Optional<String> trace)
    implements RecordBody {
  /** The type in the record. */
  public static final String TYPE = "round.opened";

  /** Copies the lists and refuses what is out of range, or shows what must be hidden. */
  public RoundOpened {
    Check.range("count of bets", bets.size(), 1, RoundSettled.MAX_BETS);
    bets = List.copyOf(bets);
    draws = Check.list("draws", draws, 0);
    Check.open(draws, true);
    Check.id("operator", operator);
    Check.range("step", round.step(), 0, 0);
    trace.ifPresent(text -> Check.id("trace", text));
  }

  @Override
  public String type() {
    return TYPE;
  }
}
