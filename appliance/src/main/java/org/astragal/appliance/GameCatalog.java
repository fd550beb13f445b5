package org.astragal.appliance;

import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.astragal.games.api.Game;
import org.astragal.games.api.GamePack;
import org.astragal.outcome.GameRef;
import org.astragal.outcome.Hash;

/**
 * The games that are installed, each with the hash of the logic it is.
 *
 * <p>Thread safety: immutable.
 */
final class GameCatalog {
  private final Map<String, Installed> games;

  private GameCatalog(Map<String, Installed> games) {
    this.games = Collections.unmodifiableMap(games);
  }

  /**
   * One game.
   *
   * @param game the game
   * @param ref how records name it
   */
  record Installed(Game game, GameRef ref) {}

  /**
   * Finds the installed packs and hashes them.
   *
   * @throws IOException if the files of a pack cannot be read
   * @throws IllegalStateException if two packs have a game of one id
   */
  static GameCatalog load() throws IOException {
    var games = new TreeMap<String, Installed>();
    for (GamePack pack : ServiceLoader.load(GamePack.class)) {
      Hash logic = CodeHash.logic(List.of(pack.getClass(), Game.class));
      for (Game game : pack.games()) {
        var installed = new Installed(game, new GameRef(game.id(), logic, game.version()));
        if (games.put(game.id(), installed) != null) {
          throw new IllegalStateException("two game packs have " + game.id());
        }
      }
    }
    return new GameCatalog(games);
  }

  Optional<Installed> find(String id) {
    return Optional.ofNullable(games.get(id));
  }

  /** {@return all games, by id} */
  Collection<Installed> all() {
    return games.values();
  }
}
