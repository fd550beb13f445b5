package org.astragal.appliance;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.outcome.Json;
import org.astragal.service.Person;
import org.astragal.service.TwoPersons;

/**
 * What cannot be undone needs two officers.
 *
 * <p>Thread safety: for any threads.
 */
final class Approvals {
  private final TwoPersons officers;

  Approvals(InstantSource clock) {
    this.officers = new TwoPersons(clock);
  }

  static Json json(List<TwoPersons.Approval> approvals) {
    return new Json.Arr(approvals.stream().<Json>map(Approvals::json).toList());
  }

  private static Json.Obj json(TwoPersons.Approval approval) {
    return Json.Obj.of(
        Map.of(
            "at", new Json.Str(approval.at().toString()),
            "certificate", new Json.Str(approval.person().certificate()),
            "officer", new Json.Str(approval.person().name())));
  }

  /**
   * Takes an officer's word for an action.
   *
   * @param action what is to be done, with everything that matters of it
   * @return both approvals if this was the second one, by another officer; the proposal is used up
   *     then
   * @throws ProblemException if too many proposals are open
   */
  Optional<List<TwoPersons.Approval>> approve(String action, Person officer)
      throws ProblemException {
    return switch (officers.approve(action, officer)) {
      case TwoPersons.Answer.Approved(var approvals) -> Optional.of(approvals);
      case TwoPersons.Answer.Waiting _ -> Optional.empty();
      case TwoPersons.Answer.Busy() ->
          throw new ProblemException(
              ProblemType.BUSY,
              "Wait: " + TwoPersons.MAX_OPEN + " proposals are open; each ends by itself.");
    };
  }
}
