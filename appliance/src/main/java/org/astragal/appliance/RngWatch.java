package org.astragal.appliance;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.astragal.rng.RngAlarm;
import org.astragal.rng.RngHost;
import org.astragal.rng.RngState;

/**
 * What the generator needs of this program, and who hears of its state.
 *
 * <p>Thread safety: for any threads.
 */
final class RngWatch implements RngHost {
  private static final System.Logger LOGGER = System.getLogger(RngWatch.class.getName());

  private final AtomicReference<Events> events = new AtomicReference<>();

  /** The system's generator, which never blocks once the machine is up; nothing else. */
  private final SecureRandom system;

  /**
   * Creates one.
   *
   * @throws StartException if the operating system has no generator that Java knows
   */
  RngWatch() throws StartException {
    try {
      system = SecureRandom.getInstance("NativePRNGNonBlocking");
    } catch (NoSuchAlgorithmException e) {
      throw new StartException(
          StartException.Fault.RNG, "the operating system has no /dev/urandom", e);
    }
  }

  /** Names who seals; before that changes are only logged. */
  void tell(Events sealing) {
    events.set(sealing);
  }

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
    Events sealing = events.get();
    if (sealing == null) {
      LOGGER.log(System.Logger.Level.WARNING, "generator {0} {1}", state, alarm);
      return;
    }
    sealing.rngChanged(state, alarm);
  }
}
