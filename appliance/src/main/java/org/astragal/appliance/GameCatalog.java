package org.astragal.appliance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.astragal.games.api.Game;
import org.astragal.games.api.Terms;
import org.astragal.outcome.GameRef;
import org.astragal.outcome.Hash;
import org.astragal.packs.LoadedPack;

/**
 * The games that are live now, in all their versions. Changes are made by one thread at a time;
 * whoever plays sees the games of before or of after, and never waits.
 *
 * <p>Thread safety: for any threads.
 */
final class GameCatalog {
  private volatile Snapshot now = new Snapshot(new TreeMap<>(), Map.of());

  /**
   * One game.
   *
   * @param game the game
   * @param ref how records name it
   * @param terms what the house has settled; {@code ref} names them, too
   */
  record Installed(Game game, GameRef ref, Terms terms) {}

  /**
   * What is live at one moment.
   *
   * @param lines what takes new rounds, by id; the newest installation last
   * @param loaded everything that was loaded, also what takes no new rounds any more
   */
  private record Snapshot(
      SortedMap<String, List<Installed>> lines, Map<GameRef, Installed> loaded) {}

  /** {@return the installation of a game that a caller gets who asks for no version} */
  Optional<Installed> find(String id) {
    List<Installed> line = now.lines.get(id);
    return line == null ? Optional.empty() : Optional.of(line.getLast());
  }

  /** {@return the newest installation of a version of a game} */
  Optional<Installed> find(String id, String version) {
    List<Installed> line = now.lines.getOrDefault(id, List.of());
    for (Installed installed : line.reversed()) {
      if (installed.ref().version().equals(version)) {
        return Optional.of(installed);
      }
    }
    return Optional.empty();
  }

  /** {@return exactly this game, whether it takes new rounds or not} */
  Optional<Installed> find(GameRef ref) {
    return Optional.ofNullable(now.loaded.get(ref));
  }

  /** {@return the game of this id, version and logic, on whatever terms it was loaded} */
  Optional<Game> game(GameRef ref) {
    return now.loaded.values().stream()
        .filter(installed ->
            installed.ref().id().equals(ref.id())
                && installed.ref().version().equals(ref.version())
                && installed.ref().logic().equals(ref.logic()))
        .map(Installed::game)
        .findFirst();
  }

  /** Keeps a game for rounds that wait; it takes no new ones. */
  synchronized void keep(Installed game) {
    var loaded = new HashMap<>(now.loaded);
    loaded.put(game.ref(), game);
    now = new Snapshot(now.lines, Map.copyOf(loaded));
  }

  /** {@return every version of a game that takes new rounds, the newest installation last} */
  List<Installed> versions(String id) {
    return now.lines.getOrDefault(id, List.of());
  }

  /** {@return everything that takes new rounds, by id} */
  Collection<Installed> all() {
    return now.lines.values().stream().flatMap(List::stream).toList();
  }

  /**
   * {@return the games of a pack as records name them}
   *
   * @param chosen what the house has settled otherwise than the games' first values
   * @throws IllegalArgumentException if a game has no such option, or it has no such value
   */
  static List<Installed> of(LoadedPack pack, List<ApplianceConfig.Term> chosen) {
    return pack.games().stream().map(game -> of(game, pack.logic(), chosen)).toList();
  }

  private static Installed of(Game game, Hash logic, List<ApplianceConfig.Term> chosen) {
    var values = new TreeMap<String, String>();
    for (ApplianceConfig.Term term : chosen) {
      if (term.game().equals(game.id())) {
        values.put(term.option(), term.value());
      }
    }
    Terms terms = Terms.of(game.options(), values);
    return new Installed(
        game, new GameRef(game.id(), logic, terms.values(), game.version()), terms);
  }

  /** Lets games take rounds; a game that is there already becomes the newest. */
  synchronized void add(List<Installed> games) {
    var lines = new TreeMap<>(now.lines);
    var loaded = new HashMap<>(now.loaded);
    for (Installed game : games) {
      var line = new ArrayList<>(lines.getOrDefault(game.ref().id(), List.of()));
      line.removeIf(other -> other.ref().equals(game.ref()));
      line.add(game);
      lines.put(game.ref().id(), List.copyOf(line));
      loaded.put(game.ref(), game);
    }
    now = new Snapshot(Collections.unmodifiableSortedMap(lines), Map.copyOf(loaded));
  }

  /** Ends new rounds of games of a logic. Rounds that were begun can go on. */
  synchronized void retire(Hash logic, Set<String> ids) {
    var lines = new TreeMap<String, List<Installed>>();
    now.lines.forEach((id, line) -> {
      List<Installed> left =
          line.stream()
              .filter(game -> !(game.ref().logic().equals(logic) && ids.contains(id)))
              .toList();
      if (!left.isEmpty()) {
        lines.put(id, left);
      }
    });
    now = new Snapshot(Collections.unmodifiableSortedMap(lines), now.loaded);
  }
}
