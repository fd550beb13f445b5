package org.astragal.hsm;

import java.time.Duration;

/**
 * The upper rungs of the ladder. A new session or provider, the first rung, is its user's business;
 * when that fails too, the whole library is started anew here. Some libraries need it after their
 * token was away: SoftHSM when its store was, p11-kit when its server was.
 *
 * <p>Thread safety: safe.
 */
final class Recovery {
  /** One failure is answered with a new session or provider; from the second on, we go further. */
  private static final int FAILURES_BEFORE_RESTART = 2;

  /** While the token is away, this is how often the library is started anew at most. */
  private static final Duration BETWEEN_RESTARTS = Duration.ofSeconds(1);

  /** Discarded providers leave a session or two open; so many of them are swept up together. */
  private static final int DISCARDS_BEFORE_SWEEP = 8;

  private final Connection connection;
  private final CallPool pool;
  private long lastRestart = System.nanoTime() - BETWEEN_RESTARTS.toNanos();
  private int discards;

  Recovery(Connection connection, CallPool pool) {
    this.connection = connection;
    this.pool = pool;
  }

  /** Counts a discarded provider. */
  synchronized void discarded() {
    discards++;
  }

  /**
   * Does what is due before somebody connects to the token again.
   *
   * @param failuresInARow how often that one has failed since it last worked
   */
  synchronized void beforeConnecting(int failuresInARow) throws TokenException {
    if (pool.hanging()) {
      return; // the library is in use by a call that nobody can end
    }
    long now = System.nanoTime();
    Duration limit = connection.config().callTimeout();
    if (failuresInARow >= FAILURES_BEFORE_RESTART
        && now - lastRestart >= BETWEEN_RESTARTS.toNanos()) {
      lastRestart = now;
      pool.callAlone(
          limit,
          () -> {
            connection.restart();
            return true;
          });
      discards = 0;
    } else if (discards >= DISCARDS_BEFORE_SWEEP) {
      pool.callAlone(
          limit,
          () -> {
            connection.closeAllSessions();
            return true;
          });
      discards = 0;
    }
  }
}
