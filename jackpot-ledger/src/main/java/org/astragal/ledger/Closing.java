package org.astragal.ledger;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what a start has opened when it cannot go on, newest first. Used by one thread. */
final class Closing {
  private static final System.Logger LOG = System.getLogger(Closing.class.getName());
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  <T extends AutoCloseable> T push(T resource) {
    open.push(resource);
    return resource;
  }

  void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.log(System.Logger.Level.WARNING, "while giving up", e);
      }
    }
  }
}
