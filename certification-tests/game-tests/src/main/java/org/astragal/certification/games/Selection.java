package org.astragal.certification.games;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which tests are computed, and at which level: all of them at 0.01, or what a profile says.
 * Immutable.
 */
final class Selection {
  /** Significance of a single test where no profile says otherwise. */
  static final double ALPHA = 0.01;

  private final Optional<Profile> profile;
  private final Set<TestName> tests;

  Selection(Optional<Profile> profile) {
    this.profile = profile;
    this.tests = profile.map(Profile::tests).orElseGet(() -> EnumSet.allOf(TestName.class));
  }

  /** {@return whether a test is computed} */
  boolean wants(TestName test) {
    return tests.contains(test);
  }

  /** {@return the level of a single line} */
  double alpha() {
    return profile.map(Profile::alpha).orElse(ALPHA);
  }

  /** {@return the clauses of the profile that ask for a test, or where it is explained} */
  String clause(TestName test) {
    return profile
        .map(chosen -> chosen.clauses(test))
        .filter(clauses -> !clauses.isEmpty())
        .orElse("games.html#" + test.text());
  }
}
