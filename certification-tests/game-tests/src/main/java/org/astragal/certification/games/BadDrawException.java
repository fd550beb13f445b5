package org.astragal.certification.games;

/** The data are not what they are said to be: there is nothing to test. */
final class BadDrawException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  enum Fault {
    /** The data cannot be read as draws of this kind. */
    NOT_READABLE,
    /**
     * A draw that the range does not hold, or a thing that was drawn twice: a fault of the game.
     */
    NOT_POSSIBLE
  }

  private final Fault fault;

  BadDrawException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
