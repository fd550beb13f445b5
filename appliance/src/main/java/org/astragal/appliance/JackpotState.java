package org.astragal.appliance;

import java.util.Base64;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Event;
import org.astragal.outcome.Hash;
import org.astragal.outcome.JackpotEvent;
import org.astragal.outcome.JackpotEvent.Committed;
import org.astragal.outcome.JackpotEvent.Place;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;

/**
 * What the appliance knows of a level after the last question about it. Kept beside the record that
 * answered, so that both are durable or neither is.
 *
 * @param place the level, in its last cycle
 * @param question hash of the last question
 * @param posting the last contribution that was decided, 0 before the first
 * @param drawn whether the last answer was draws: the next ones go on where they ended
 * @param open the threshold of the cycle, until it is told
 */
record JackpotState(Place place, Hash question, long posting, boolean drawn, Optional<Open> open) {
  /**
   * A cycle whose threshold is not told yet.
   *
   * @param committed as it was sealed
   * @param micro what was compared last
   * @param secret the threshold
   * @param sealed the threshold in the form in which the disk may hold it, in base64
   */
  record Open(Committed committed, long micro, ThresholdSecret secret, String sealed) {
    Open at(long next) {
      return new Open(committed, next, secret, sealed);
    }
  }

  /** How a secret that was kept is read. */
  interface Unsealing {
    ThresholdSecret open(Place place, byte[] sealed) throws StartException;
  }

  /** {@return the form in which it is kept} */
  byte[] encode() {
    var members = new TreeMap<String, Json>();
    members.put("cycle", new Json.Str(Long.toString(place.cycle())));
    members.put("drawn", new Json.Bool(drawn));
    members.put("ledger", new Json.Str(place.ledger()));
    members.put("level", new Json.Str(place.level()));
    members.put("pool", new Json.Str(place.pool()));
    members.put("posting", new Json.Str(Long.toString(posting)));
    members.put("question", new Json.Str(question.toString()));
    if (open.isPresent()) {
      members.put("committed", open.get().committed().members());
      members.put("micro", new Json.Str(Long.toString(open.get().micro())));
      members.put("sealed", new Json.Str(open.get().sealed()));
    }
    return JcsWriter.encode(Json.Obj.of(members));
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalStateException if it is anything else: nobody but us writes it
   */
  static JackpotState parse(byte[] kept, ApplianceInfo like, Unsealing unsealing)
      throws StartException {
    try {
      if (Json.parse(kept) instanceof Json.Obj json) {
        var place =
            new Place(
                json.string("ledger"),
                json.string("pool"),
                json.string("level"),
                json.decimal("cycle"));
        return new JackpotState(
            place,
            Hash.parse(json.string("question")),
            json.decimal("posting"),
            json.bool("drawn"),
            open(place, json, like, unsealing));
      }
    } catch (JsonException | IllegalArgumentException e) {
      throw new IllegalStateException("what is kept of a jackpot level does not parse", e);
    }
    throw new IllegalStateException("what is kept of a jackpot level does not parse");
  }

  private static Optional<Open> open(
      Place place, Json.Obj json, ApplianceInfo like, Unsealing unsealing)
      throws JsonException, StartException {
    Optional<Json.Obj> committed = json.optionalObj("committed");
    if (committed.isEmpty()) {
      return Optional.empty();
    }
    var event = new Event(Committed.TYPE, like, committed.get());
    if (JackpotEvent.of(event).orElseThrow() instanceof Committed read) {
      String sealed = json.string("sealed");
      ThresholdSecret secret = unsealing.open(place, Base64.getDecoder().decode(sealed));
      return Optional.of(new Open(read, json.decimal("micro"), secret, sealed));
    }
    throw new IllegalStateException("the type says what it is");
  }
}
