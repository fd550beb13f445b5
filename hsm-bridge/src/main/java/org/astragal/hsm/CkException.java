package org.astragal.hsm;

import java.util.Optional;

/** A PKCS#11 function returned something else than CKR_OK. Never leaves this package. */
final class CkException extends Exception {
  private static final long serialVersionUID = 1L;

  static final long OK = 0;

  private final long code;

  CkException(String function, long code) {
    super(function + " returned " + name(code));
    this.code = code;
  }

  boolean is(ReturnCode expected) {
    return code == expected.number();
  }

  /** {@return the seam's exception for this code} */
  TokenException toTokenException() {
    return failure(ReturnCode.of(code), String.valueOf(getMessage()), this);
  }

  /**
   * {@return the fault behind any failure of SunPKCS11} Its own exception class is not exported,
   * but its message begins with the code's name.
   */
  static TokenException fromProvider(String what, Throwable failure) {
    String name = failure.getClass().getSimpleName();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = t.getMessage();
      if (message != null && message.startsWith("CKR_")) {
        name = message.split("[^A-Z0-9_]", 2)[0];
      }
    }
    return failure(ReturnCode.named(name), what + " failed with " + name, failure);
  }

  private static TokenException failure(Optional<ReturnCode> code, String detail, Throwable cause) {
    return new TokenException(
        code.map(ReturnCode::fault).orElse(TokenException.Fault.DEVICE_ERROR),
        code.map(ReturnCode::errorClass).orElse(ErrorClass.TRANSIENT),
        detail,
        cause);
  }

  private static String name(long code) {
    return ReturnCode.of(code).map(Enum::name).orElse("0x" + Long.toHexString(code));
  }
}
