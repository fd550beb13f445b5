package org.astragal.appliance;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.astragal.games.api.Draws;
import org.astragal.games.api.DrawsException;
import org.astragal.rng.Rng;
import org.astragal.rng.RngException;
import org.astragal.rng.RngState;

/**
 * The generator as the games see it. Tells of each change of its state once.
 *
 * <p>Thread safety: for any threads.
 */
final class GameDraws implements Draws {
  private final Rng rng;
  private final Consumer<RngState> changed;
  private final AtomicReference<RngState> last = new AtomicReference<>(RngState.OK);

  /**
   * Creates one.
   *
   * @param rng the generator
   * @param changed hears each new state; must not block
   */
  GameDraws(Rng rng, Consumer<RngState> changed) {
    this.rng = rng;
    this.changed = changed;
  }

  @Override
  public long below(String purpose, long n) throws DrawsException {
    try {
      long value = rng.below(n);
      if (last.get() != RngState.OK) {
        notice();
      }
      return value;
    } catch (RngException e) {
      notice();
      throw new DrawsException(
          switch (e.fault()) {
            case ALARM -> DrawsException.Fault.ALARM;
            case UNAVAILABLE, CLOSED -> DrawsException.Fault.UNAVAILABLE;
          },
          purpose + " below " + n,
          e);
    }
  }

  /** Looks at the state, and tells if it is another one than before. */
  void notice() {
    RngState now = rng.state();
    if (last.getAndSet(now) != now) {
      changed.accept(now);
    }
  }
}
