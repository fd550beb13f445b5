package org.astragal.hsm;

import org.jspecify.annotations.Nullable;

/**
 * The token did not do what was asked; nothing was released. The message names the fault, what was
 * seen and what to do about it, and never holds a PIN or any key material.
 */
public final class TokenException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong, in the words of the audit log, and what the operator should do. */
  public enum Fault {
    /** There is no PKCS#11 library at the configured path, or the file is not one. */
    MODULE_MISSING(
        "Install the vendor's PKCS#11 library (for development the Debian package softhsm2) and set"
            + " its absolute path"),
    /** No token, or more than one, carries the configured label and serial number. */
    TOKEN_NOT_FOUND(
        "Check the token's label or serial number, its connection and, for SoftHSM, SOFTHSM2_CONF"),
    /** The token cannot make keys or signatures as they are needed here. */
    MECHANISM_MISSING(
        "Use a token that makes ECDSA signatures on P-256, and Ed25519 ones if that is configured"),
    /** The token, or the module's list of slots, has no room for another object. */
    TOKEN_FULL("Delete what is no longer needed on the token, or use a larger one"),
    /** The PIN file can be read or replaced by others, or holds no usable PIN. */
    PIN_FILE_UNSAFE(
        "Keep the PIN, and nothing else, in a regular file of mode 0600 that this user owns, in a"
            + " folder that nobody else can write to"),
    /** The credential, the variable or the console that should give the PIN does not. */
    PIN_UNAVAILABLE(
        "Check where the PIN comes from; one that was typed is asked for at the start only"),
    /** The token refused the PIN. It is not offered a second time. */
    PIN_INCORRECT(
        "Correct the PIN, then restart; the PIN is not tried again, because the token counts"),
    /** The token's PIN is locked, or one wrong try away from it. */
    PIN_LOCKED(
        "Have the token's security officer reset the user PIN, or log in once by hand with the"
            + " right PIN"),
    /** No key carries the label. */
    KEY_NOT_FOUND("Check the key label, or generate the key on the token"),
    /** The key exists, but the token does not vouch that it was made there and never left. */
    KEY_NOT_TRUSTED(
        "Generate a new key on the token with this program; do not import keys and do not give two"
            + " of them one label"),
    /** What was to be made is already there. */
    ALREADY_EXISTS("Choose another label, or use the existing object"),
    /** The token or its library failed, also over a fresh connection. */
    DEVICE_ERROR("Check the token's connection and log; it is used again as soon as it works"),
    /** The token did not answer in time. */
    TIMEOUT("Check the token's connection and load; if calls stay stuck, restart this process"),
    /** The token returned a signature that its own public key does not verify. */
    BAD_SIGNATURE("Take the token out of service and examine it");

    private final String advice;

    Fault(String advice) {
      this.advice = advice;
    }

    /** {@return what the operator should do, one sentence without its full stop} */
    public String advice() {
      return advice;
    }
  }

  private final Fault fault;
  private final ErrorClass errorClass;

  TokenException(Fault fault, String detail) {
    this(fault, detail, null);
  }

  TokenException(Fault fault, String detail, @Nullable Throwable cause) {
    this(fault, usualClass(fault), detail, cause);
  }

  TokenException(Fault fault, ErrorClass errorClass, String detail, @Nullable Throwable cause) {
    super(fault + ": " + detail + ". " + fault.advice() + ".", cause);
    this.fault = fault;
    this.errorClass = errorClass;
  }

  /** {@return the refusal of a call while the token is away} */
  static TokenException away(TokenException reason) {
    return new TokenException(
        reason.fault(), ErrorClass.BUSY, "the token is away and looked for all the time", reason);
  }

  /** {@return the refusal of a call that there was no time for} */
  static TokenException busy(String why, @Nullable Throwable cause) {
    return new TokenException(Fault.TIMEOUT, ErrorClass.BUSY, why, cause);
  }

  private static ErrorClass usualClass(Fault fault) {
    return switch (fault) {
      case DEVICE_ERROR -> ErrorClass.TRANSIENT;
      case BAD_SIGNATURE -> ErrorClass.DOUBT;
      case TOKEN_NOT_FOUND -> ErrorClass.MODULE;
      case TIMEOUT -> ErrorClass.HANG;
      default -> ErrorClass.REFUSED;
    };
  }

  /** {@return what went wrong} */
  public Fault fault() {
    return fault;
  }

  /** {@return what it says of the token} */
  ErrorClass errorClass() {
    return errorClass;
  }
}
