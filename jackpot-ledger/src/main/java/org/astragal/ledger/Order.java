package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;

/**
 * What two persons want to be done with a level.
 *
 * @param act what
 * @param place the level
 * @param to the level that gets what this one holds; none for an adjustment
 * @param micro how much, micro-units: more than 0 for a transfer, not 0 for an adjustment (less
 *     than 0 lowers the level), 0 for a retirement, which moves everything
 * @param reason for whoever asks later
 */
record Order(Act act, Place place, Optional<Place> to, long micro, String reason) {
  private static final int MAX_REASON = 500;
  private static final Pattern MICRO = Pattern.compile("-?[1-9][0-9]{0,18}");
  private static final Set<String> MEMBERS =
      Set.of("act", "level", "micro", "pool", "reason", "to");
  private static final Set<String> MEMBERS_OF_TO = Set.of("level", "pool");

  /** What can be done. */
  enum Act {
    /** A correction of what a level holds, against ADJUST. */
    ADJUST("adjust"),
    /** A part of what a level holds goes to another one of the same currency. */
    TRANSFER("transfer"),
    /** All that a level holds, has saved and has over goes to another one, and it ends. */
    RETIRE("retire");

    private final String text;

    Act(String text) {
      this.text = text;
    }

    /** {@return its name in requests and in the journal} */
    String text() {
      return text;
    }

    static Act of(String text) {
      for (var act : values()) {
        if (act.text.equals(text)) {
          return act;
        }
      }
      throw new IllegalArgumentException("act must be adjust, transfer or retire: " + text);
    }
  }

  /** A level by name. */
  record Place(String pool, String level) {
    Place {
      RuleChecks.identifier("pool", pool);
      RuleChecks.identifier("level", level);
    }

    @Override
    public String toString() {
      return pool + " " + level;
    }
  }

  Order {
    if (reason.isBlank() || reason.length() > MAX_REASON || reason.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("reason must be 1 to " + MAX_REASON + " characters");
    }
    RuleChecks.range("micro", micro, -Long.MAX_VALUE, Long.MAX_VALUE);
    if (to.isPresent() == (act == Act.ADJUST)) {
      throw new IllegalArgumentException("to must be there exactly for transfer and retire");
    }
    if (to.equals(Optional.of(place))) {
      throw new IllegalArgumentException("to must be another level");
    }
    var fits =
        switch (act) {
          case ADJUST -> micro != 0;
          case TRANSFER -> micro > 0;
          case RETIRE -> micro == 0;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "micro must be above 0 for transfer, not 0 for adjust, and left out for retire");
    }
  }

  /**
   * Reads an order.
   *
   * @throws IllegalArgumentException if it says something that no order says
   */
  static Order of(Json.Obj json) throws JsonException {
    json.refuseUnknown(MEMBERS);
    var micro = json.optionalString("micro");
    if (micro.isPresent() && !MICRO.matcher(micro.get()).matches()) {
      throw new IllegalArgumentException("micro must be a whole number in a string");
    }
    var to = json.optionalObj("to");
    if (to.isPresent()) {
      to.get().refuseUnknown(MEMBERS_OF_TO);
    }
    return new Order(
        Act.of(json.string("act")),
        new Place(json.string("pool"), json.string("level")),
        to.isEmpty()
            ? Optional.empty()
            : Optional.of(new Place(to.get().string("pool"), to.get().string("level"))),
        micro.map(Long::parseLong).orElse(0L),
        json.string("reason"));
  }

  Json.Obj json() {
    var members = new TreeMap<String, Json>();
    members.put("act", new Json.Str(act.text()));
    members.put("level", new Json.Str(place.level()));
    if (micro != 0) {
      members.put("micro", new Json.Str(Long.toString(micro)));
    }
    members.put("pool", new Json.Str(place.pool()));
    members.put("reason", new Json.Str(reason));
    to.ifPresent(other ->
        members.put(
            "to",
            Json.Obj.of(
                Map.of("level", new Json.Str(other.level()), "pool", new Json.Str(other.pool())))));
    return Json.Obj.of(members);
  }

  /** {@return the order in canonical JSON: two orders are the same if this is} */
  String text() {
    return new String(JcsWriter.encode(json()), StandardCharsets.UTF_8);
  }
}
