package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.outcome.Hash;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;

/**
 * What two persons want of something that waits for people.
 *
 * @param act what
 * @param log the log that it is about
 * @param event SHA-256 of the quarantined event, if it is about one
 * @param held the contribution that is held, if it is about one
 * @param reason for whoever asks later
 */
record Ruling(
    Act act, String log, Optional<Hash> event, Optional<HeldBet.Place> held, String reason) {
  private static final int MAX_REASON = 500;
  private static final int MAX_LOG = 255;

  /** What can be wanted. */
  enum Act {
    /**
     * A quarantined event counts: its record is the next entry of the journal. A contribution that
     * is held is posted.
     */
    RELEASE("release"),
    /** A quarantined event does not count, but meters go on from it. */
    REBASE("rebase"),
    /** A quarantined event, or a contribution that is held, does not count. */
    REJECT("reject"),
    /** A stopped log goes on; the checkpoints that contradicted it are void. */
    RESUME("resume");

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
      throw new IllegalArgumentException("act must be release, rebase, reject or resume: " + text);
    }
  }

  Ruling {
    if (reason.isBlank() || reason.length() > MAX_REASON || reason.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("reason must be 1 to " + MAX_REASON + " characters");
    }
    if (log.isEmpty() || log.length() > MAX_LOG || log.chars().anyMatch(c -> c < '!' || c > '~')) {
      throw new IllegalArgumentException("log must be 1 to 255 visible ASCII characters");
    }
    var fits =
        switch (act) {
          case RESUME -> event.isEmpty() && held.isEmpty();
          case REBASE -> event.isPresent() && held.isEmpty();
          case RELEASE, REJECT -> event.isPresent() != held.isPresent();
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "release and reject are of an event, or of a posting of a pool; rebase is of an event,"
              + " and resume of a log");
    }
  }

  /**
   * Reads a ruling of the journal.
   *
   * @throws IllegalArgumentException if it says something that no ruling says
   */
  static Ruling of(Json.Obj json) throws JsonException {
    var event = json.optionalString("event");
    return new Ruling(
        Act.of(json.string("act")),
        json.string("log"),
        event.isEmpty() ? Optional.empty() : Optional.of(Hash.parse(event.get())),
        json.optionalString("posting").isEmpty()
            ? Optional.empty()
            : Optional.of(HeldBet.Place.of(json)),
        json.string("reason"));
  }

  Json.Obj json() {
    var members = new TreeMap<String, Json>();
    members.put("act", new Json.Str(act.text()));
    event.ifPresent(hash -> members.put("event", new Json.Str(hash.toString())));
    held.ifPresent(place -> {
      members.put("pool", new Json.Str(place.pool()));
      members.put("posting", new Json.Str(Long.toString(place.posting())));
    });
    members.put("log", new Json.Str(log));
    members.put("reason", new Json.Str(reason));
    return Json.Obj.of(Map.copyOf(members));
  }

  /** {@return the ruling in canonical JSON: two rulings are the same if this is} */
  String text() {
    return new String(JcsWriter.encode(json()), StandardCharsets.UTF_8);
  }
}
