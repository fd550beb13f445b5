package org.astragal.appliance;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.astragal.games.api.Draws;
import org.astragal.games.api.DrawsException;
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
  private final Map<GameRef, RngStream> streams;

  private GameDraws(Rng rng, Map<GameRef, RngStream> streams) {
    this.rng = rng;
    this.streams = Map.copyOf(streams);
  }

  /**
   * Begins a stream for every game that is installed.
   *
   * @throws RngException if there is no noise to seed them from
   */
  static GameDraws open(Rng rng, GameCatalog games) throws RngException {
    var streams = new HashMap<GameRef, RngStream>();
    for (GameCatalog.Installed game : games.all()) {
      GameRef ref = game.ref();
      streams.put(ref, rng.stream(ref.id() + " " + ref.version() + " " + ref.logic()));
    }
    return new GameDraws(rng, streams);
  }

  /** {@return the stream of a game that is installed} */
  RngStream streamOf(GameRef game) {
    RngStream stream = streams.get(game);
    if (stream == null) {
      throw new IllegalArgumentException("no game " + game.id() + " is installed");
    }
    return stream;
  }

  /** {@return a stream as a game sees it} */
  static Draws from(RngStream stream) {
    return (purpose, n) -> {
      try {
        return stream.below(n);
      } catch (RngException e) {
        throw new DrawsException(
            switch (e.fault()) {
              case ALARM -> DrawsException.Fault.ALARM;
              case UNAVAILABLE, CLOSED -> DrawsException.Fault.UNAVAILABLE;
            },
            purpose + " below " + n,
            e);
      }
    };
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
