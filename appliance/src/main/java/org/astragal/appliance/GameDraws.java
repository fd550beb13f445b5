package org.astragal.appliance;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
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
  private static final System.Logger LOGGER = System.getLogger(GameDraws.class.getName());

  private static final long ATTEMPT_NANOS = 1_000_000_000;

  private final Rng rng;
  private final Consumer<RngState> changed;
  private final AtomicReference<RngState> last = new AtomicReference<>(RngState.OK);
  private final ReentrantLock attempt = new ReentrantLock();
  private volatile long attemptedAt = System.nanoTime() - ATTEMPT_NANOS;

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

  /**
   * Says whether a draw could be had now. A generator whose noise was away gets a chance to come
   * back, at most once a second: while rounds are refused for it, nobody else would ask.
   *
   * @return what stands in the way, in one sentence; nothing if draws are given
   */
  Optional<String> obstacle() {
    if (rng.state() == RngState.UNAVAILABLE && attempt.tryLock()) {
      try {
        if (System.nanoTime() - attemptedAt >= ATTEMPT_NANOS) {
          recover();
        }
      } finally {
        attempt.unlock();
      }
    }
    RngState state = rng.state();
    if (state == RngState.OK) {
      return Optional.empty();
    }
    notice();
    return Optional.of("The random number generator is " + state + ".");
  }

  private void recover() {
    try {
      rng.selfTest();
    } catch (RngException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "the generator does not come back", e);
    }
    attemptedAt = System.nanoTime();
    notice();
  }

  /** Looks at the state, and tells if it is another one than before. */
  private void notice() {
    RngState now = rng.state();
    if (last.getAndSet(now) != now) {
      changed.accept(now);
    }
  }
}
