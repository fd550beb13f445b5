package org.astragal.hsm;

import java.time.Duration;

/**
 * Tells of outages, each once when it begins and once when it ends; of a token that comes and goes
 * all the time, less and less often.
 *
 * <p>Thread safety: for one thread.
 */
final class Outages {
  /** The next outage is told if the last told one began so long ago. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final TokenListener listener;
  private final Backoff pause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  private long began;
  private long ended;
  private boolean told;
  private boolean away;
  private int untold;
  private TokenException.Fault fault = TokenException.Fault.DEVICE_ERROR;
  private String detail = "";

  Outages(TokenListener listener) {
    this.listener = listener;
  }

  /** An outage begins, or goes on. */
  void away(TokenException why, long now) {
    if (away) {
      return;
    }
    if (now - ended >= LONGEST_PAUSE.toNanos()) {
      pause.worked(); // it was well for a while
    }
    away = true;
    began = now;
    fault = why.fault();
    detail = String.valueOf(why.getMessage());
    told = pause.due(now);
    if (told) {
      pause.failed(now);
      listener.changed(new TokenEvent(true, fault, detail, Duration.ZERO, untold));
      untold = 0;
    } else {
      untold++;
    }
  }

  /** The outage is over. */
  void back(long now) {
    if (!away) {
      return;
    }
    away = false;
    ended = now;
    if (told) {
      listener.changed(new TokenEvent(false, fault, detail, Duration.ofNanos(now - began), untold));
    }
  }
}
