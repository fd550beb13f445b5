package org.astragal.outcome;

/**
 * The request that a record answers.
 *
 * @param id the caller's idempotency key
 * @param sha256 SHA-256 of the request's raw body
 */
public record RequestRef(String id, Hash sha256) {
  /** Refuses an empty or overlong id. */
  public RequestRef {
    Check.id("id", id);
  }
}
