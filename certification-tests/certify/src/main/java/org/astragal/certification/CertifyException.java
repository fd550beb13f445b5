package org.astragal.certification;

/** A run cannot begin or cannot go on. The message tells a person what is wrong and what to do. */
final class CertifyException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  enum Fault {
    /** The options contradict each other or ask for what there is not. */
    USAGE(Main.USAGE),
    /** The folder of the report belongs to something else, or to another run. */
    FOLDER(Main.USAGE),
    /** The data are not there, too short, or not what the options say of them. */
    SOURCE(Main.UNDECIDED),
    /** The appliance does not answer, refuses, or stopped half-way. */
    APPLIANCE(Main.UNDECIDED),
    /** A file cannot be written. */
    DISK(Main.UNDECIDED);

    private final int status;

    Fault(int status) {
      this.status = status;
    }
  }

  private final Fault fault;

  CertifyException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  CertifyException(Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }

  /** {@return the exit status that goes with it} */
  int status() {
    return fault.status;
  }
}
