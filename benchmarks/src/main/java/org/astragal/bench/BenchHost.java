package org.astragal.bench;

import java.security.SecureRandom;
import java.util.Optional;
import org.astragal.rng.RngAlarm;
import org.astragal.rng.RngHost;
import org.astragal.rng.RngState;

/** The program around a generator that is measured: as the appliance's, but nobody listens. */
final class BenchHost implements RngHost {
  private final SecureRandom system = new SecureRandom();

  @Override
  public void fillFromSystem(byte[] out) {
    system.nextBytes(out);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void changed(RngState state, Optional<RngAlarm> alarm) {
    // A measurement that loses its generator ends with the exception of its draw.
  }
}
