package org.astragal.appliance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.astragal.games.api.Game;
import org.astragal.outcome.Bet;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.Money;
import org.astragal.outcome.Player;
import org.astragal.outcome.RoundRef;

/**
 * A request for one outcome, well-formed: whether the game takes it is not looked at here.
 *
 * @param id the idempotency key that stands in a batch line; empty for a single request
 * @param game which game
 * @param version which version of it, if the caller insists on one
 * @param round which round
 * @param bets 1 to 64 bets
 * @param trace the caller's trace
 */
record OutcomeRequest(
    Optional<String> id,
    String game,
    Optional<String> version,
    RoundRef round,
    List<Bet> bets,
    Optional<String> trace) {

  private static final Set<String> MEMBERS = Set.of("bets", "game", "round", "trace", "version");
  private static final Set<String> LINE_MEMBERS =
      Set.of("bets", "game", "id", "round", "trace", "version");
  private static final Set<String> ROUND_MEMBERS = Set.of("id", "mode");
  private static final Set<String> BET_MEMBERS =
      Set.of("fundedBy", "id", "player", "selection", "stake");
  private static final Set<String> PLAYER_MEMBERS =
      Set.of("channel", "eligibility", "jurisdiction", "pseudonym", "session");
  private static final Set<String> STAKE_MEMBERS = Set.of("ccy", "exp", "minor");

  /** What the keys of requests begin with that the appliance makes itself. */
  static final String HOUSE = "house:";

  private static final int MAX_ID = 128;
  private static final int MAX_NAME = 64;
  private static final int MAX_ELIGIBILITY = 16;
  private static final int MAX_TRACE = 256;
  private static final int MAX_EXP = 4;

  OutcomeRequest {
    bets = List.copyOf(bets);
  }

  /**
   * Reads the body of a single request.
   *
   * @throws ProblemException if it is anything but what the call takes
   */
  static OutcomeRequest parse(byte[] body) throws ProblemException {
    Json.Obj object = object(body);
    return new Reader(object).read(MEMBERS, Optional.empty());
  }

  /**
   * Reads one line of a batch, which has its idempotency key in {@code id}.
   *
   * @throws ProblemException if it is anything but what the call takes
   */
  static OutcomeRequest parseLine(Json.Obj line) throws ProblemException {
    String id;
    try {
      id = line.string("id");
    } catch (JsonException e) {
      throw Reader.problem("", e);
    }
    return new Reader(line).read(LINE_MEMBERS, Optional.of(idempotencyKey(id)));
  }

  /** Reads a body as one JSON object. */
  static Json.Obj object(byte[] body) throws ProblemException {
    try {
      if (Json.parse(body) instanceof Json.Obj object) {
        return object;
      }
    } catch (JsonException e) {
      throw Reader.problem("", e);
    }
    throw new ProblemException(ProblemType.MALFORMED_REQUEST, "The body must be one JSON object.");
  }

  /** {@return {@code key}, which is usable} */
  static String idempotencyKey(String key) throws ProblemException {
    if (!Text.isVisible(key, MAX_ID) || key.startsWith(HOUSE)) {
      throw new ProblemException(
          ProblemType.INVALID_IDEMPOTENCY_KEY,
          "Send a key of 1 to 128 visible ASCII characters, a new one for each request, that does"
              + " not begin with "
              + HOUSE
              + ".");
    }
    return key;
  }

  /** {@return the key under which the house itself ends a round; no caller has such a key} */
  static String houseKey(String round, int step) {
    byte[] hash = Hash.sha256(round.getBytes(StandardCharsets.UTF_8)).bytes();
    return HOUSE + HexFormat.of().formatHex(hash, 0, 16) + ":" + step;
  }

  /** Reads one object; {@code place} says where in it, for messages. */
  private static final class Reader {
    private final Json.Obj top;
    private String place = "";

    Reader(Json.Obj top) {
      this.top = top;
    }

    OutcomeRequest read(Set<String> members, Optional<String> id) throws ProblemException {
      try {
        top.refuseUnknown(members);
        String game = visible("game", top.string("game"), MAX_NAME);
        Optional<String> version = top.optionalString("version");
        Optional<String> trace = top.optionalString("trace");
        if (trace.isPresent()) {
          visible("trace", trace.get(), MAX_TRACE);
        }
        RoundRef round = round(top.obj("round"));
        place = "";
        return new OutcomeRequest(id, game, version, round, bets(top.arr("bets")), trace);
      } catch (JsonException e) {
        throw problem(place, e);
      }
    }

    private RoundRef round(Json.Obj round) throws JsonException, ProblemException {
      place = "round.";
      round.refuseUnknown(ROUND_MEMBERS);
      String id = visible("id", round.string("id"), MAX_ID);
      String mode = round.string("mode");
      for (RoundRef.Mode known : RoundRef.Mode.values()) {
        if (known.name().equals(mode)) {
          return new RoundRef(id, known, 0);
        }
      }
      throw refusal("mode", "must be REAL, FREE or TEST");
    }

    private List<Bet> bets(List<Json> items) throws JsonException, ProblemException {
      if (items.isEmpty() || items.size() > Game.MAXIMUM_BETS) {
        throw refusal("bets", "must have 1 to " + Game.MAXIMUM_BETS + " items");
      }
      var bets = new ArrayList<Bet>(items.size());
      var ids = new HashSet<String>();
      for (int i = 0; i < items.size(); i++) {
        place = "bets[" + i + "].";
        if (!(items.get(i) instanceof Json.Obj item)) {
          throw refusal("", "must be an object");
        }
        Bet bet = bet(item);
        place = "bets[" + i + "].";
        if (!ids.add(bet.id())) {
          throw refusal("id", "is the id of an earlier bet too; give each its own");
        }
        bets.add(bet);
      }
      return bets;
    }

    private Bet bet(Json.Obj bet) throws JsonException, ProblemException {
      bet.refuseUnknown(BET_MEMBERS);
      String id = visible("id", bet.string("id"), MAX_NAME);
      String fundedBy = word("fundedBy", bet.string("fundedBy"));
      Json.Obj selection = bet.obj("selection");
      String here = place;
      place = here + "player.";
      Player player = player(bet.obj("player"));
      place = here + "stake.";
      Money stake = stake(bet.obj("stake"));
      return new Bet(id, fundedBy, player, selection, stake);
    }

    private Player player(Json.Obj player) throws JsonException, ProblemException {
      player.refuseUnknown(PLAYER_MEMBERS);
      return new Player(
          word("channel", player.string("channel")),
          word("jurisdiction", player.string("jurisdiction")),
          visible("pseudonym", player.string("pseudonym"), MAX_NAME),
          visible("session", player.string("session"), MAX_NAME),
          eligibility(player.optionalArr("eligibility").orElse(List.of())));
    }

    /** In the record they stand in rising order, however they came. */
    private List<String> eligibility(List<Json> flags) throws JsonException, ProblemException {
      if (flags.size() > MAX_ELIGIBILITY) {
        throw refusal("eligibility", "must have at most " + MAX_ELIGIBILITY + " items");
      }
      var sorted = new TreeSet<String>();
      for (Json flag : flags) {
        if (!(flag instanceof Json.Str(String text))) {
          throw refusal("eligibility", "must be a list of words");
        }
        sorted.add(word("eligibility", text));
      }
      return List.copyOf(sorted);
    }

    private Money stake(Json.Obj stake) throws ProblemException {
      try {
        stake.refuseUnknown(STAKE_MEMBERS);
        String currency = stake.string("ccy");
        if (!Text.isCurrency(currency)) {
          throw money("ccy", "must be an ISO 4217 code: three capital letters");
        }
        long exp = stake.integer("exp");
        if (exp < 0 || exp > MAX_EXP) {
          throw money("exp", "must be 0 to " + MAX_EXP);
        }
        return new Money(currency, (int) exp, stake.decimal("minor"));
      } catch (JsonException e) {
        throw new ProblemException(
            e.fault() == JsonException.Fault.VALUE
                ? ProblemType.INVALID_MONEY
                : ProblemType.MALFORMED_REQUEST,
            sentence(place, e));
      }
    }

    private ProblemException money(String member, String rule) {
      return new ProblemException(ProblemType.INVALID_MONEY, place + member + " " + rule + ".");
    }

    private String visible(String member, String value, int max) throws ProblemException {
      if (!Text.isVisible(value, max)) {
        throw refusal(member, "must be 1 to " + max + " visible ASCII characters");
      }
      return value;
    }

    private String word(String member, String value) throws ProblemException {
      if (!Text.isCode(value)) {
        throw refusal(member, "must be 1 to 32 capital letters, digits, '-' and '_'");
      }
      return value;
    }

    private ProblemException refusal(String member, String rule) {
      String where = place + member;
      return new ProblemException(
          ProblemType.MALFORMED_REQUEST,
          (where.endsWith(".") ? where.substring(0, where.length() - 1) : where)
              + " "
              + rule
              + ".");
    }

    static ProblemException problem(String place, JsonException e) {
      ProblemType type =
          switch (e.fault()) {
            case TOO_LONG -> ProblemType.BODY_TOO_LARGE;
            case ENCODING, SYNTAX -> ProblemType.MALFORMED_JSON;
            case DUPLICATE -> ProblemType.DUPLICATE_MEMBER;
            case NUMBER ->
                e.path().contains("stake") ? ProblemType.INVALID_MONEY : ProblemType.MALFORMED_JSON;
            case MISSING, UNKNOWN, VALUE -> ProblemType.MALFORMED_REQUEST;
          };
      return new ProblemException(type, sentence(place, e));
    }

    private static String sentence(String place, JsonException e) {
      String hint =
          e.fault() == JsonException.Fault.NUMBER
              ? "; money is whole minor units in a decimal string"
              : "";
      String message = String.valueOf(e.getMessage());
      return (e.path().isEmpty() ? "The body: " : place) + message + hint + ".";
    }
  }
}
