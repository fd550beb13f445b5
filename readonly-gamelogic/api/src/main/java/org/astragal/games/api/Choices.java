package org.astragal.games.api;

import java.util.Optional;

/**
 * The only door from a game to the will of its player.
 *
 * <p>Thread safety: one round, one thread.
 */
@FunctionalInterface
public interface Choices {
  /** Nobody is there: the round waits. */
  Choices NOBODY = _ -> Optional.empty();

  /** Nobody will come: the round is completed by the rule of its game. */
  Choices HOUSE = awaiting -> Optional.of(awaiting.completion().value());

  /**
   * Asks for a choice.
   *
   * @param awaiting what the player sees and may do
   * @return the value of one of the choices that are offered, or nothing: then the round waits
   */
  Optional<Data.Members> next(Played.Awaiting awaiting);
}
