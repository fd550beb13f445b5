package org.astragal.hsm;

import java.util.Arrays;

/**
 * One connection to the token: a session of ours for random numbers, which also keeps the login
 * alive, a SunPKCS11 provider for ECDSA, and sessions of ours for Ed25519. After one failure both
 * are in doubt, and a new link takes their place.
 *
 * <p>Thread safety: safe; but random numbers must be read by one thread at a time.
 */
final class Link {
  /** Real tokens refuse long requests. */
  static final int BLOCK_BYTES = 4_096;

  private final Connection connection;
  private final int generation;
  private final SharedSession session;
  private final ProviderInstance provider;
  private final EdwardsSigner edwards;

  private Link(Connection connection, int generation, long session, ProviderInstance provider) {
    this.connection = connection;
    this.generation = generation;
    this.session = new SharedSession(connection, session);
    this.provider = provider;
    this.edwards = new EdwardsSigner(connection);
  }

  /** Finds the token, logs in where that is needed, and reads the list of keys. */
  static Link open(Connection connection) throws TokenException {
    try {
      int generation = connection.generation();
      long session = connection.open(false);
      try {
        return new Link(connection, generation, session, ProviderInstance.open(connection, ""));
      } catch (TokenException e) {
        connection.close(session);
        throw e;
      }
    } catch (CkException e) {
      throw e.toTokenException();
    }
  }

  byte[] sign(String label, SignatureCheck check, byte[] message) throws TokenException {
    requireCurrent();
    byte[] signature =
        switch (check) {
          case EcdsaCheck ecdsa -> provider.sign(label, ecdsa.publicKey(), message);
          case Ed25519Check ed25519 -> edwards.sign(label, ed25519, message);
        };
    if (!check.verifies(message, signature)) {
      throw new TokenException(
          TokenException.Fault.BAD_SIGNATURE,
          "the signature by " + label + " does not verify with its public key");
    }
    return signature;
  }

  /** {@return fresh output of the token's generator; the caller wipes it} */
  byte[] random(int count) throws TokenException {
    byte[] bytes = new byte[count];
    random(bytes, count);
    return bytes;
  }

  /** Fills the first bytes with fresh output of the token's generator; zeros if there is none. */
  void random(byte[] bytes, int count) throws TokenException {
    requireCurrent();
    if (!session.enter()) {
      throw replaced();
    }
    boolean complete = false;
    try {
      connection.random(session.handle(), bytes, count, BLOCK_BYTES);
      complete = true;
    } catch (CkException e) {
      throw e.toTokenException();
    } finally {
      session.leave();
      if (!complete) {
        Arrays.fill(bytes, (byte) 0);
      }
    }
  }

  /**
   * Closes our sessions, if they are still ours; one in which a call is, when that returns. The
   * provider is left alone.
   */
  void close() {
    if (generation == connection.generation()) {
      edwards.close();
      session.close();
    }
  }

  private void requireCurrent() throws TokenException {
    if (generation != connection.generation()) {
      throw replaced();
    }
  }

  private static TokenException replaced() {
    return new TokenException(
        TokenException.Fault.DEVICE_ERROR,
        ErrorClass.SESSION,
        "the connection was replaced meanwhile",
        null);
  }
}
