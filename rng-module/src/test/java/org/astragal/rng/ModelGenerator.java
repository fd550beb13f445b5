package org.astragal.rng;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a stream must give, from the noise and the host's bytes, written down a second time. */
final class ModelGenerator {
  /** Samples that a start takes: 1024 for the tests, 32 for the name. */
  static final int START = 1024 + 32;

  /** Samples of a seed at 4 bits each: 384 + 64 bits. */
  static final int SEED = 112;

  private final byte[] noise;
  private final TestHost host = new TestHost(77);
  private final ModelCtrDrbg drbg;
  private int at = START;

  ModelGenerator(byte[] noise, String instance, String purpose, String process) {
    this.noise = noise.clone();
    String text = "astragal rng 2\n" + instance + "\n" + purpose + "\n" + process + "\n";
    var hash = Sha.digest("SHA-384");
    hash.update(text.getBytes(StandardCharsets.UTF_8));
    byte[] personalization = hash.digest(system());
    drbg = new ModelCtrDrbg(false, seed(), new byte[0], personalization);
  }

  int samplesUsed() {
    return at;
  }

  void reseed() {
    drbg.reseed(seed(), system());
  }

  /** DRBG output alone. */
  byte[] output(int length) {
    return drbg.generate(length, system());
  }

  /** The next block of the XOR construction: the noise is taken first. */
  byte[] block(int length) {
    byte[] fresh = next(length);
    byte[] block = output(length);
    for (int i = 0; i < length; i++) {
      block[i] ^= fresh[i];
    }
    return block;
  }

  byte[] next(int samples) {
    at += samples;
    return Arrays.copyOfRange(noise, at - samples, at);
  }

  byte[] seed() {
    return Sha.digest("SHA-384").digest(next(SEED));
  }

  private byte[] system() {
    byte[] system = new byte[48];
    host.fillFromSystem(system);
    return system;
  }
}
