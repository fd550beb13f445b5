package org.astragal.outcome;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an appliance seals about a jackpot level that it decides over, as the records say it.
 * Amounts are in micro-units (10^6 are 1 minor unit) unless the name says minor.
 */
public sealed interface JackpotEvent {
  /** Micro-units in one minor unit. */
  long MICRO = 1_000_000;

  /** The largest amount in minor units whose micro-units fit 63 bits. */
  long MAX_MINOR = Long.MAX_VALUE / MICRO;

  /** Most draws in one record: it stays far below {@link OutcomeRecord#MAX_BYTES}. */
  int MAX_DRAWS = 512;

  /** What the types of these records begin with. */
  String PREFIX = "jackpot.";

  /** {@return the level} */
  Place place();

  /** {@return the type of its record} */
  String type();

  /** {@return what its record says, in the members of an event} */
  Json.Obj members();

  /**
   * A level of a ledger's pool, in one of its cycles.
   *
   * @param ledger the operator in the ledger's certificate: nobody else may ask about the level
   * @param pool the pool
   * @param level the level
   * @param cycle from 1; one more after each win
   */
  record Place(String ledger, String pool, String level, long cycle) {
    private static final Pattern NAME = Pattern.compile("[!-~]{1,64}");

    /** Refuses names that could be mistaken for others. */
    public Place {
      for (String name : List.of(ledger, pool, level)) {
        if (!NAME.matcher(name).matches()) {
          throw new IllegalArgumentException("a name is 1 to 64 visible ASCII characters: " + name);
        }
      }
      Check.range("cycle", cycle, 1, Long.MAX_VALUE);
    }

    /** {@return whether both are the same level, in whatever cycles} */
    public boolean isLevelOf(Place other) {
      return ledger.equals(other.ledger) && pool.equals(other.pool) && level.equals(other.level);
    }

    @Override
    public String toString() {
      return pool + " " + level + ", cycle " + cycle;
    }

    private Map<String, Json> members() {
      var members = new TreeMap<String, Json>();
      members.put("cycle", new Json.Str(Long.toString(cycle)));
      members.put("ledger", new Json.Str(ledger));
      members.put("level", new Json.Str(level));
      members.put("pool", new Json.Str(pool));
      return members;
    }

    private static Place of(Json.Obj json) throws JsonException {
      return new Place(
          json.string("ledger"), json.string("pool"), json.string("level"), json.decimal("cycle"));
    }
  }

