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
import org.astragal.games.api.Terms;
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
   * @param terms what the house has settled; {@code ref} names them, too
   */
  record Installed(Game game, GameRef ref, Terms terms) {
    private static Installed of(Game game, Hash logic, Terms terms) {
      return new Installed(
          game, new GameRef(game.id(), logic, terms.values(), game.version()), terms);
    }
  }

  /**
   * Finds the installed packs and hashes them.
   *
   * @param chosen what the house settles otherwise than the games' first values
   * @throws IOException if the files of a pack cannot be read
   * @throws IllegalStateException if two packs have a game of one id
   * @throws IllegalArgumentException if a game has no such option, or it has no such value
   */
  static GameCatalog load(List<ApplianceConfig.Term> chosen) throws IOException {
    var games = new TreeMap<String, Installed>();
    for (GamePack pack : ServiceLoader.load(GamePack.class)) {
      Hash logic = CodeHash.logic(List.of(pack.getClass(), Game.class));
      for (Game game : pack.games()) {
        if (games.put(game.id(), Installed.of(game, logic, terms(game, chosen))) != null) {
          throw new IllegalStateException("two game packs have " + game.id());
        }
      }
    }
    for (ApplianceConfig.Term term : chosen) {
      if (!games.containsKey(term.game())) {
        throw new IllegalArgumentException("there is no game " + term.game());
      }
    }
    return new GameCatalog(games);
  }

  private static Terms terms(Game game, List<ApplianceConfig.Term> chosen) {
    var values = new TreeMap<String, String>();
    for (ApplianceConfig.Term term : chosen) {
      if (term.game().equals(game.id())) {
        values.put(term.option(), term.value());
      }
    }
    return Terms.of(game.options(), values);
  }

  Optional<Installed> find(String id) {
    return Optional.ofNullable(games.get(id));
  }

  /**
   * {@return exactly this game, on the terms that the reference names}
   *
   * @param ref of a record
   * @throws IllegalArgumentException if the game cannot be on these terms
   */
  Optional<Installed> find(GameRef ref) {
    Installed installed = games.get(ref.id());
    if (installed == null
        || !installed.ref().logic().equals(ref.logic())
        || !installed.ref().version().equals(ref.version())) {
      return Optional.empty();
    }
    Terms terms = Terms.of(installed.game().options(), ref.terms());
    return Optional.of(new Installed(installed.game(), ref, terms));
  }

  /** {@return all games, by id} */
  Collection<Installed> all() {
    return games.values();
  }
}
