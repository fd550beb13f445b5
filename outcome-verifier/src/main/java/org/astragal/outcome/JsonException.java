package org.astragal.outcome;

/** A text is not the JSON that was agreed. */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Fault {
    /** More bytes than the caller allows. */
    TOO_LONG,
    /** Not UTF-8, or a lone surrogate, or a byte order mark. */
    ENCODING,
    /** Not JSON, or something after it, or nested deeper than 32. */
    SYNTAX,
    /** The same member twice in one object. */
    DUPLICATE,
    /** A number with a fraction or an exponent, or outside ±(2^53 - 1), or a negative zero. */
    NUMBER,
    /** A member that must be there is not. */
    MISSING,
    /** A member that must not be there. */
    UNKNOWN,
    /** A member of another type, or of a value that is not allowed. */
    VALUE
  }

  /** What went wrong. */
  private final Fault fault;

  /** The place; empty for the whole text. */
  private final String path;

  /** What went wrong there, for a person. */
  private final String what;

  JsonException(Fault fault, String path, String what) {
    super(what);
    this.fault = fault;
    this.path = path;
    this.what = what;
  }

  /** The same trouble, seen from the object or list that {@code outer} names. */
  JsonException under(String outer) {
    String joined =
        path.isEmpty() ? outer : path.startsWith("[") ? outer + path : outer + "." + path;
    var wrapped = new JsonException(fault, joined, what);
    wrapped.setStackTrace(getStackTrace());
    return wrapped;
  }

  /** {@return what went wrong} */
  public Fault fault() {
    return fault;
  }

  /** {@return the place, such as {@code bets[2].stake.minor}; empty for the whole text} */
  public String path() {
    return path;
  }

  /** {@return what went wrong and where, for a person} */
  @Override
  public String getMessage() {
    return path.isEmpty() ? what : path + ": " + what;
  }
}
