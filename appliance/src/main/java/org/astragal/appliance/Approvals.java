package org.astragal.appliance;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.outcome.Json;

/**
 * What cannot be undone needs two officers: one proposes, another one asks for the very same within
 * 15 minutes. Proposals live in memory only; after a restart they are made again.
 *
 * <p>Thread safety: for any threads.
 */
final class Approvals {
  /** How long a proposal waits for the second officer. */
  static final Duration VALID = Duration.ofMinutes(15);

  /** More open proposals than officers ever make. */
  private static final int MAX_OPEN = 64;

  private final InstantSource clock;
  private final Map<String, Approval> open = new HashMap<>();

  Approvals(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * An officer's word.
   *
   * @param officer who
   * @param at when
   */
  record Approval(Officer officer, Instant at) {
    Json.Obj json() {
      return Json.Obj.of(
          Map.of(
              "at", new Json.Str(at.toString()),
              "certificate", new Json.Str(officer.certificate()),
              "officer", new Json.Str(officer.name())));
    }
  }

  static Json json(List<Approval> approvals) {
    return new Json.Arr(approvals.stream().<Json>map(Approval::json).toList());
  }

  /**
   * Takes an officer's word for an action.
   *
   * @param action what is to be done, with everything that matters of it
   * @return both approvals if this was the second one, by another officer; the proposal is used up
   *     then
   * @throws ProblemException if too many proposals are open
   */
  synchronized Optional<List<Approval>> approve(String action, Officer officer)
      throws ProblemException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    open.values().removeIf(approval -> !now.isBefore(approval.at().plus(VALID)));
    Approval first = open.get(action);
    var mine = new Approval(officer, now);
    if (first != null && first.officer().isAnotherThan(officer)) {
      open.remove(action);
      return Optional.of(List.of(first, mine));
    }
    if (first == null && open.size() >= MAX_OPEN) {
      throw new ProblemException(
          ProblemType.BUSY, "Wait: " + MAX_OPEN + " proposals are open; each ends by itself.");
    }
    open.put(action, mine);
    return Optional.empty();
  }
}
