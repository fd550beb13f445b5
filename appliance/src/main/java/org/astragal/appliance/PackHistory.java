package org.astragal.appliance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.astragal.outcome.Event;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.OutcomeRecord;

/**
 * Which game packs came in and which games were retired, as the log itself tells.
 *
 * <p>Thread safety: immutable.
 */
final class PackHistory {
  /** What the types of all events of packs begin with. */
  static final String EVENTS = "program.pack.";

  static final String INSTALLED = "program.pack.installed";
  static final String RETIRED = "program.pack.retired";
  static final String REFUSED = "program.pack.refused";

  /** By logic hash, in the order of the newest installation. */
  private final Map<Hash, Entry> packs;

  private PackHistory(Map<Hash, Entry> packs) {
    this.packs = packs;
  }

  /**
   * A pack that came in.
   *
   * @param logic its logic hash
   * @param file SHA-256 of its jar
   * @param games the version of each of its games, by id
   * @param retired ids of the games that take no new rounds any more
   * @param seq the record of its newest installation
   */
  record Entry(Hash logic, Hash file, Map<String, String> games, Set<String> retired, long seq) {
    Entry {
      games = Map.copyOf(games);
      retired = Set.copyOf(retired);
    }

    /** {@return ids of the games that take new rounds} */
    Set<String> live() {
      var live = new TreeSet<>(games.keySet());
      live.removeAll(retired);
      return live;
    }
  }

  /**
   * {@return what the log says}
   *
   * @param records the events of packs, in order
   * @throws IllegalStateException if that makes no sense: nobody but us writes them
   */
  static PackHistory of(List<OutcomeRecord> records) {
    var history = new PackHistory(Map.of());
    for (OutcomeRecord record : records) {
      if (record.body() instanceof Event event) {
        history = history.after(event, record.seq());
      }
    }
    return history;
  }

  /** {@return the history with one more event, which is record {@code seq}} */
  PackHistory after(Event event, long seq) {
    var next = new LinkedHashMap<>(packs);
    try {
      switch (event.type()) {
        case INSTALLED -> {
          Entry entry = installed(event.event(), seq);
          // Last again: an installation makes its games the newest.
          next.remove(entry.logic());
          next.put(entry.logic(), entry);
        }
        case RETIRED -> {
          Hash logic = hash(event.event(), "logic");
          Entry entry =
              find(logic).orElseThrow(() -> new IllegalStateException("never installed: " + logic));
          var retired = new TreeSet<>(entry.retired());
          retired.addAll(strings(event.event().arr("games")));
          next.put(logic, new Entry(logic, entry.file(), entry.games(), retired, entry.seq()));
        }
        case REFUSED -> {
          return this;
        }
        default -> throw new IllegalStateException("an unknown event of a pack: " + event.type());
      }
    } catch (JsonException | IllegalArgumentException e) {
      throw new IllegalStateException("record " + seq + " is no event of a pack", e);
    }
    return new PackHistory(next);
  }

  private static Entry installed(Json.Obj event, long seq) throws JsonException {
    var games = new LinkedHashMap<String, String>();
    for (Json item : event.arr("games")) {
      if (item instanceof Json.Obj game) {
        games.put(game.string("id"), game.string("version"));
      }
    }
    return new Entry(hash(event, "logic"), hash(event, "file"), games, Set.of(), seq);
  }

  private static Hash hash(Json.Obj event, String name) throws JsonException {
    return Hash.parse(event.string(name));
  }

  private static List<String> strings(List<Json> items) {
    var strings = new ArrayList<String>();
    for (Json item : items) {
      if (item instanceof Json.Str(String text)) {
        strings.add(text);
      }
    }
    return strings;
  }

  /** {@return the pack of this logic, if it ever came in} */
  Optional<Entry> find(Hash logic) {
    return Optional.ofNullable(packs.get(logic));
  }

  /** {@return every pack, in the order of the newest installation} */
  List<Entry> all() {
    return List.copyOf(packs.values());
  }

  /** {@return whether a game of this id was ever installed} */
  boolean knows(String game) {
    return packs.values().stream().anyMatch(pack -> pack.games().containsKey(game));
  }
}
