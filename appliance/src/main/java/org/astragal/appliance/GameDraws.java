package org.astragal.appliance;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.astragal.outcome.GameRef;
import org.astragal.rng.Rng;
import org.astragal.rng.RngException;
import org.astragal.rng.RngState;
import org.astragal.rng.RngStream;

/**
 * The generator as the games see it: each game version draws from a stream of its own.
 *
 * <p>Thread safety: for any threads.
 */
final class GameDraws {
  private final Rng rng;
  private volatile Map<GameRef, RngStream> streams = Map.of();

  /** Creates one without any game. */
  GameDraws(Rng rng) {
    this.rng = rng;
  }

  /**
   * Begins a stream for each of these games that has none.
   *
   * @throws RngException if there is no noise to seed them from
   */
  synchronized void add(Collection<GameRef> games) throws RngException {
    var more = new HashMap<>(streams);
    for (GameRef ref : games) {
      if (!more.containsKey(ref)) {
        more.put(ref, rng.stream(ref.id() + " " + ref.version() + " " + ref.logic()));
      }
    }
    streams = Map.copyOf(more);
  }

  /** {@return the stream of a game that is installed} */
  RngStream streamOf(GameRef game) {
    RngStream stream = streams.get(game);
    if (stream == null) {
      throw new IllegalArgumentException("no game " + game.id() + " is installed");
    }
    return stream;
  }

  /**
   * {@return what stands in the way of a draw now, in one sentence; nothing if draws are given. A
   * generator whose noise was away comes back by itself}
   */
  Optional<String> obstacle() {
    RngState state = rng.state();
    return state == RngState.OK
        ? Optional.empty()
        : Optional.of("The random number generator is " + state + ".");
  }
}
