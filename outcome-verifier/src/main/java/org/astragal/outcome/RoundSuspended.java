package org.astragal.outcome;

import java.util.Optional;

/**
 * A step of a round was asked for and not played: {@code round.suspended}. The round waits where it
 * was; the next request is another step. Stakes stay held.
 *
 * @param appliance what made it
 * @param operator whose round it is
 * @param request the request it answers
 * @param round the round; its step is 1 or more
 * @param reason why, as a code in lower case with hyphens
 * @param requestBody the request's raw body, base64url without padding
 * @param trace a W3C traceparent, if the caller gave one
 */
public record RoundSuspended(
    ApplianceInfo appliance,
    String operator,
    RequestRef request,
    RoundRef round,
    String reason,
    String requestBody,
    Optional<String> trace)
    implements RecordBody {
  /** The type in the record. */
  public static final String TYPE = "round.suspended";

  /** Refuses what is out of range. */
  public RoundSuspended {
    Check.id("operator", operator);
    Check.range("step", round.step(), 1, Integer.MAX_VALUE);
    Check.code("reason", reason);
    Check.base64Url("body", requestBody);
    trace.ifPresent(text -> Check.id("trace", text));
  }

  @Override
  public String type() {
    return TYPE;
  }
}
