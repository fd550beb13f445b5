package org.astragal.certification.battery;

import java.util.List;

/**
 * One piece of a battery that is computed by itself: a pure function of the data. A runner may
 * compute tasks in any order, on any thread, once or again after an interruption; the findings are
 * the same.
 *
 * <p>Thread safety: a task has no state; it may be computed by one thread while others compute
 * other tasks of the same battery.
 */
public interface Task {
  /** {@return a name that is unique within the battery and the same in every run} */
  String id();

  /** {@return roughly what this costs, in milliseconds of one core, for progress and order} */
  long cost();

  /** {@return the most memory this needs while it runs, in bytes; a runner stays within its own} */
  long memory();

  /**
   * Computes the findings.
   *
   * @param sample the data
   * @return the findings, in the order of the report; data that cannot carry a test gives {@link
   *     Status#NOT_RUN} with the reason, never an exception
   * @throws SampleException if the data cannot be read
   * @throws InterruptedException if the thread is interrupted: asked for at least once a second
   */
  List<Finding> run(Sample sample) throws SampleException, InterruptedException;
}
