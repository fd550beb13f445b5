package org.astragal.hsm;

import java.time.Duration;

/**
 * How long to leave something alone after it has failed: longer each time, up to a limit, until it
 * works once.
 *
 * <p>Thread safety: for one thread, or under its owner's lock.
 */
final class Backoff {
  private final long firstNanos;
  private final long longestNanos;
  private long pause;
  private long notBefore;

  Backoff(Duration first, Duration longest) {
    this.firstNanos = first.toNanos();
    this.longestNanos = longest.toNanos();
  }

  /** {@return whether it may be tried at this time of {@link System#nanoTime}} */
  boolean due(long now) {
    return pause == 0 || now - notBefore >= 0;
  }

  void failed(long now) {
    pause = pause == 0 ? firstNanos : Math.min(longestNanos, 2 * pause);
    notBefore = now + pause;
  }

  void worked() {
    pause = 0;
  }
}
