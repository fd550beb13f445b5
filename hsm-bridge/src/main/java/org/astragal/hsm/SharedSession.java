package org.astragal.hsm;

/**
 * A session that may be given up while a call is in it: then its last user closes it. Libraries
 * need not bear it when a session goes away under a call, and SoftHSM2 reads freed memory.
 *
 * <p>Thread safety: safe.
 */
final class SharedSession {
  private final Connection connection;
  private final long handle;

  // Guarded by this object.
  private int users;
  private boolean givenUp;

  SharedSession(Connection connection, long handle) {
    this.connection = connection;
    this.handle = handle;
  }

  long handle() {
    return handle;
  }

  /** {@return whether a call may begin; then {@link #leave} must follow it} */
  synchronized boolean enter() {
    if (givenUp) {
      return false;
    }
    users++;
    return true;
  }

  void leave() {
    if (wasLast()) {
      connection.close(handle);
    }
  }

  private synchronized boolean wasLast() {
    users--;
    return givenUp && users == 0;
  }

  /** Lets no further call begin, and closes the session as soon as none is in it. */
  void close() {
    if (giveUp()) {
      connection.close(handle);
    }
  }

  private synchronized boolean giveUp() {
    boolean first = !givenUp;
    givenUp = true;
    return first && users == 0;
  }
}
