package org.astragal.hsm;

import java.security.AuthProvider;
import java.util.Arrays;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * Logs in, and never offers a PIN again that the token has refused: the token counts, and a few
 * automatic retries lock it for good.
 *
 * <p>Thread safety: safe; one login at a time.
 */
final class Login {
  private final PinFile file;

  /** The refusal that ended all attempts of this process. */
  private @Nullable TokenException refused;

  Login(PinFile file) {
    this.file = file;
  }

  /** Logs a session in unless its application already is. */
  synchronized void session(Cryptoki cryptoki, TokenInfo token, long session)
      throws TokenException {
    try {
      if (cryptoki.loggedIn(session)) {
        return;
      }
      refuseHopeless(token);
      try (Pin pin = file.read()) {
        cryptoki.login(session, Cryptoki.USER, pin.bytes());
      }
    } catch (CkException e) {
      throw remember(e.toTokenException());
    }
  }

  /**
   * Logs a provider in. Most libraries share the login with {@link #session}, so that this does
   * nothing; some (p11-kit) give SunPKCS11 a connection of its own.
   */
  synchronized void provider(TokenInfo token, AuthProvider provider) throws TokenException {
    refuseHopeless(token);
    try {
      provider.login(new Subject(), this::answer);
    } catch (LoginException e) {
      if (e.getCause() != null
          && e.getCause().getCause() instanceof PinUnavailableException unavailable) {
        throw unavailable.reason;
      }
      throw remember(CkException.fromProvider("login", e));
    }
  }

  private void answer(Callback[] callbacks) throws UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (!(callback instanceof PasswordCallback password)) {
        throw new UnsupportedCallbackException(callback);
      }
      try (Pin pin = file.read()) {
        char[] chars = pin.chars();
        password.setPassword(chars);
        Arrays.fill(chars, '\0');
      } catch (TokenException e) {
        throw new PinUnavailableException(e);
      }
    }
  }

  private void refuseHopeless(TokenInfo token) throws TokenException {
    if (refused != null) {
      throw new TokenException(
          refused.fault(),
          "the token refused the PIN earlier, and it was not tried again",
          refused);
    }
    if (token.pinLocked()) {
      throw new TokenException(
          TokenException.Fault.PIN_LOCKED, "the token says that its user PIN is locked");
    }
    if (token.pinFinalTry()) {
      throw new TokenException(
          TokenException.Fault.PIN_LOCKED,
          "the token says that one more wrong PIN locks it, so the PIN was not tried");
    }
  }

  private TokenException remember(TokenException e) {
    switch (e.fault()) {
      case PIN_INCORRECT, PIN_LOCKED -> refused = e;
      default -> {
        // Anything else says nothing about the PIN.
      }
    }
    return e;
  }

  /** Carries a refusal of the PIN file through SunPKCS11. */
  private static final class PinUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final TokenException reason;

    PinUnavailableException(TokenException reason) {
      super(reason);
      this.reason = reason;
    }
  }
}
