package org.astragal.rng;

/** Settings of tests, whose scripted noise is not of fair bits. */
final class TestConfig {
  private TestConfig() {}

  static RngConfig of(double minEntropy, int alpha, long interval, int block, String text) {
    return new RngConfig(new HealthClaim(minEntropy, alpha, false), interval, block, text);
  }
}
