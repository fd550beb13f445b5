package org.astragal.outcome;

import java.util.List;
import java.util.Optional;

/**
 * A player has chosen and the round waits for another choice: {@code round.stepped}.
 *
 * @param appliance what made it
 * @param awaiting what the player sees and may do now, in the words of the game
 * @param choice what was chosen, in the words of the game
 * @param commitment stands for the draws of this step that players must not see yet, if there are
 *     any; see {@link Reveal}
 * @param draws the other random numbers of this step, in the order drawn
 * @param game the game
 * @param operator whose round it is
 * @param request the request it answers
 * @param round the round; its step is 1 or more
 * @param trace a W3C traceparent, if the caller gave one
 */
public record RoundStepped(
    ApplianceInfo appliance,
    Json.Obj awaiting,
    Json choice,
    Optional<Hash> commitment,
    List<Draw> draws,
    GameRef game,
    String operator,
    RequestRef request,
    RoundRef round,
    Optional<String> trace)
    implements RecordBody {
  /** The type in the record. */
  public static final String TYPE = "round.stepped";

  /** Copies the lists and refuses what is out of range, or shows what must be hidden. */
  public RoundStepped {
    draws = Check.list("draws", draws, 0);
    Check.open(draws, false);
    Check.id("operator", operator);
    Check.range("step", round.step(), 1, Integer.MAX_VALUE);
    trace.ifPresent(text -> Check.id("trace", text));
  }

  @Override
  public String type() {
    return TYPE;
  }
}
