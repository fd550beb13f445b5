package org.astragal.hsm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Our own way to the token, beside SunPKCS11: finds it by its name and opens sessions.
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
        config, Cryptoki.load(config.module(), config.moduleArguments()), new Login(config.pin()));
  }

  TokenConfig config() {
    return config;
  }

  /** See {@link NativeModule#generation}. */
  int generation() {
    return cryptoki.module().generation();
  }

  /**
   * {@return the library's path for SunPKCS11} It keeps its connection per spelling of the path for
   * ever, and some libraries do not revive one that was lost: each restart spells it anew. The
   * number of restarts is spelled in binary, so that the path stays short for ever.
   */
  String library() {
    Path folder = config.module().getParent();
    String spelling =
        Integer.toBinaryString(cryptoki.module().restarts()).replace("0", "/").replace("1", "./");
    return (folder == null ? "" : folder.toString())
        + "/"
        + (cryptoki.module().restarts() == 0 ? "" : spelling)
        + config.module().getFileName();
  }

  TokenProbe probe() {
    return new TokenProbe(cryptoki);
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
      return find(cryptoki, config.token());
    } catch (CkException e) {
      throw e.toTokenException();
    }
  }

  static TokenInfo find(Cryptoki cryptoki, TokenName name) throws TokenException, CkException {
    var found = new ArrayList<TokenInfo>();
    var others = new TreeSet<String>();
    for (long slot : cryptoki.slots()) {
      try {
        Optional<TokenInfo> token = cryptoki.token(slot);
        if (token.isPresent() && name.means(token.get())) {
          found.add(token.get());
        } else if (token.isPresent()) {
          others.add('"' + token.get().label() + "\" (" + token.get().serial() + ")");
        }
      } catch (CkException e) {
        others.add(String.valueOf(e.getMessage())); // a broken token must not hide a good one
      }
    }
    if (found.size() != 1) {
      throw new TokenException(
          TokenException.Fault.TOKEN_NOT_FOUND,
          (found.isEmpty() ? "no token" : "more than one token")
              + " has the "
              + name
              + "; else there is "
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

  /** Lends an open session; it stays the caller's. */
  <T> T use(long session, SessionUse<T> use) throws TokenException, CkException {
    return use.use(cryptoki, session);
  }

  /** {@return the keys as seen in a session, with the deviations that are allowed} */
  KeyInventory inventory(Cryptoki library, long session) {
    return new KeyInventory(library, session, config.allowedDeviations());
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

  void random(long session, byte[] out, int bytes, int blockBytes) throws CkException {
    cryptoki.random(session, out, bytes, blockBytes);
  }

  /**
   * Closes every session of this process with the token, those that discarded providers left open
   * included. Their number is limited on real tokens, and SunPKCS11 never closes them by itself.
   */
  void closeAllSessions() throws TokenException {
    try {
      cryptoki.closeAllSessions(find().slot());
      cryptoki.module().nextGeneration();
    } catch (CkException e) {
      throw e.toTokenException();
    }
  }

  /** Ends the library's work for this process and begins it anew. Nobody else may be using it. */
  void restart() throws TokenException {
    cryptoki.finalise();
    cryptoki.module().restarted();
    try {
      cryptoki.initialise();
    } catch (CkException e) {
      throw e.toTokenException();
    }
  }
}
