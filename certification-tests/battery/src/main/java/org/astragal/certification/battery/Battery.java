package org.astragal.certification.battery;

import java.util.List;

/** A suite of tests over one sample. Immutable: its options were given to its constructor. */
public interface Battery {
  /** {@return the name in reports and on the command line, such as {@code sp800-22}} */
  String suite();

  /**
   * Divides the work.
   *
   * @param size how many bytes the sample has
   * @return the tasks in the order of the report: the same for the same size and options
   */
  List<Task> plan(long size);

  /**
   * Looks at the findings of all tasks together: proportions, uniformity of P-values, minima.
   *
   * @param findings those of all tasks, in the order of {@link #plan}
   * @return further findings, at the end of this suite's part of the report
   */
  List<Finding> conclude(List<Finding> findings);
}
