package org.astragal.appliance;

import java.util.Map;
import org.astragal.outcome.Json;

/** A request ends with a problem. Without a stack trace: it is an answer, not a fault. */
final class ProblemException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  ProblemException(ProblemType type, String detail) {
    this(new Problem(type, detail));
  }

  ProblemException(ProblemType type, String detail, Map<String, Json> members) {
    this(new Problem(type, detail, members));
  }

  Problem problem() {
    return problem;
  }
}
