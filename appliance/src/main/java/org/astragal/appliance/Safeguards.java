package org.astragal.appliance;

import java.util.Optional;
import org.astragal.outcome.GameRef;
import org.astragal.signer.PlayException;

/**
 * What may stand between a request and its play.
 *
 * @param ledgers whether one is too far behind
 * @param integrity whether the program is what it was
 * @param returns whether a game gives back what it should
 */
record Safeguards(BackPressure ledgers, Integrity integrity, Returns returns) {
  /** Says whether new rounds must wait for a ledger. */
  interface BackPressure {
    /** {@return the name of a ledger that is too far behind, if there is one} */
    Optional<String> behind();
  }

  /**
   * The last look, just before the draws: a round may have been accepted before something was
   * found.
   *
   * @param game that is about to play
   * @param isNew whether the round begins; what was begun is finished
   * @throws PlayException if it must not be played
   */
  void require(GameRef game, boolean isNew) throws PlayException {
    if (integrity.obstacle().isPresent()) {
      throw new PlayException("program-mismatch", integrity.obstacle().get());
    }
    if (isNew && returns.isStopped(game)) {
      throw new PlayException("game-stopped", game.id() + " was stopped");
    }
  }
}
