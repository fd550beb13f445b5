package org.astragal.hsm;

import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Ed25519 over one link, in sessions of our own: one for each call that runs at the same time, kept
 * for the next. A session in which a call failed is closed; the link is given up then anyway.
 *
 * <p>Thread safety: safe.
 */
final class EdwardsSigner {
  private final Connection connection;
  private final Deque<Long> idle = new ConcurrentLinkedDeque<>();

  /** Handles by public key, not by label: a label may come to mean another key. */
  private final Map<Ed25519Check, Long> found = new ConcurrentHashMap<>();

  private volatile boolean closed;

  EdwardsSigner(Connection connection) {
    this.connection = connection;
  }

  /** Signs; who calls it checks the signature. */
  byte[] sign(String label, Ed25519Check check, byte[] message) throws TokenException {
    try {
      Long kept = idle.poll();
      long session = kept == null ? connection.open(false) : kept;
      boolean good = false;
      try {
        byte[] signature =
            connection.use(
                session,
                (cryptoki, own) ->
                    EdwardsKeys.sign(cryptoki, own, handle(cryptoki, own, label, check), message));
        good = true;
        return signature;
      } finally {
        if (good) {
          idle.push(session);
        } else {
          connection.close(session);
        }
        if (closed) {
          close();
        }
      }
    } catch (CkException e) {
      throw e.toTokenException();
    }
  }

  /** Finds the key with its audit, and compares its public half with the one it had. */
  private long handle(Cryptoki cryptoki, long session, String label, Ed25519Check check)
      throws TokenException, CkException {
    Long known = found.get(check);
    if (known != null) {
      return known;
    }
    KeyInventory.Found key = connection.inventory(cryptoki, session).find(label);
    if (!key.publicKey().equals(check.publicKey())) {
      throw new TokenException(
          TokenException.Fault.KEY_NOT_TRUSTED,
          "the key labelled " + label + " is not the one that was there before");
    }
    found.put(check, key.handle());
    return key.handle();
  }

  /** Closes the idle sessions; those in use are closed by their users. */
  void close() {
    closed = true;
    for (Long session = idle.poll(); session != null; session = idle.poll()) {
      connection.close(session);
    }
  }
}
