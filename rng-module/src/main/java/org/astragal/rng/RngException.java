package org.astragal.rng;

import java.util.Optional;

/** There is no draw. The message never holds a sample or an output. */
public final class RngException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Fault {
    /**
     * A health test, a known-answer test or the device itself says that the randomness is bad.
     * Latched: {@link Rng#resume} tells how draws come back.
     */
    ALARM,
    /**
     * The noise source is away, or slower than the demand. Draws come back by themselves, start-up
     * tests first.
     */
    UNAVAILABLE,
    /** The generator was closed. */
    CLOSED
  }

  /** What went wrong. */
  private final Fault fault;

  /** What a failed test left behind. */
  private final transient Optional<RngAlarm> alarm;

  RngException(RngAlarm alarm) {
    super(Fault.ALARM + ": " + alarm.test());
    fault = Fault.ALARM;
    this.alarm = Optional.of(alarm);
  }

  RngException(Fault fault, String detail) {
    super(fault + ": " + detail);
    this.fault = fault;
    alarm = Optional.empty();
  }

  RngException(Fault fault, String detail, Throwable cause) {
    super(fault + ": " + detail, cause);
    this.fault = fault;
    alarm = Optional.empty();
  }

  /** {@return what went wrong} */
  public Fault fault() {
    return fault;
  }

  Optional<RngAlarm> alarm() {
    return alarm;
  }
}
