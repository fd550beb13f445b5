package org.astragal.certification;

import java.util.Locale;

/** The run that was asked for, and its one repetition on fresh data. */
enum Phase {
  /** On the data that were asked for. */
  FIRST,
  /** On fresh data of four times the size, with what was flagged. */
  RETEST;

  /** {@return the name for people} */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
