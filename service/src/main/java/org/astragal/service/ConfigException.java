package org.astragal.service;

/**
 * The configuration, or a file it names, cannot be used. The message is one sentence for a person.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  public enum Fault {
    /** The file cannot be read. */
    UNREADABLE,
    /** The file is not YAML. */
    MALFORMED,
    /** A key is unknown, missing, given twice or has a value that is not allowed. */
    KEY,
    /** A secret is readable by others than its owner, or empty. */
    SECRET_UNSAFE,
    /** A key store or certificate file cannot be used. */
    KEY_STORE,
    /** What the environment asks for is not allowed in production mode. */
    ENVIRONMENT
  }

  private final Fault fault;

  /**
   * Creates one.
   *
   * @param fault what is wrong
   * @param detail one sentence that names the file and what is allowed
   */
  public ConfigException(Fault fault, String detail) {
    super(detail);
    this.fault = fault;
  }

  /**
   * Creates one.
   *
   * @param fault what is wrong
   * @param detail one sentence that names the file and what is allowed
   * @param cause what showed it
   */
  public ConfigException(Fault fault, String detail, Throwable cause) {
    super(detail, cause);
    this.fault = fault;
  }

  /** {@return what is wrong} */
  public Fault fault() {
    return fault;
  }
}
