package org.astragal.appliance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.astragal.outcome.Hash;
import org.astragal.outcome.JackpotEvent;
import org.astragal.outcome.JackpotEvent.Place;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;

/** What a ledger asks about a level over which this appliance decides. */
sealed interface JackpotQuestion {
  /** {@return the level} */
  Place place();

  /** {@return SHA-256 of the question: the same question again gets the same answer} */
  Hash hash();

  /**
   * A cycle begins: draw a threshold.
   *
   * @param openMicro what the level holds
   * @param toMinor the threshold is at most it
   */
  record Commit(Place place, long openMicro, long toMinor, Hash hash) implements JackpotQuestion {}

  /**
   * The level has grown: is the threshold reached?
   *
   * @param before what was asked about last, or what the cycle began with; micro-units
   * @param after what the level held after a contribution; micro-units
   * @param posting the number of that contribution
   */
  record Check(Place place, long before, long after, long posting, Hash hash)
      implements JackpotQuestion {}

  /** The level has ended: tell the threshold. */
  record Close(Place place, Hash hash) implements JackpotQuestion {}

  /**
   * Draw a number for each of these contributions.
   *
   * @param oneInMinor one win in this many minor units staked
   * @param after the number up to which numbers were drawn before
   * @param last the number up to which they are drawn now
   * @param contributions what binds the draws to the contributions
   * @param stakes of the contributions between
   */
  record Draw(
      Place place,
      long oneInMinor,
      long after,
      long last,
      Hash contributions,
      List<Stake> stakes,
      Hash hash)
      implements JackpotQuestion {
    /** Copies {@code stakes}. */
    public Draw {
      stakes = List.copyOf(stakes);
    }
  }

  /** A contribution's number and stake, minor units. */
  record Stake(long posting, long minor) {}

  /** Which call a question comes by. */
  enum Kind {
    COMMIT,
    CHECK,
    CLOSE,
    DRAW;

    private Set<String> members() {
      return switch (this) {
        case COMMIT -> Set.of("cycle", "level", "openMicro", "pool", "toMinor");
        case CHECK -> Set.of("after", "before", "cycle", "level", "pool", "posting");
        case CLOSE -> Set.of("cycle", "level", "pool");
        case DRAW ->
            Set.of(
                "after", "contributions", "cycle", "last", "level", "oneInMinor", "pool", "stakes");
      };
    }

    /**
     * Reads a question.
     *
     * @param ledger the operator that asks
     * @throws ProblemException if it is anything but what the call takes
     */
    JackpotQuestion read(String ledger, byte[] body) throws ProblemException {
      Json.Obj json = OutcomeRequest.object(body);
      try {
        json.refuseUnknown(members());
        var place =
            new Place(ledger, json.string("pool"), json.string("level"), json.decimal("cycle"));
        return read(place, json, hash(ledger, json));
      } catch (JsonException | IllegalArgumentException e) {
        throw new ProblemException(
            ProblemType.MALFORMED_REQUEST, "The body: " + e.getMessage() + ".");
      }
    }

    private Hash hash(String ledger, Json.Obj json) {
      return Hash.sha256(
          JcsWriter.encode(
              Json.Obj.of(
                  Map.of(
                      "ask", new Json.Str(name()), "ledger", new Json.Str(ledger), "what", json))));
    }

    private JackpotQuestion read(Place place, Json.Obj json, Hash hash) throws JsonException {
      return switch (this) {
        case COMMIT -> new Commit(place, json.decimal("openMicro"), json.decimal("toMinor"), hash);
        case CHECK ->
            new Check(
                place,
                json.decimal("before"),
                json.decimal("after"),
                json.decimal("posting"),
                hash);
        case CLOSE -> new Close(place, hash);
        case DRAW ->
            new Draw(
                place,
                json.decimal("oneInMinor"),
                json.decimal("after"),
                json.decimal("last"),
                Hash.parse(json.string("contributions")),
                stakes(json.arr("stakes")),
                hash);
      };
    }

    private static List<Stake> stakes(List<Json> list) throws JsonException {
      if (list.size() > JackpotEvent.MAX_DRAWS) {
        throw new IllegalArgumentException(
            "stakes must be at most " + JackpotEvent.MAX_DRAWS + " of them");
      }
      var stakes = new ArrayList<Stake>(list.size());
      for (Json one : list) {
        if (!(one instanceof Json.Arr arr) || arr.items().size() != 2) {
          throw new IllegalArgumentException("each of stakes must be a posting and a stake");
        }
        var pair = new TreeMap<String, Json>();
        pair.put("posting", arr.items().getFirst());
        pair.put("stake", arr.items().getLast());
        Json.Obj both = Json.Obj.of(pair);
        stakes.add(new Stake(both.decimal("posting"), both.decimal("stake")));
      }
      return stakes;
    }
  }
}
