package org.astragal.hsm;

/** Hears of outages. Called by one thread, in order; must not block and must not throw. */
@FunctionalInterface
public interface TokenListener {
  /**
   * The token went away for all callers, or came back.
   *
   * @param event which of them, and why
   */
  void changed(TokenEvent event);
}