  /**
   * A threshold was drawn: above {@code fromMinor}, up to {@code toMinor}, every minor unit with
   * the same chance.
   *
   * @param openMicro what the level held when its cycle began
   * @param fromMinor the threshold is above it: {@code openMicro} in whole minor units
   * @param toMinor the threshold is at most it
   * @param commitment see {@link ThresholdOpening}
   * @param logic the certified logic that made the threshold of a draw
   */
  record Committed(
      Place place, long openMicro, long fromMinor, long toMinor, Hash commitment, GameRef logic)
      implements JackpotEvent {
    /** The type of its record. */
    public static final String TYPE = "jackpot.threshold.committed";

    /** Refuses bounds between which nothing lies. */
    public Committed {
      Check.range("openMicro", openMicro, 0, Long.MAX_VALUE);
      Check.range("fromMinor", fromMinor, openMicro / MICRO, openMicro / MICRO);
      Check.range("toMinor", toMinor, fromMinor + 1, MAX_MINOR);
    }

    /** {@return whether a threshold is one that could be drawn, and the one committed to} */
    public boolean isOpenedBy(ThresholdOpening opening) {
      return opening.thresholdMinor() > fromMinor
          && opening.thresholdMinor() <= toMinor
          && opening.commitment(place).equals(commitment);
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Json.Obj members() {
      Map<String, Json> members = place.members();
      members.put("commitment", new Json.Str(commitment.toString()));
      members.put("fromMinor", new Json.Str(Long.toString(fromMinor)));
      members.put(
          "logic",
          Json.Obj.of(
              Map.of(
                  "id", new Json.Str(logic.id()),
                  "logic", new Json.Str(logic.logic().toString()),
                  "version", new Json.Str(logic.version()))));
      members.put("openMicro", new Json.Str(Long.toString(openMicro)));
      members.put("toMinor", new Json.Str(Long.toString(toMinor)));
      return Json.Obj.of(members);
    }

    private static Committed of(Json.Obj json) throws JsonException {
      Json.Obj logic = json.obj("logic");
      return new Committed(
          Place.of(json),
          json.decimal("openMicro"),
          json.decimal("fromMinor"),
          json.decimal("toMinor"),
          Hash.parse(json.string("commitment")),
          new GameRef(
              logic.string("id"), Hash.parse(logic.string("logic")), logic.string("version")));
    }
  }

  /**
   * What a level holds was compared with its threshold.
   *
   * @param before what was compared last, or what the cycle began with
   * @param after what was compared now, not below {@code before}
   * @param posting the number in the pool of the contribution after which the level held {@code
   *     after}
   * @param commitment of the cycle
   * @param opened the threshold, if {@code after} has reached it
   */
  record Checked(
      Place place,
      long before,
      long after,
      long posting,
      Hash commitment,
      Optional<ThresholdOpening> opened)
      implements JackpotEvent {
    /** The type of its record. */
    public static final String TYPE = "jackpot.threshold.checked";

    /** Refuses a level that shrinks. */
    public Checked {
      Check.range("before", before, 0, Long.MAX_VALUE);
      Check.range("after", after, before, Long.MAX_VALUE);
      Check.range("posting", posting, 1, Long.MAX_VALUE);
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Json.Obj members() {
      Map<String, Json> members = place.members();
      members.put("after", new Json.Str(Long.toString(after)));
      members.put("before", new Json.Str(Long.toString(before)));
      members.put("commitment", new Json.Str(commitment.toString()));
      members.put("hit", new Json.Bool(opened.isPresent()));
      members.put("posting", new Json.Str(Long.toString(posting)));
      opened.ifPresent(opening -> tell(members, opening));
      return Json.Obj.of(members);
    }

    private static Checked of(Json.Obj json) throws JsonException {
      return new Checked(
          Place.of(json),
          json.decimal("before"),
          json.decimal("after"),
          json.decimal("posting"),
          Hash.parse(json.string("commitment")),
          json.bool("hit") ? Optional.of(opening(json)) : Optional.empty());
    }
  }

  /**
   * A threshold was told without a win, since its level has ended.
   *
   * @param commitment of the cycle
   * @param opened the threshold
   */
  record Closed(Place place, Hash commitment, ThresholdOpening opened) implements JackpotEvent {
    /** The type of its record. */
    public static final String TYPE = "jackpot.threshold.closed";

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Json.Obj members() {
      Map<String, Json> members = place.members();
      members.put("commitment", new Json.Str(commitment.toString()));
      tell(members, opened);
      return Json.Obj.of(members);
    }

    private static Closed of(Json.Obj json) throws JsonException {
      return new Closed(Place.of(json), Hash.parse(json.string("commitment")), opening(json));
    }
  }

  /**
   * For each of some contributions a number was drawn below {@code oneInMinor}; it wins the level
   * if the number is below its stake.
   *
   * @param oneInMinor one win in this many minor units staked, in the mean
   * @param after the draws are for contributions whose numbers are above it
   * @param last the last number that they are for
   * @param contributions see {@link #bind}: what the numbers stand for
   * @param draws in the order of the contributions
   */
  record Drawn(
      Place place,
      long oneInMinor,
      long after,
      long last,
      Hash contributions,
      List<MysteryDraw> draws)
      implements JackpotEvent {
    /** The type of its record. */
    public static final String TYPE = "jackpot.mystery.drawn";

    private static final int PARTS = 3;

    /** Refuses draws that are not each for a contribution of its own, in order. */
    public Drawn {
      Check.range("oneInMinor", oneInMinor, 1, MAX_MINOR);
      Check.range("after", after, 0, Long.MAX_VALUE);
      Check.range("last", last, after + 1, Long.MAX_VALUE);
      Check.range("draws", draws.size(), 1, MAX_DRAWS);
      draws = List.copyOf(draws);
      long before = after;
      for (MysteryDraw draw : draws) {
        Check.range("posting", draw.posting(), before + 1, last);
        Check.range("value", draw.value(), 0, oneInMinor - 1);
        before = draw.posting();
      }
    }

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Json.Obj members() {
      Map<String, Json> members = place.members();
      members.put("after", new Json.Str(Long.toString(after)));
      members.put("contributions", new Json.Str(contributions.toString()));
      var all = new ArrayList<Json>(draws.size());
      for (MysteryDraw draw : draws) {
        all.add(
            new Json.Arr(
                List.of(
                    new Json.Str(Long.toString(draw.posting())),
                    new Json.Str(Long.toString(draw.stakeMinor())),
                    new Json.Str(Long.toString(draw.value())))));
      }
      members.put("draws", new Json.Arr(all));
      members.put("last", new Json.Str(Long.toString(last)));
      members.put("oneInMinor", new Json.Str(Long.toString(oneInMinor)));
      return Json.Obj.of(members);
    }

    private static Drawn of(Json.Obj json) throws JsonException {
      var draws = new ArrayList<MysteryDraw>();
      for (Json one : json.arr("draws")) {
        if (!(one instanceof Json.Arr arr) || arr.items().size() != PARTS) {
          throw new IllegalArgumentException("a draw is a posting, a stake and a value");
        }
        Json.Obj draw =
            Json.Obj.of(
                Map.of(
                    "n", arr.items().get(0), "stake", arr.items().get(1), "v", arr.items().get(2)));
        draws.add(new MysteryDraw(draw.decimal("n"), draw.decimal("stake"), draw.decimal("v")));
      }
      return new Drawn(
          Place.of(json),
          json.decimal("oneInMinor"),
          json.decimal("after"),
          json.decimal("last"),
          Hash.parse(json.string("contributions")),
          draws);
    }
  }

  /**
   * A number that was drawn for one contribution.
   *
   * @param posting the contribution's number in its pool
   * @param stakeMinor its stake in whole minor units of the pool's currency
   * @param value what was drawn
   */
  record MysteryDraw(long posting, long stakeMinor, long value) {
    /** Refuses a stake below zero. */
    public MysteryDraw {
      Check.range("stakeMinor", stakeMinor, 0, MAX_MINOR);
    }

    /** {@return whether the contribution wins} */
    public boolean isHit() {
      return value < stakeMinor;
    }
  }

  /**
   * A contribution for which a number is drawn.
   *
   * @param posting its number in the pool
   * @param operator whose round it comes from
   * @param round the round
   * @param bet the bet
   * @param stakeMinor its stake in whole minor units of the pool's currency
   */
  record Ticket(long posting, String operator, String round, String bet, long stakeMinor) {}

  /**
   * {@return what binds draws to contributions: SHA-256(domain ‖ line feed ‖ JSON), where JSON is
   * the canonical form of a list of [posting, operator, round, bet, stake], all strings} Nobody can
   * say later that the numbers stood for other bets.
   */
  static Hash bind(List<Ticket> tickets) {
    var json = new JcsWriter().beginArray();
    for (Ticket ticket : tickets) {
      json.beginArray().decimal(ticket.posting()).string(ticket.operator());
      json.string(ticket.round()).string(ticket.bet()).decimal(ticket.stakeMinor()).endArray();
    }
    MessageDigest digest = Hash.digest();
    digest.update("astragal.org/jackpot-contributions/v1\n".getBytes(StandardCharsets.US_ASCII));
    digest.update(json.endArray().toBytes());
    return Hash.of(digest.digest());
  }

  /**
   * {@return what an event says of a jackpot level; nothing if it speaks of something else}
   *
   * @param event the event
   * @throws JsonException if a member is missing, unknown or of another type
   * @throws IllegalArgumentException if it says what cannot be
   */
  static Optional<JackpotEvent> of(Event event) throws JsonException {
    Optional<JackpotEvent> read =
        switch (event.type()) {
          case Committed.TYPE -> Optional.of(Committed.of(event.event()));
          case Checked.TYPE -> Optional.of(Checked.of(event.event()));
          case Closed.TYPE -> Optional.of(Closed.of(event.event()));
          case Drawn.TYPE -> Optional.of(Drawn.of(event.event()));
          default -> Optional.empty();
        };
    if (read.isPresent()) {
      event.event().refuseUnknown(read.get().members().members().keySet());
    }
    return read;
  }

  private static void tell(Map<String, Json> members, ThresholdOpening opening) {
    members.put("nonce", new Json.Str(opening.nonce()));
    members.put("thresholdMinor", new Json.Str(Long.toString(opening.thresholdMinor())));
  }

  private static ThresholdOpening opening(Json.Obj json) throws JsonException {
    return new ThresholdOpening(json.decimal("thresholdMinor"), json.string("nonce"));
  }
}
