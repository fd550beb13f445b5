package org.astragal.hsm;

import java.time.Duration;
import java.util.Set;

/** Initialisation of a development token. The PINs never leave this process. */
final class BlankToken {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private BlankToken() {}

  /** Prepares a blank token, while nobody starts the library anew. */
  static void initialise(Cryptoki cryptoki, String label, Pin soPin, Pin userPin)
      throws TokenException {
    try {
      if (!cryptoki.module().enter(LIMIT.toNanos())) {
        throw TokenException.busy("the library is being started anew", null);
      }
      try {
        make(cryptoki, label, soPin, userPin);
      } finally {
        cryptoki.module().leave();
      }
    } catch (CkException e) {
      throw e.toTokenException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TokenException.busy("interrupted before the call", e);
    }
  }

  private static void make(Cryptoki cryptoki, String label, Pin soPin, Pin userPin)
      throws TokenException, CkException {
    long blank = -1;
    for (long slot : cryptoki.slots()) {
      if (labels(cryptoki, slot).contains(label)) {
        throw new TokenException(
            TokenException.Fault.ALREADY_EXISTS, "there is already a token labelled " + label);
      }
      if (blank < 0 && cryptoki.blankToken(slot)) {
        blank = slot;
      }
    }
    if (blank < 0) {
      throw new TokenException(TokenException.Fault.TOKEN_FULL, "the module has no blank token");
    }
    cryptoki.initToken(blank, soPin.bytes(), label);
    // SoftHSM gives an initialised token another slot number.
    setUserPin(cryptoki, Connection.find(cryptoki, TokenName.label(label)).slot(), soPin, userPin);
  }

  private static void setUserPin(Cryptoki cryptoki, long slot, Pin soPin, Pin userPin)
      throws CkException {
    long session = cryptoki.openSession(slot, true);
    try {
      cryptoki.login(session, Cryptoki.USER_SO, soPin.bytes());
      try {
        cryptoki.initPin(session, userPin.bytes());
      } finally {
        cryptoki.logout(session);
      }
    } finally {
      cryptoki.closeSession(session);
    }
  }

  /** {@return the label of the token in a slot; a broken one has none} */
  private static Set<String> labels(Cryptoki cryptoki, long slot) {
    try {
      return cryptoki.token(slot).map(TokenInfo::label).map(Set::of).orElse(Set.of());
    } catch (CkException e) {
      return Set.of();
    }
  }
}
