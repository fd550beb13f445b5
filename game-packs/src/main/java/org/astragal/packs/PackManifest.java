package org.astragal.packs;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.astragal.games.api.TheoreticalReturn;
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
 */
public record PackManifest(String module, Hash api, Hash logic, List<Title> games) {
  /** Name of the entry. */
  static final String ENTRY = "META-INF/ASTRAGAL-PACK.json";

  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_GAMES = 256;
  private static final long VERSION = 1;
  private static final Set<String> MEMBERS = Set.of("api", "games", "logic", "module", "v");
  private static final Set<String> GAME_MEMBERS = Set.of("id", "returns", "version");
  private static final Set<String> RETURN_MEMBERS = Set.of("bet", "denominator", "numerator");

  /** Copies {@code games}; refuses none, too many, and a game that is there twice. */
  public PackManifest {
    games = List.copyOf(games);
    if (games.isEmpty() || games.size() > MAX_GAMES) {
      throw new IllegalArgumentException("a pack has 1 to " + MAX_GAMES + " games");
    }
    var ids = new HashSet<String>();
    for (Title game : games) {
      if (!ids.add(game.id())) {
        throw new IllegalArgumentException("the game " + game.id() + " is there twice");
      }
    }
  }

  /**
   * One game.
   *
   * @param id its name
   * @param version of its rules and mathematics
   * @param returns the exact theoretical return of each kind of bet
   */
  public record Title(String id, String version, List<TheoreticalReturn> returns) {
    /** Copies {@code returns}; refuses names that no record can hold. */
    public Title {
      returns = List.copyOf(returns);
      requireName("id", id);
      requireName("version", version);
      if (returns.isEmpty()) {
        throw new IllegalArgumentException("the game " + id + " states no return");
      }
    }

    static Title of(Game game) {
      return new Title(game.id(), game.version(), game.returns());
    }

    private static void requireName(String what, String name) {
      if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
        throw new IllegalArgumentException(
            "a game's " + what + " is 1 to 64 letters, digits and '.', '_', '-'");
      }
    }
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
                "v", new Json.Int(VERSION))));
  }

  private static Json json(Title game) {
    return Json.Obj.of(
        Map.of(
            "id", new Json.Str(game.id()),
            "returns", new Json.Arr(game.returns().stream().map(PackManifest::json).toList()),
            "version", new Json.Str(game.version())));
  }

  private static Json json(TheoreticalReturn theoretical) {
    return Json.Obj.of(
        Map.of(
            "bet", new Json.Str(theoretical.bet()),
            "denominator", new Json.Str(theoretical.value().denominator().toString()),
            "numerator", new Json.Str(theoretical.value().numerator().toString())));
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
      for (Json game : whole.arr("games")) {
        games.add(game(game));
      }
      var manifest =
          new PackManifest(
              whole.string("module"),
              Hash.parse(whole.string("api")),
              Hash.parse(whole.string("logic")),
              games);
      if (!Arrays.equals(bytes, manifest.bytes())) {
        // The laboratory approves the hash of these bytes: there must be one form only.
        throw invalid("it is not in canonical form");
      }
      return manifest;
    } catch (JsonException | IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private static Title game(Json json) throws JsonException, PackException {
    if (!(json instanceof Json.Obj game)) {
      throw invalid("a game is an object");
    }
    game.refuseUnknown(GAME_MEMBERS);
    var returns = new ArrayList<TheoreticalReturn>();
    for (Json item : game.arr("returns")) {
      if (!(item instanceof Json.Obj theoretical)) {
        throw invalid("a return is an object");
      }
      theoretical.refuseUnknown(RETURN_MEMBERS);
      returns.add(
          new TheoreticalReturn(
              theoretical.string("bet"),
              new Fraction(
                  number(theoretical.string("numerator")),
                  number(theoretical.string("denominator")))));
    }
    return new Title(game.string("id"), game.string("version"), returns);
  }

  private static BigInteger number(String digits) {
    if (digits.length() > 1_024) {
      throw new IllegalArgumentException("a number has at most 1024 digits");
    }
    return new BigInteger(digits);
  }

  private static PackException invalid(String why) {
    return new PackException(Fault.MANIFEST_INVALID, ENTRY + " cannot be used: " + why);
  }
}
