package org.astragal.hsm;

import java.security.AuthProvider;
import java.time.Duration;
import java.util.Arrays;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * Logs in, and never offers a PIN again that the token has refused: the token counts, and a few
 * automatic retries lock it for good. After other failures it waits longer each time.
 *
 * <p>Thread safety: safe; one login at a time.
 */
final class Login {
  /** A token that refuses logins for other reasons than the PIN is left alone for so long. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final PinReader pins;
  private final Backoff pause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);

  /** Why the last login failed, if it did. */
  private @Nullable TokenException failed;

  /** The refusal that ended all attempts of this process. */
  private @Nullable TokenException refused;

  Login(PinSource source) {
    this.pins = new PinReader(source);
  }

  /** Says that the token is open: what was typed for it is wiped. */
  synchronized void opened() {
    pins.opened();
  }

  /** Logs a session in unless its application already is. */
  synchronized void session(Cryptoki cryptoki, TokenInfo token, long session)
      throws TokenException {
    try {
      if (cryptoki.loggedIn(session)) {
        return;
      }
      refuseHopeless(token);
      try (Pin pin = pins.read()) {
        cryptoki.login(session, Cryptoki.USER, pin.bytes());
      }
      worked();
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
      worked();
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
      try (Pin pin = pins.read()) {
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
    if (failed != null && !pause.due(System.nanoTime())) {
      throw new TokenException(
          failed.fault(), failed.errorClass(), "the login failed and waits for a while", failed);
    }
  }

  private void worked() {
    failed = null;
    pause.worked();
  }

  private TokenException remember(TokenException e) {
    switch (e.fault()) {
      case PIN_INCORRECT, PIN_LOCKED -> refused = e;
      default -> {
        // Anything else says nothing about the PIN.
        failed = e;
        pause.failed(System.nanoTime());
      }
    }
    return e;
  }

  /** Carries through SunPKCS11 why there is no PIN. */
  private static final class PinUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final TokenException reason;

    PinUnavailableException(TokenException reason) {
      super(reason);
      this.reason = reason;
    }
  }
}
