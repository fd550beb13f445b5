package org.astragal.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.astragal.outcome.Event;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.Policy;
import org.astragal.outcome.SignatureCheck;
import org.astragal.outcome.VerifierKey;

/**
 * Whether a log's own word on its keys is taken: a key that the log activates is trusted, one that
 * it revokes is not, from the next checkpoint on. The word counts only under the signature of a key
 * that is trusted already, and with the approval of two officers in the record.
 *
 * <p>Immutable, thread-safe.
 */
final class KeyTrail {
  private static final System.Logger LOG = System.getLogger(KeyTrail.class.getName());

  private static final int OFFICERS = 2;

  private final boolean follows;
  private final SignatureCheck check;

  /**
   * Decides.
   *
   * @param follows whether the operator wants logs to be followed
   * @param check verifies for the keys that come
   */
  KeyTrail(boolean follows, SignatureCheck check) {
    this.follows = follows;
    this.check = check;
  }

  /** {@return whether logs are followed} */
  boolean follows() {
    return follows;
  }

  /** A key that is trusted, or not trusted any more, since a record. */
  record Change(long seq, VerifierKey key, boolean trusted) {
    Policy in(Policy policy) {
      return trusted ? policy.with(key) : policy.without(key);
    }
  }

  /** {@return what a verified record says of the keys of its log} */
  Optional<Change> of(OutcomeRecord record) {
    if (!follows || !(record.body() instanceof Event event)) {
      return Optional.empty();
    }
    boolean trusted = event.type().equals("key.activated");
    if (!trusted && !event.type().equals("key.revoked")) {
      return Optional.empty();
    }
    try {
      VerifierKey key = key(event.event().string("vkey"));
      if (!key.name().equals(record.log()) || !isApproved(event.event())) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0} seq {1}: {2} is not followed: it needs the approval of two officers",
            record.log(),
            Long.toString(record.seq()),
            event.type());
        return Optional.empty();
      }
      LOG.log(
          System.Logger.Level.INFO,
          "{0} seq {1}: {2} {3}",
          record.log(),
          Long.toString(record.seq()),
          event.type(),
          key.vkey());
      return Optional.of(new Change(record.seq(), key, trusted));
    } catch (JsonException | NoteException e) {
      LOG.log(System.Logger.Level.WARNING, record.log() + " seq " + record.seq(), e);
      return Optional.empty();
    }
  }

  /** {@return a key that verifies as the others do} */
  VerifierKey key(String vkey) throws NoteException {
    return VerifierKey.parse(vkey).checkedBy(check);
  }

  /** Two officers differ in name and in certificate. */
  private static boolean isApproved(Json.Obj event) throws JsonException {
    Set<String> names = new HashSet<>();
    Set<String> certificates = new HashSet<>();
    List<Json> approvals = event.arr("approvals");
    for (Json one : approvals) {
      if (one instanceof Json.Obj approval) {
        names.add(approval.string("officer"));
        certificates.add(approval.string("certificate"));
      }
    }
    return names.size() >= OFFICERS && certificates.size() >= OFFICERS;
  }
}
