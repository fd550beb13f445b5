package org.astragal.appliance;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.NonNull;

/** Goal: no body ends in anything but a request or a problem. */
final class OutcomeRequestFuzzTest {
  @FuzzTest(maxDuration = "20s")
  void aBodyIsARequestOrAProblem(byte @NonNull [] body) {
    try {
      OutcomeRequest request = OutcomeRequest.parse(body);
      if (request.bets().isEmpty() || request.bets().size() > 64) {
        throw new AssertionError("a request has 1 to 64 bets");
      }
    } catch (ProblemException e) {
      requireWhole(e.problem());
    }
  }

  @FuzzTest(maxDuration = "20s")
  void aBatchLineIsARequestOrAProblem(byte @NonNull [] line) {
    try {
      OutcomeRequest.parseLine(OutcomeRequest.object(line));
    } catch (ProblemException e) {
      requireWhole(e.problem());
    }
  }

  private static void requireWhole(Problem problem) {
    // Also proves that whatever a caller sent can be told back as JSON.
    if (problem.bytes().length < 2 || problem.type().status() >= 500) {
      throw new AssertionError(problem.detail());
    }
  }
}
