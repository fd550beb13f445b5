package org.astragal.bench;

import java.util.SplittableRandom;
import org.astragal.rng.NoiseSource;

/**
 * Noise at next to no cost, so that what is measured is the generator and not a token. Not random:
 * a fixed seed.
 *
 * <p>Thread safety: one thread at a time.
 */
final class FastNoise implements NoiseSource {
  private final SplittableRandom random = new SplittableRandom(0x5eed);

  @Override
  public int bitsPerSample() {
    return 8;
  }

  @Override
  public byte[] read(int count) {
    byte[] samples = new byte[count];
    random.nextBytes(samples);
    return samples;
  }
}
