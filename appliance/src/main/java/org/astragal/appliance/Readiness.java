package org.astragal.appliance;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenException;
import org.astragal.signer.LogState;
import org.astragal.signer.OutcomeLog;

/**
 * Whether a new round would be played now. Asks the token at most once a second.
 *
 * <p>Thread safety: for any threads.
 */
final class Readiness {
  private static final long TTL_NANOS = 1_000_000_000;

  private final Token token;
  private final GameDraws draws;
  private final OutcomeLog log;
  private final Safeguards.BackPressure ledgers;
  private final Integrity integrity;

  private final ReentrantLock lock = new ReentrantLock();
  private long checkedAt;
  private boolean checked;
  private Optional<String> tokenTrouble = Optional.empty();

  Readiness(
      Token token,
      GameDraws draws,
      OutcomeLog log,
      Safeguards.BackPressure ledgers,
      Integrity integrity) {
    this.token = token;
    this.draws = draws;
    this.log = log;
    this.ledgers = ledgers;
    this.integrity = integrity;
  }

  /** {@return what stands in the way of a new round, in one sentence; nothing if it is ready} */
  Optional<String> obstacle() {
    if (log.state() != LogState.RUNNING) {
      return Optional.of("The log is " + log.state() + ".");
    }
    Optional<String> stopped = integrity.obstacle();
    if (stopped.isPresent()) {
      return stopped;
    }
    Optional<String> trouble = askToken();
    if (trouble.isPresent()) {
      return trouble;
    }
    Optional<String> noDraws = draws.obstacle();
    if (noDraws.isPresent()) {
      return noDraws;
    }
    return ledgers.behind().map(name -> "Ledger " + name + " is too far behind.");
  }

  private Optional<String> askToken() {
    lock.lock();
    try {
      long now = System.nanoTime();
      if (checked && now - checkedAt < TTL_NANOS) {
        return tokenTrouble;
      }
      try {
        token.info();
        tokenTrouble = Optional.empty();
      } catch (TokenException e) {
        tokenTrouble = Optional.of("The token is away: " + e.fault() + ".");
      }
      checked = true;
      checkedAt = System.nanoTime();
      return tokenTrouble;
    } finally {
      lock.unlock();
    }
  }
}
