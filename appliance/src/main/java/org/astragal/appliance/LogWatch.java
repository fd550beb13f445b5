package org.astragal.appliance;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.astragal.signer.LogListener;
import org.astragal.signer.LogState;
import org.jspecify.annotations.Nullable;

/** Hears the log and passes on what must be counted or sealed. */
final class LogWatch implements LogListener {
  private static final System.Logger LOGGER = System.getLogger(LogWatch.class.getName());

  private final Metrics metrics;
  private final AtomicReference<@Nullable Events> events = new AtomicReference<>();

  LogWatch(Metrics metrics) {
    this.metrics = metrics;
  }

  /** Names who seals; before that changes are only logged. */
  Events tell(Events sealing) {
    events.set(sealing);
    return sealing;
  }

  @Override
  public void stateChanged(LogState state, String detail) {
    Events sealing = events.get();
    // A log that is closed or has failed seals nothing.
    if (sealing == null || state == LogState.CLOSED || state == LogState.FAILED) {
      System.Logger.Level level =
          state == LogState.FAILED ? System.Logger.Level.ERROR : System.Logger.Level.INFO;
      LOGGER.log(level, "log " + state + ": " + detail);
      return;
    }
    sealing.logChanged(state, detail);
  }

  @Override
  public void sealed(long size, int records, Duration signing) {
    metrics.sealed(records, signing);
  }

  @Override
  public void voided(String operator, String requestId, String reason, String detail) {
    metrics.voided();
    LOGGER.log(
        System.Logger.Level.WARNING,
        "voided {0} {1}: {2}: {3}",
        operator,
        requestId,
        reason,
        detail);
  }
}
