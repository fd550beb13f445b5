package org.astragal.packs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.astragal.games.api.GamePack;
import org.astragal.games.api.SealedThreshold;
import org.astragal.games.api.Terms;
import org.astragal.outcome.Hash;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.packs.PackException.Fault;

/**
 * What a pack says of itself, in an entry of its jar: one canonical JSON object.
 *
 * @param module name of its module
 * @param api hash of the interface that it was made for
 * @param logic hash of its classes and tables and of that interface
 * @param games its games
 * @param thresholds versions of its sealed thresholds, by id
 */
public record PackManifest(
    String module, Hash api, Hash logic, List<Title> games, Map<String, String> thresholds) {
  /** Name of the entry. */
  static final String ENTRY = "META-INF/ASTRAGAL-PACK.json";

  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_GAMES = 256;
  private static final int MAX_NUMBER = 1_024;
  private static final long VERSION = 1;
  private static final Set<String> MEMBERS =
      Set.of("api", "games", "logic", "module", "thresholds", "v");
  private static final Set<String> GAME_MEMBERS = Set.of("figures", "id", "version");
  private static final Set<String> FIGURES_MEMBERS = Set.of("bets", "terms");
  private static final Set<String> BET_MEMBERS =
      Set.of("bet", "hitFrequency", "maximumWin", "returned", "variance");

  /** Copies the lists; refuses no games, too many, and a game that is there twice. */
  public PackManifest {
    games = List.copyOf(games);
    thresholds = Map.copyOf(thresholds);
    if (games.isEmpty() || games.size() > MAX_GAMES) {
      throw new IllegalArgumentException("a pack has 1 to " + MAX_GAMES + " games");
    }
    var ids = new HashSet<>(thresholds.keySet());
    for (Title game : games) {
      if (!ids.add(game.id())) {
        throw new IllegalArgumentException("the game " + game.id() + " is there twice");
      }
    }
    thresholds.forEach(Title::requireNames);
  }

  /**
   * One game.
   *
   * @param id its name
   * @param version of its rules and mathematics
   * @param figures what it comes to, on all terms that a house can settle
   */
  public record Title(String id, String version, List<Figures> figures) {
    /** Copies {@code figures}; refuses names that no record can hold. */
    public Title {
      figures = List.copyOf(figures);
      requireNames(id, version);
      if (figures.isEmpty()) {
        throw new IllegalArgumentException("the game " + id + " states no figures");
      }
    }

    static Title of(Game game) {
      return new Title(
          game.id(),
          game.version(),
          Terms.all(game.options()).stream()
              .map(terms -> new Figures(terms.values(), game.figures(terms)))
              .toList());
    }

    private static void requireNames(String id, String version) {
      for (String name : List.of(id, version)) {
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
          throw new IllegalArgumentException(
              "a name or version is 1 to 64 letters, digits and '.', '_', '-'");
        }
      }
    }
  }

  /**
   * The exact figures of a game.
   *
   * @param terms what the house has settled, by the name of the option
   * @param bets the figures of each kind of bet
   */
  public record Figures(Map<String, String> terms, List<BetFigures> bets) {
    /** Copies both; refuses no bet. */
    public Figures {
      terms = Map.copyOf(terms);
      bets = List.copyOf(bets);
      if (bets.isEmpty()) {
        throw new IllegalArgumentException("a game has a kind of bet");
      }
    }
  }

  /** {@return the manifest of what a pack says of itself} */
  static PackManifest of(String module, Hash api, Hash logic, GamePack pack) {
    var thresholds = new TreeMap<String, String>();
    for (SealedThreshold threshold : pack.thresholds()) {
      if (thresholds.put(threshold.id(), threshold.version()) != null) {
        throw new IllegalArgumentException("two thresholds are called " + threshold.id());
      }
    }
    return new PackManifest(
        module, api, logic, pack.games().stream().map(Title::of).toList(), thresholds);
  }

  /** {@return it as it stands in the pack} */
  byte[] bytes() {
    return JcsWriter.encode(
        Json.Obj.of(
            Map.of(
                "api", new Json.Str(api.toString()),
                "games", new Json.Arr(games.stream().map(PackManifest::json).toList()),
                "logic", new Json.Str(logic.toString()),
                "module", new Json.Str(module),
                "thresholds", texts(thresholds),
                "v", new Json.Int(VERSION))));
  }

  private static Json json(Title game) {
    return Json.Obj.of(
        Map.of(
            "figures", new Json.Arr(game.figures().stream().map(PackManifest::json).toList()),
            "id", new Json.Str(game.id()),
            "version", new Json.Str(game.version())));
  }

  private static Json json(Figures figures) {
    return Json.Obj.of(
        Map.of(
            "bets",
            new Json.Arr(figures.bets().stream().map(PackManifest::json).toList()),
            "terms",
            texts(figures.terms())));
  }

  private static Json json(BetFigures bet) {
    return Json.Obj.of(
        Map.of(
            "bet", new Json.Str(bet.bet()),
            "hitFrequency", new Json.Str(bet.hitFrequency().toString()),
            "maximumWin", new Json.Str(bet.maximumWin().toString()),
            "returned", new Json.Str(bet.returned().toString()),
            "variance", new Json.Str(bet.variance().toString())));
  }

  private static Json texts(Map<String, String> texts) {
    var members = new TreeMap<String, Json>();
    texts.forEach((name, value) -> members.put(name, new Json.Str(value)));
    return Json.Obj.of(members);
  }

  /** Reads one; it must be in canonical form. */
  static PackManifest parse(byte[] bytes) throws PackException {
    try {
      if (!(Json.parse(bytes, MAX_BYTES) instanceof Json.Obj whole)) {
        throw invalid("it is not a JSON object");
      }
      whole.refuseUnknown(MEMBERS);
      if (whole.integer("v") != VERSION) {
        throw invalid("it has version " + whole.integer("v") + ", this program reads " + VERSION);
      }
      var games = new ArrayList<Title>();
      for (Json.Obj game : objects(whole, "games")) {
        games.add(game(game));
      }
      var manifest =
          new PackManifest(
              whole.string("module"),
              Hash.parse(whole.string("api")),
              Hash.parse(whole.string("logic")),
              games,
              texts(whole.obj("thresholds")));
      if (!Arrays.equals(bytes, manifest.bytes())) {
        // The laboratory approves the hash of these bytes: there must be one form only.
        throw invalid("it is not in canonical form");
      }
      return manifest;
    } catch (JsonException | IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private static Title game(Json.Obj game) throws JsonException, PackException {
    game.refuseUnknown(GAME_MEMBERS);
    var figures = new ArrayList<Figures>();
    for (Json.Obj some : objects(game, "figures")) {
      some.refuseUnknown(FIGURES_MEMBERS);
      var bets = new ArrayList<BetFigures>();
      for (Json.Obj bet : objects(some, "bets")) {
        bet.refuseUnknown(BET_MEMBERS);
        bets.add(
            new BetFigures(
                bet.string("bet"),
                fraction(bet.string("returned")),
                fraction(bet.string("variance")),
                fraction(bet.string("hitFrequency")),
                fraction(bet.string("maximumWin"))));
      }
      figures.add(new Figures(texts(some.obj("terms")), bets));
    }
    return new Title(game.string("id"), game.string("version"), figures);
  }

  private static List<Json.Obj> objects(Json.Obj of, String name)
      throws JsonException, PackException {
    var objects = new ArrayList<Json.Obj>();
    for (Json item : of.arr(name)) {
      if (!(item instanceof Json.Obj object)) {
        throw invalid(name + " has objects");
      }
      objects.add(object);
    }
    return objects;
  }

  private static Map<String, String> texts(Json.Obj object) throws JsonException {
    var texts = new TreeMap<String, String>();
    for (String name : object.members().keySet()) {
      texts.put(name, object.string(name));
    }
    return texts;
  }

  private static Fraction fraction(String text) {
    if (text.length() > MAX_NUMBER) {
      throw new IllegalArgumentException("a fraction has at most " + MAX_NUMBER + " characters");
    }
    return Fraction.parse(text);
  }

  private static PackException invalid(String why) {
    return new PackException(Fault.MANIFEST_INVALID, ENTRY + " cannot be used: " + why);
  }
}
