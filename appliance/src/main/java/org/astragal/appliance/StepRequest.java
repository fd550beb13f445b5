package org.astragal.appliance;

import java.util.Optional;
import java.util.Set;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;

/**
 * A request for the next step of a round, well-formed: whether the game offers the choice is not
 * looked at here.
 *
 * @param step which step it is to be, 1 or more
 * @param choice what the player chooses
 * @param trace the caller's trace
 */
record StepRequest(int step, Json.Obj choice, Optional<String> trace) {
  private static final Set<String> MEMBERS = Set.of("choice", "step", "trace");
  private static final int MAX_STEP = 1_000_000;
  private static final int MAX_TRACE = 256;

  /**
   * Reads the body of a request.
   *
   * @throws ProblemException if it is anything but what the call takes
   */
  static StepRequest parse(byte[] body) throws ProblemException {
    Json.Obj object = OutcomeRequest.object(body);
    try {
      object.refuseUnknown(MEMBERS);
      long step = object.integer("step");
      if (step < 1 || step > MAX_STEP) {
        throw malformed("step must be 1 to " + MAX_STEP);
      }
      Optional<String> trace = object.optionalString("trace");
      if (trace.isPresent() && !Text.isVisible(trace.get(), MAX_TRACE)) {
        throw malformed("trace must be 1 to " + MAX_TRACE + " visible ASCII characters");
      }
      return new StepRequest((int) step, object.obj("choice"), trace);
    } catch (JsonException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private static ProblemException malformed(String rule) {
    return new ProblemException(ProblemType.MALFORMED_REQUEST, "The body: " + rule + ".");
  }
}
