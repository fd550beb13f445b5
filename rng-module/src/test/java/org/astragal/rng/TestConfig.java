package org.astragal.rng;

import java.time.Duration;
import java.util.Optional;

/** Settings of tests: scripted noise is not of fair bits, and nothing happens by itself. */
final class TestConfig {
  private TestConfig() {}

  static RngConfig of(double minEntropy, int alpha, long requests, int block, String text) {
    return of(new HealthClaim(minEntropy, alpha, false), requests, block, text);
  }

  /** Settings for 4 bits a byte with the usual blocks. */
  static RngConfig usual() {
    return of(HealthClaim.OF_BYTES, 1 << 16, 4096, "test");
  }

  private static RngConfig of(HealthClaim claim, long requests, int block, String text) {
    return new RngConfig(
        claim,
        Construction.XOR,
        Mechanism.CTR_AES256,
        new Reseeding(requests, Duration.ofDays(1), false),
        new Buffers(block, 0, Duration.ZERO, Duration.ofMillis(1), Duration.ZERO),
        Optional.empty(),
        false,
        text);
  }

  static RngConfig with(RngConfig config, Construction construction) {
    return new RngConfig(
        config.health(),
        construction,
        config.mechanism(),
        config.reseeding(),
        config.buffers(),
        config.certificate(),
        config.returnsByItself(),
        config.personalization());
  }

  static RngConfig with(RngConfig config, Mechanism mechanism) {
    return new RngConfig(
        config.health(),
        config.construction(),
        mechanism,
        config.reseeding(),
        config.buffers(),
        config.certificate(),
        config.returnsByItself(),
        config.personalization());
  }

  static RngConfig with(RngConfig config, Reseeding reseeding) {
    return new RngConfig(
        config.health(),
        config.construction(),
        config.mechanism(),
        reseeding,
        config.buffers(),
        config.certificate(),
        config.returnsByItself(),
        config.personalization());
  }

  static RngConfig with(RngConfig config, Buffers buffers) {
    return new RngConfig(
        config.health(),
        config.construction(),
        config.mechanism(),
        config.reseeding(),
        buffers,
        config.certificate(),
        config.returnsByItself(),
        config.personalization());
  }

  static RngConfig certified(RngConfig config, String certificate) {
    return new RngConfig(
        config.health(),
        config.construction(),
        config.mechanism(),
        config.reseeding(),
        config.buffers(),
        Optional.of(certificate),
        config.returnsByItself(),
        config.personalization());
  }

  static RngConfig returningByItself(RngConfig config) {
    return new RngConfig(
        config.health(),
        config.construction(),
        config.mechanism(),
        config.reseeding(),
        config.buffers(),
        config.certificate(),
        true,
        config.personalization());
  }
}
