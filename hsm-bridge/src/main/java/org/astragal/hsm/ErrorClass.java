package org.astragal.hsm;

/** What a failure says of the token, and so what is done about it. */
enum ErrorClass {
  /** It may work the next time, over a fresh connection. */
  TRANSIENT,
  /** Handles or the login are lost; a fresh connection has new ones. */
  SESSION,
  /** The token or the whole library is gone; the library is started anew at once. */
  MODULE,
  /** The token gave a wrong answer: not asked again, not believed until it gives right ones. */
  DOUBT,
  /** The call did not return in time, and may still be running. */
  HANG,
  /** The library said no, and would say it again, or do harm: a PIN, a mechanism, a template. */
  FATAL,
  /** We said no: the connection is as good as before. */
  REFUSED,
  /** Says nothing new of the token: it is known to be away, or has too many callers. */
  BUSY;

  /** {@return whether the connection is in doubt after this} */
  boolean breaksConnection() {
    return this != BUSY && this != REFUSED;
  }

  /** {@return whether the same call is made once more, over a fresh connection} */
  boolean retried() {
    return this == TRANSIENT || this == SESSION || this == MODULE;
  }

  /** {@return whether starting the library anew may help a connection that fails like this} */
  boolean restartMayHelp() {
    return retried() || this == DOUBT;
  }
}
