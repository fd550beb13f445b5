package org.astragal.outcome;

import java.util.Optional;

/**
 * A round was asked for and never played to its end: {@code round.voided}. Stakes go back.
 *
 * @param appliance what made it
 * @param operator whose round it is
 * @param request the request it answers
 * @param round the round
 * @param reason why, as a code in lower case with hyphens
 * @param requestBody the request's raw body, base64url without padding
 * @param trace a W3C traceparent, if the caller gave one
 */
public record RoundVoided(
    ApplianceInfo appliance,
    String operator,
    RequestRef request,
    RoundRef round,
    String reason,
    String requestBody,
    Optional<String> trace)
    implements RecordBody {
  /** The type in the record. */
  public static final String TYPE = "round.voided";

  /** Refuses what is out of range. */
  public RoundVoided {
    Check.id("operator", operator);
    Check.code("reason", reason);
    Check.base64Url("body", requestBody);
    trace.ifPresent(text -> Check.id("trace", text));
  }

  @Override
  public String type() {
    return TYPE;
  }
}
