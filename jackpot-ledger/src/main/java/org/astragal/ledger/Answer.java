package org.astragal.ledger;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.outcome.Event;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.ThresholdCommitment;

/** What an appliance has sealed about a level that it decides over. */
sealed interface Answer {
  /** {@return the log of the appliance} */
  String holder();

  String pool();

  String level();

  long cycle();

  /**
   * A threshold was drawn.
   *
   * @param commitment see {@link ThresholdCommitment}
   * @param rules hash of the file whose rules of the level held
   * @param fromMinor the threshold is above it
   * @param toMinor the threshold is at most it
   */
  record Committed(
      String holder,
      String pool,
      String level,
      long cycle,
      Hash commitment,
      Hash rules,
      long fromMinor,
      long toMinor)
      implements Answer {
    static final String TYPE = "jackpot.threshold.committed";
  }

  /**
   * A step of the level's amount was compared with the threshold.
   *
   * @param before micro-units, what was compared last
   * @param after micro-units
   * @param posting the contribution after which POOL held {@code after}
   * @param opened the threshold, if it was hit
   */
  record Checked(
      String holder,
      String pool,
      String level,
      long cycle,
      long before,
      long after,
      long posting,
      Optional<Opened> opened)
      implements Answer {
    static final String TYPE = "jackpot.threshold.checked";
  }

  /**
   * A threshold was told without a win, since the level ends.
   *
   * @param opened the threshold
   */
  record Closed(String holder, String pool, String level, long cycle, Opened opened)
      implements Answer {
    static final String TYPE = "jackpot.threshold.closed";
  }

  /**
   * A number was drawn for contributions.
   *
   * @param rules hash of the file whose rules of the level held
   * @param first the first posting that takes part
   * @param last the last posting that takes part
   * @param oneIn how many values the number could take
   * @param stake minor units that the contributions among them weigh
   * @param value the number, 0 to {@code oneIn - 1}; below {@code stake} it hits
   */
  record Drawn(
      String holder,
      String pool,
      String level,
      long cycle,
      Hash rules,
      long first,
      long last,
      long oneIn,
      long stake,
      long value)
      implements Answer {
    static final String TYPE = "jackpot.mystery.drawn";
  }

  /**
   * A threshold that is known.
   *
   * @param minor minor units
   * @param nonce in base64url
   */
  record Opened(long minor, String nonce) {
    boolean opens(Hash commitment, String pool, String level, long cycle) {
      try {
        var bytes = Base64.getUrlDecoder().decode(nonce);
        return commitment.equals(ThresholdCommitment.of(pool, level, cycle, minor, bytes));
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    private static Opened of(Json.Obj json) throws JsonException {
      return new Opened(json.decimal("thresholdMinor"), json.string("nonce"));
    }
  }

  /** {@return what a verified record answers, if it answers anything} */
  static Optional<Answer> of(OutcomeRecord record) throws JournalException {
    if (!(record.body() instanceof Event event)) {
      return Optional.empty();
    }
    try {
      return of(record.log(), event);
    } catch (JsonException | IllegalArgumentException e) {
      throw new JournalException(event.type() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Optional<Answer> of(String holder, Event event) throws JsonException {
    var json = event.event();
    return switch (event.type()) {
      case Committed.TYPE ->
          Optional.of(
              new Committed(
                  holder,
                  json.string("pool"),
                  json.string("level"),
                  json.decimal("cycle"),
                  Hash.parse(json.string("commitment")),
                  Hash.parse(json.string("rules")),
                  json.decimal("fromMinor"),
                  json.decimal("toMinor")));
      case Checked.TYPE ->
          Optional.of(
              new Checked(
                  holder,
                  json.string("pool"),
                  json.string("level"),
                  json.decimal("cycle"),
                  json.decimal("before"),
                  json.decimal("after"),
                  json.decimal("posting"),
                  json.bool("hit") ? Optional.of(Opened.of(json)) : Optional.empty()));
      case Closed.TYPE ->
          Optional.of(
              new Closed(
                  holder,
                  json.string("pool"),
                  json.string("level"),
                  json.decimal("cycle"),
                  Opened.of(json)));
      case Drawn.TYPE ->
          Optional.of(
              new Drawn(
                  holder,
                  json.string("pool"),
                  json.string("level"),
                  json.decimal("cycle"),
                  Hash.parse(json.string("rules")),
                  json.decimal("first"),
                  json.decimal("last"),
                  json.decimal("oneIn"),
                  json.decimal("stake"),
                  json.decimal("value")));
      default -> Optional.empty();
    };
  }

  /** {@return a request in the members that the appliance asks for} */
  static Json.Obj json(Map<String, String> members) {
    var json = new TreeMap<String, Json>();
    members.forEach((name, value) -> json.put(name, new Json.Str(value)));
    return Json.Obj.of(json);
  }
}
