package org.astragal.certification;

/** What a report says as a whole. */
enum Verdict {
  /** Everything that was asked for was computed, and nothing is rejected. */
  PASS(Main.OK),
  /** Something is rejected. */
  FAIL(Main.REFUTED),
  /** Too little was computed to say either. */
  UNDECIDED(Main.UNDECIDED);

  private final int status;

  Verdict(int status) {
    this.status = status;
  }

  /** {@return the exit status that goes with it} */
  int status() {
    return status;
  }
}
