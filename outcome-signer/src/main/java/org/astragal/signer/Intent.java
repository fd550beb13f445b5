package org.astragal.signer;

import java.util.Arrays;
import java.util.Optional;
import org.astragal.outcome.Hash;
import org.astragal.outcome.RequestRef;
import org.astragal.outcome.RoundRef;
import org.astragal.outcome.RoundRef.Mode;

/**
 * What somebody asks for, made durable before anything is drawn: who asks, under which request id,
 * for which step of which round, with which body.
 */
public final class Intent {
  /** Longest body, in bytes: the record of a voided round holds it in base64url. */
  public static final int MAX_BODY = 44_000;

  /** Longest operator, request id or round id, in characters. */
  public static final int MAX_ID = 128;

  private static final int MAX_TRACE = 256;

  private final String operator;
  private final String requestId;
  private final String roundId;
  private final int step;
  private final Mode mode;
  private final byte[] body;
  private final Optional<String> trace;
  private final Hash sha256;

  /**
   * Creates one.
   *
   * @param operator who asks, 1 to 128 characters, no control characters
   * @param requestId the operator's idempotency key, 1 to 128 visible ASCII characters
   * @param roundId the operator's round, 1 to 128 characters, no control characters
   * @param step the step of the round, 0 for the first
   * @param mode whether real money is played
   * @param body the raw request, 0 to 44 000 bytes; copied
   * @param trace the caller's trace, at most 256 visible ASCII characters
   * @throws IllegalArgumentException if a limit is exceeded
   */
  public Intent(
      String operator,
      String requestId,
      String roundId,
      int step,
      Mode mode,
      byte[] body,
      Optional<String> trace) {
    this.operator = text("operator", operator);
    this.requestId = visible("request id", requestId, MAX_ID);
    this.roundId = text("round id", roundId);
    if (step < 0) {
      throw new IllegalArgumentException("step must not be negative: " + step);
    }
    this.step = step;
    this.mode = mode;
    if (body.length > MAX_BODY) {
      throw new IllegalArgumentException(
          "body must be at most " + MAX_BODY + " bytes: " + body.length);
    }
    this.body = body.clone();
    this.trace = trace;
    trace.ifPresent(t -> visible("trace", t, MAX_TRACE));
    this.sha256 = Hash.sha256(this.body);
  }

  private static String text(String what, String value) {
    if (value.isEmpty() || value.length() > MAX_ID) {
      throw new IllegalArgumentException(what + " must have 1 to 128 characters");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c)) {
        throw new IllegalArgumentException(what + " must not hold control characters");
      }
      if (Character.isSurrogate(c) && !paired(value, i)) {
        throw new IllegalArgumentException(what + " must be valid Unicode");
      }
    }
    return value;
  }

  private static boolean paired(String value, int i) {
    return Character.isHighSurrogate(value.charAt(i))
        ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
  }

  private static String visible(String what, String value, int max) {
    if (value.isEmpty() || value.length() > max) {
      throw new IllegalArgumentException(what + " must have 1 to " + max + " characters");
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '!' || value.charAt(i) > '~') {
        throw new IllegalArgumentException(what + " must be visible ASCII");
      }
    }
    return value;
  }

  /** {@return who asks} */
  public String operator() {
    return operator;
  }

  /** {@return the operator's idempotency key} */
  public String requestId() {
    return requestId;
  }

  /** {@return the operator's round} */
  public String roundId() {
    return roundId;
  }

  /** {@return the step of the round, 0 for the first} */
  public int step() {
    return step;
  }

  /** {@return whether real money is played} */
  public Mode mode() {
    return mode;
  }

  /** {@return a copy of the raw request} */
  public byte[] body() {
    return body.clone();
  }

  /** {@return the caller's trace, if there is one} */
  public Optional<String> trace() {
    return trace;
  }

  /** {@return SHA-256 of the raw request} */
  public Hash sha256() {
    return sha256;
  }

  /** {@return how the record names the request} */
  public RequestRef requestRef() {
    return new RequestRef(requestId, sha256);
  }

  /** {@return how the record names the round} */
  public RoundRef roundRef() {
    return new RoundRef(roundId, mode, step);
  }

  /** The body itself, for this package, which does not change it. */
  byte[] rawBody() {
    return body;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Intent that
        && operator.equals(that.operator)
        && requestId.equals(that.requestId)
        && roundId.equals(that.roundId)
        && step == that.step
        && mode == that.mode
        && Arrays.equals(body, that.body)
        && trace.equals(that.trace);
  }

  @Override
  public int hashCode() {
    return requestId.hashCode();
  }

  @Override
  public String toString() {
    return operator + " " + requestId + " " + roundId + "/" + step + " " + mode;
  }
}
