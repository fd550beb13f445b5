package org.astragal.appliance;

import org.astragal.hsm.Token;
import org.astragal.hsm.TokenException;
import org.astragal.rng.NoiseSource;
import org.astragal.rng.NoiseSourceException;

/** The token's random numbers as a noise source. */
final class TokenNoise implements NoiseSource {
  private static final int BITS = 8;

  private final Token token;

  TokenNoise(Token token) {
    this.token = token;
  }

  @Override
  public int bitsPerSample() {
    return BITS;
  }

  @Override
  public byte[] read(int count) throws NoiseSourceException {
    byte[] samples = new byte[count];
    try {
      token.random(samples);
      return samples;
    } catch (TokenException e) {
      throw new NoiseSourceException(
          e.fault() == TokenException.Fault.TIMEOUT
              ? NoiseSourceException.Fault.TIMEOUT
              : NoiseSourceException.Fault.DEVICE_ERROR,
          count + " samples: " + e.fault(),
          e);
    }
  }
}
