package org.astragal.appliance;

/** What a look at one sealed outcome came to. */
sealed interface Finding {
  /** Everything that was to be checked holds. */
  record True(String what) implements Finding {}

  /** Something does not hold. */
  record Refuted(String why) implements Finding {}

  /** What is needed to decide is not there. */
  record Undecided(String why) implements Finding {}
}
