package org.astragal.signer;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.astragal.signer.Submission.Reason;

/**
 * What is wrong with the log at the moment, if anything. Tells the listener about each change once.
 *
 * <p>Thread safety: any thread.
 */
final class Health {
  private final LogListener listener;
  private final Map<LogState, String> conditions = new EnumMap<>(LogState.class);
  private volatile LogState state = LogState.RUNNING;
  private volatile String detail = "";
  private volatile boolean failed;
  private volatile Runnable whenStopped = () -> {};

  Health(LogListener listener) {
    this.listener = listener;
  }

  /** {@return the worst condition} */
  LogState state() {
    return state;
  }

  /** Sets what is done each time when nobody can be answered any more, or for a while. */
  void whenStopped(Runnable action) {
    whenStopped = action;
  }

  /** Notes a condition, which is one of the states but {@link LogState#RUNNING}. */
  void set(LogState condition, String why) {
    synchronized (this) {
      if (conditions.putIfAbsent(condition, why) != null) {
        return;
      }
      failed |= condition == LogState.FAILED;
      update(why);
    }
    if (condition != LogState.STORAGE_LOW) {
      whenStopped.run();
    }
  }

  /** Refuses everything new from now on. Who waits goes on waiting: the log finishes first. */
  synchronized void close(String why) {
    if (conditions.putIfAbsent(LogState.CLOSED, why) == null) {
      update(why);
    }
  }

  /** Notes that a condition has ended. */
  synchronized void clear(LogState condition, String why) {
    if (conditions.remove(condition) != null) {
      update(why);
    }
  }

  private void update(String why) {
    LogState before = state;
    // States stand worst first.
    LogState now = conditions.keySet().stream().findFirst().orElse(LogState.RUNNING);
    detail = conditions.getOrDefault(now, "");
    state = now;
    if (now != before) {
      listener.stateChanged(now, why);
    }
  }

  /** {@return whether the stages must stop: nothing may be released any more} */
  boolean failed() {
    return failed;
  }

  /** {@return the answer to new submissions, if they are refused} */
  Optional<Submission.Unavailable> refusal() {
    return switch (state) {
      case RUNNING -> Optional.empty();
      case STORAGE_LOW -> Optional.of(unavailable(Reason.STORAGE_LOW));
      case SIGNER_DOWN -> Optional.of(unavailable(Reason.SIGNER_DOWN));
      case FAILED -> Optional.of(unavailable(Reason.FAILED));
      case CLOSED -> Optional.of(unavailable(Reason.CLOSED));
    };
  }

  private Submission.Unavailable unavailable(Reason reason) {
    return new Submission.Unavailable(reason, detail);
  }
}
