package org.astragal.appliance;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.astragal.outcome.Json;
import org.astragal.outcome.VerifierKey;

/**
 * A key of the log, as the log itself tells its life.
 *
 * @param key its public half
 * @param state where in its life it is
 * @param activeFrom records that the log had when it became active; empty before
 * @param retiredAt records that the log had when it was retired; empty before
 * @param revokedAfter what it signed counts up to this size of the tree; empty unless revoked
 */
record LogKey(
    VerifierKey key,
    State state,
    OptionalLong activeFrom,
    OptionalLong retiredAt,
    OptionalLong revokedAfter) {

  /** The life of a key. A key that was only generated is not in the log. */
  enum State {
    /** It signs beside the active one, so that verifiers can learn it in time. */
    PUBLISHED,
    /** It signs. Two are active while one takes over from the other. */
    ACTIVE,
    /** It signs no more; what it signed counts for ever. */
    VERIFY_ONLY,
    /** What it signed counts up to a size of the tree only. */
    REVOKED
  }

  static LogKey first(VerifierKey key) {
    return new LogKey(
        key, State.ACTIVE, OptionalLong.of(0), OptionalLong.empty(), OptionalLong.empty());
  }

  static LogKey published(VerifierKey key) {
    return new LogKey(
        key, State.PUBLISHED, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
  }

  LogKey activated(long at) {
    return new LogKey(key, State.ACTIVE, OptionalLong.of(at), retiredAt, revokedAfter);
  }

  LogKey retired(long at) {
    return new LogKey(key, State.VERIFY_ONLY, activeFrom, OptionalLong.of(at), revokedAfter);
  }

  LogKey revoked(long after) {
    return new LogKey(key, State.REVOKED, activeFrom, retiredAt, OptionalLong.of(after));
  }

  boolean signs() {
    return state == State.PUBLISHED || state == State.ACTIVE;
  }

  /** {@return the key as a JWK with its life} */
  Map<String, Json> members() {
    var members = new TreeMap<String, Json>(key.jwk().members());
    members.put("state", new Json.Str(state.toString()));
    members.put("vkey", new Json.Str(key.vkey()));
    put(members, "activeFromSize", activeFrom);
    put(members, "retiredAtSize", retiredAt);
    put(members, "revokedAfterSize", revokedAfter);
    return members;
  }

  private static void put(Map<String, Json> members, String name, OptionalLong size) {
    if (size.isPresent()) {
      members.put(name, new Json.Str(Long.toString(size.getAsLong())));
    }
  }
}
