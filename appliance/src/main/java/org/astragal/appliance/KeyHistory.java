package org.astragal.appliance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.astragal.outcome.Event;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.LogCreated;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.VerifierKey;

/**
 * The keys of the log and where in its life each is: what the first record and the events of keys
 * say, one after the other.
 *
 * <p>Thread safety: immutable.
 */
final class KeyHistory {
  static final String PUBLISHED = "key.published";
  static final String ACTIVATED = "key.activated";
  static final String RETIRED = "key.retired";
  static final String REVOKED = "key.revoked";

  static final String VKEY = "vkey";
  static final String AFTER_SIZE = "afterSize";

  /** By kid, in the order in which they came. */
  private final Map<String, LogKey> keys;

  private KeyHistory(Map<String, LogKey> keys) {
    this.keys = keys;
  }

  /** {@return the history of a log that begins with this key} */
  static KeyHistory fresh(VerifierKey first) {
    return new KeyHistory(Map.of(first.kid(), LogKey.first(first)));
  }

  /**
   * {@return what the log says}
   *
   * @param records its first record and the events of keys, in order
   * @throws IllegalStateException if that makes no sense: nobody but us writes them
   */
  static KeyHistory of(List<OutcomeRecord> records) {
    var history = new KeyHistory(Map.of());
    for (OutcomeRecord record : records) {
      history =
          switch (record.body()) {
            case LogCreated created -> history.begun(created);
            case Event event -> history.after(event, record.seq());
            default -> throw new IllegalStateException("not of a key: " + record.body().type());
          };
    }
    return history;
  }

  private KeyHistory begun(LogCreated created) {
    var begun = new LinkedHashMap<>(keys);
    for (String vkey : created.keys()) {
      VerifierKey key = parse(vkey);
      begun.put(key.kid(), LogKey.first(key));
    }
    return new KeyHistory(begun);
  }

  /** {@return the history with one more event, which is record {@code seq}} */
  KeyHistory after(Event event, long seq) {
    var next = new LinkedHashMap<>(keys);
    try {
      VerifierKey key = parse(event.event().string(VKEY));
      switch (event.type()) {
        case PUBLISHED -> next.put(key.kid(), LogKey.published(key));
        case ACTIVATED -> next.put(key.kid(), known(key).activated(seq));
        case RETIRED -> next.put(key.kid(), known(key).retired(seq));
        case REVOKED -> next.put(key.kid(), known(key).revoked(event.event().decimal(AFTER_SIZE)));
        default -> throw new IllegalStateException("an unknown event of a key: " + event.type());
      }
    } catch (JsonException e) {
      throw new IllegalStateException("record " + seq + " is no event of a key", e);
    }
    return new KeyHistory(next);
  }

  private LogKey known(VerifierKey key) {
    return find(key.kid())
        .orElseThrow(() -> new IllegalStateException("never published: " + key.vkey()));
  }

  private static VerifierKey parse(String vkey) {
    try {
      return VerifierKey.parse(vkey);
    } catch (NoteException e) {
      throw new IllegalStateException("no key: " + vkey, e);
    }
  }

  Optional<LogKey> find(String kid) {
    return Optional.ofNullable(keys.get(kid));
  }

  /** {@return all keys there ever were, in the order in which they came} */
  List<LogKey> all() {
    return List.copyOf(keys.values());
  }

  /** {@return the keys that sign, the active ones first} */
  List<LogKey> signing() {
    return Stream.concat(in(LogKey.State.ACTIVE), in(LogKey.State.PUBLISHED)).toList();
  }

  /** {@return the keys whose signatures count, whenever they were made} */
  List<LogKey> trusted() {
    return Stream.concat(signing().stream(), in(LogKey.State.VERIFY_ONLY)).toList();
  }

  Stream<LogKey> in(LogKey.State state) {
    return keys.values().stream().filter(key -> key.state() == state);
  }

  /** {@return how to verify what these keys signed, as a C2SP tlog-policy} */
  String policy() {
    var text = new StringBuilder();
    trusted().forEach(key -> text.append("log ").append(key.key().vkey()).append('\n'));
    return text.append("quorum none\n").toString();
  }
}
