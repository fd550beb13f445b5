package org.astragal.bench;

/** One of the questions that {@code ./astragal bench} answers. */
interface Experiment {
  /** {@return its name for {@code --only}: lower-case words joined by hyphens} */
  String name();

  /**
   * Measures. Stops what it started and removes what it wrote, whatever happens.
   *
   * @throws LoadException if the system under test does not do what it should; there is no figure
   *     then
   * @throws InterruptedException if the run is to end
   */
  Section run(Plan plan) throws LoadException, InterruptedException;
}
