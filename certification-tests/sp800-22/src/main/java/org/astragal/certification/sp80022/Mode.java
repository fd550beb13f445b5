package org.astragal.certification.sp80022;

/** How constants are taken. */
enum Mode {
  /** As the reference program, version 2.1.2, takes them. */
  REFERENCE("sts-2.1.2"),
  /** As mathematics gives them. */
  EXACT("exact");

  private final String label;

  Mode(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
