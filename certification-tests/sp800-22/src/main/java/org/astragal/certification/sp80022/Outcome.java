package org.astragal.certification.sp80022;

import java.util.Map;
import org.astragal.certification.battery.Fit;

/** What one variant of one test says of one sequence. */
sealed interface Outcome {
  /** {@return which form of the test, or empty} */
  String variant();

  /**
   * The test was computed.
   *
   * @param reference as the reference program has it
   * @param exact with exact constants
   * @param details the counts behind both
   * @param note what a reader must know, or empty
   */
  record Done(String variant, Fit reference, Fit exact, Map<String, String> details, String note)
      implements Outcome {
    Done(String variant, Fit reference, Fit exact, Map<String, String> details) {
      this(variant, reference, exact, details, "");
    }
  }

  /**
   * The sequence cannot carry the test.
   *
   * @param need what it takes
   */
  record NotRun(String variant, String need) implements Outcome {}
}
