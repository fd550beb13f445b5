package org.astragal.games.api;

/** There is no draw to be had: the round must not be settled. */
public final class DrawsException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Fault {
    /** The generator is away for now; a later round may succeed. */
    UNAVAILABLE,
    /** The generator has raised an alarm; no draw until people have looked. */
    ALARM,
    /** A replay asks for another draw than the record holds, or for fewer or more of them. */
    NOT_AS_RECORDED
  }

  /** What went wrong. */
  private final Fault fault;

  /**
   * Creates one.
   *
   * @param fault what went wrong
   * @param detail what happened, for people; never a value that was drawn
   */
  public DrawsException(Fault fault, String detail) {
    super(fault + ": " + detail);
    this.fault = fault;
  }

  /**
   * Creates one with its cause.
   *
   * @param fault what went wrong
   * @param detail what happened, for people; never a value that was drawn
   * @param cause what the generator threw
   */
  public DrawsException(Fault fault, String detail, Throwable cause) {
    super(fault + ": " + detail, cause);
    this.fault = fault;
  }

  /** {@return what went wrong} */
  public Fault fault() {
    return fault;
  }
}
