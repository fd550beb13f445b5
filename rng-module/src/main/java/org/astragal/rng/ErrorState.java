package org.astragal.rng;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one state of a generator and all its streams. An alarm is latched.
 *
 * <p>Thread safety: for any threads. Reading never waits.
 */
final class ErrorState {
  private static final RngAlarm UNKNOWN = new RngAlarm("unknown", "");

  private final ReentrantLock lock = new ReentrantLock();
  private final RngHost host;
  private final Runnable clearing;
  private volatile RngState state = RngState.OK;
  private volatile String lastFault = "";
  private volatile RngAlarm alarm = UNKNOWN;

  /** Counts returns to OK: output and seeds of an earlier epoch must not be used. */
  private final AtomicLong epoch = new AtomicLong();

  /**
   * Creates one.
   *
   * @param host hears each new state
   * @param clearing clears all output and noise that waits; run before the host hears of trouble,
   *     by the thread that found it
   */
  ErrorState(RngHost host, Runnable clearing) {
    this.host = host;
    this.clearing = clearing;
  }

  RngState state() {
    return state;
  }

  long epoch() {
    return epoch.get();
  }

  Optional<String> lastFault() {
    return Optional.of(lastFault).filter(fault -> !fault.isEmpty());
  }

  Optional<RngAlarm> alarm() {
    return state == RngState.ALARM ? Optional.of(alarm) : Optional.empty();
  }

  void requireOk() throws RngException {
    switch (state) {
      case OK -> {}
      case UNAVAILABLE -> throw new RngException(RngException.Fault.UNAVAILABLE, lastFault);
      case ALARM -> throw new RngException(RngException.Fault.ALARM, "latched: " + lastFault);
      case CLOSED -> throw new RngException(RngException.Fault.CLOSED, "the generator is closed");
    }
  }

  /** Goes where the exception leads, unless the state is worse already. */
  void raise(RngException e) {
    switch (e.fault()) {
      case ALARM -> change(RngState.ALARM, String.valueOf(e.getMessage()), alarmOf(e));
      case UNAVAILABLE -> change(RngState.UNAVAILABLE, String.valueOf(e.getMessage()), UNKNOWN);
      case CLOSED -> {}
    }
  }

  /** Back from trouble, after the tests of a start. */
  void recovered(RngState from) {
    lock.lock();
    try {
      if (state != from) {
        return;
      }
      epoch.incrementAndGet();
      state = RngState.OK;
    } finally {
      lock.unlock();
    }
    host.changed(RngState.OK, Optional.empty());
  }

  void close() {
    state = RngState.CLOSED;
  }

  private void change(RngState to, String fault, RngAlarm cause) {
    lock.lock();
    try {
      if (state == RngState.CLOSED || state == RngState.ALARM || state == to) {
        return;
      }
      lastFault = fault;
      alarm = cause;
      state = to;
    } finally {
      lock.unlock();
    }
    clearing.run();
    host.changed(to, to == RngState.ALARM ? Optional.of(cause) : Optional.empty());
  }

  private static RngAlarm alarmOf(RngException e) {
    return e.alarm()
        .orElseGet(() ->
            new RngAlarm(
                String.valueOf(e.getMessage()), HexFormat.of().formatHex(Sha.sha256(new byte[0]))));
  }
}
