package org.astragal.outcome;

/**
 * The machine and program that made a record.
 *
 * @param boot names this run of the program
 * @param program SHA-256 over the program's files
 * @param rng the random number generator in use
 */
public record ApplianceInfo(String boot, Hash program, Rng rng) {
  /** Refuses an empty or overlong name. */
  public ApplianceInfo {
    Check.id("boot", boot);
  }

  /**
   * A random number generator.
   *
   * @param construction the SP 800-90C construction in words
   * @param instance names this instantiation
   * @param reseed reseeds so far, 0 or more
   */
  public record Rng(String construction, String instance, long reseed) {
    /** Refuses empty or overlong names and negative counts. */
    public Rng {
      Check.id("construction", construction);
      Check.id("instance", instance);
      Check.range("reseed", reseed, 0, Long.MAX_VALUE);
    }
  }
}
