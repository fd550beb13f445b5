package org.astragal.certification.diehard;

import java.util.List;
import org.astragal.certification.battery.Battery;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Task;

/**
 * Marsaglia's Diehard battery, and tests that see what it misses. Each test begins at the first
 * byte and is repeated on the words that follow, up to the number of the options; the P-values are
 * judged by the exact two-sided test of Kolmogorov and Smirnov. A test that can be done once only
 * is judged two-sided: data may be too even. Data that are too short for a test give {@code
 * NOT_RUN}; they are never read again from the beginning.
 *
 * <p>Thread safety: immutable.
 */
public final class Diehard implements Battery {
  static final String SUITE = "diehard";

  private final DiehardOptions options;

  /** Creates one with these options. */
  public Diehard(DiehardOptions options) {
    this.options = options;
  }

  @Override
  public String suite() {
    return SUITE;
  }

  @Override
  public List<Task> plan(long size) {
    return TestSpec.all(options).stream()
        .<Task>map(spec -> new TestTask(spec, options, size))
        .toList();
  }

  /** {@return nothing more: each test speaks for itself} */
  @Override
  public List<Finding> conclude(List<Finding> findings) {
    return List.of();
  }
}
