package org.astragal.hsm;

import java.util.ArrayList;
import java.util.TreeSet;

/**
 * Our own way to the token, beside SunPKCS11: finds it by label and opens sessions.
 *
 * <p>Thread safety: safe.
 */
final class Connection {
  /** What to do with a session; it is closed afterwards. */
  interface SessionUse<T> {
    T use(Cryptoki cryptoki, long session) throws TokenException, CkException;
  }

  private final TokenConfig config;
  private final Cryptoki cryptoki;
  private final Login login;

  private Connection(TokenConfig config, Cryptoki cryptoki, Login login) {
    this.config = config;
    this.cryptoki = cryptoki;
    this.login = login;
  }

  static Connection open(TokenConfig config) throws TokenException {
    return new Connection(
        config, Cryptoki.load(config.module()), new Login(new PinFile(config.pinFile())));
  }

  TokenConfig config() {
    return config;
  }

  Login login() {
    return login;
  }

  /**
   * Finds the token where it is now. Initialises the library first, should somebody in this process
   * have finalised it.
   */
  TokenInfo find() throws TokenException {
    try {
      cryptoki.initialise();
      return find(cryptoki, config.label());
    } catch (CkException e) {
      throw e.toTokenException();
    }
  }

  static TokenInfo find(Cryptoki cryptoki, String label) throws TokenException, CkException {
    var found = new ArrayList<TokenInfo>();
    var others = new TreeSet<String>();
    for (long slot : cryptoki.slots()) {
      cryptoki
          .token(slot)
          .ifPresent(token -> {
            if (token.label().equals(label)) {
              found.add(token);
            } else {
              others.add(token.label());
            }
          });
    }
    if (found.size() != 1) {
      throw new TokenException(
          TokenException.Fault.TOKEN_NOT_FOUND,
          (found.isEmpty() ? "no token" : "more than one token")
              + " has the label \""
              + label
              + "\"; other labels seen: "
              + others);
    }
    return found.getFirst();
  }

  /** {@return the position of a slot in the module's list, empty slots included} */
  int slotListIndex(long slot) throws TokenException {
    try {
      return cryptoki.slots().indexOf(slot);
    } catch (CkException e) {
      throw e.toTokenException();
    }
  }

  /** Opens a logged-in session, lends it, and closes it. */
  <T> T withSession(boolean write, SessionUse<T> use) throws TokenException {
    try {
      long session = open(write);
      try {
        return use.use(cryptoki, session);
      } finally {
        cryptoki.closeSession(session);
      }
    } catch (CkException e) {
      throw e.toTokenException();
    }
  }

  /** {@return a logged-in session, for the caller to close} */
  long open(boolean write) throws TokenException, CkException {
    TokenInfo token = find();
    long session = cryptoki.openSession(token.slot(), write);
    try {
      login.session(cryptoki, token, session);
    } catch (TokenException e) {
      cryptoki.closeSession(session);
      throw e;
    }
    return session;
  }

  void close(long session) {
    cryptoki.closeSession(session);
  }

  byte[] random(long session, int count) throws CkException {
    return cryptoki.random(session, count);
  }

  /**
   * Closes every session of this process with the token, those that discarded providers left open
   * included. Their number is limited on real tokens, and SunPKCS11 never closes them by itself.
   */
  void closeAllSessions() throws TokenException {
    try {
      cryptoki.closeAllSessions(find().slot());
    } catch (CkException e) {
      throw e.toTokenException();
    }
  }
}
