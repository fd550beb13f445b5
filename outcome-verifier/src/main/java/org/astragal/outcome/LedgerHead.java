package org.astragal.outcome;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The head of a ledger's journal, which a log anchors: a past that the ledger rewrites later
 * contradicts it, whoever signs for it. Immutable.
 *
 * @param ledger the ledger's name with the appliance
 * @param note the signed head, whose text is a {@link Checkpoint}
 */
public record LedgerHead(String ledger, SignedNote note) {
  /** The type of its record. */
  public static final String TYPE = "ledger.head";

  /** Longest note in bytes. */
  public static final int MAX_BYTES = 4_096;

  private static final Set<String> MEMBERS = Set.of("head", "ledger");

  /** Refuses a note that is too long. */
  public LedgerHead {
    Check.range("head", note.toString().length(), 1, MAX_BYTES);
  }

  /** {@return the members of the event} */
  public Json.Obj members() {
    return Json.Obj.of(
        Map.of("head", new Json.Str(note.toString()), "ledger", new Json.Str(ledger)));
  }

  /**
   * {@return the size and the root that were signed}
   *
   * @throws NoteException if the note's text is no checkpoint
   */
  public Checkpoint checkpoint() throws NoteException {
    return Checkpoint.parse(note.text());
  }

  /**
   * {@return the head that an event anchors; nothing if it speaks of something else}
   *
   * @param event the event
   * @throws JsonException if a member is missing, unknown or of another type
   * @throws NoteException if the head is no signed note
   * @throws IllegalArgumentException if it is too long
   */
  public static Optional<LedgerHead> of(Event event) throws JsonException, NoteException {
    if (!event.type().equals(TYPE)) {
      return Optional.empty();
    }
    event.event().refuseUnknown(MEMBERS);
    byte[] note = event.event().string("head").getBytes(StandardCharsets.UTF_8);
    return Optional.of(new LedgerHead(event.event().string("ledger"), SignedNote.parse(note)));
  }
}
