package org.astragal.hsm;

import java.util.Map;

/** A PKCS#11 function returned something else than CKR_OK. Never leaves this package. */
final class CkException extends Exception {
  private static final long serialVersionUID = 1L;

  static final long OK = 0;
  static final long DEVICE_MEMORY = 0x31;
  static final long ATTRIBUTE_SENSITIVE = 0x11;
  static final long ATTRIBUTE_TYPE_INVALID = 0x12;
  static final long PIN_INCORRECT = 0xA0;
  static final long PIN_LOCKED = 0xA4;
  static final long USER_ALREADY_LOGGED_IN = 0x100;
  static final long CRYPTOKI_ALREADY_INITIALIZED = 0x191;

  private static final Map<Long, String> NAMES =
      Map.ofEntries(
          Map.entry(0x01L, "CKR_CANCEL"),
          Map.entry(0x02L, "CKR_HOST_MEMORY"),
          Map.entry(0x03L, "CKR_SLOT_ID_INVALID"),
          Map.entry(0x05L, "CKR_GENERAL_ERROR"),
          Map.entry(0x06L, "CKR_FUNCTION_FAILED"),
          Map.entry(0x07L, "CKR_ARGUMENTS_BAD"),
          Map.entry(0x10L, "CKR_ATTRIBUTE_READ_ONLY"),
          Map.entry(ATTRIBUTE_SENSITIVE, "CKR_ATTRIBUTE_SENSITIVE"),
          Map.entry(ATTRIBUTE_TYPE_INVALID, "CKR_ATTRIBUTE_TYPE_INVALID"),
          Map.entry(0x13L, "CKR_ATTRIBUTE_VALUE_INVALID"),
          Map.entry(0x1BL, "CKR_ACTION_PROHIBITED"),
          Map.entry(0x30L, "CKR_DEVICE_ERROR"),
          Map.entry(DEVICE_MEMORY, "CKR_DEVICE_MEMORY"),
          Map.entry(0x32L, "CKR_DEVICE_REMOVED"),
          Map.entry(0x54L, "CKR_FUNCTION_NOT_SUPPORTED"),
          Map.entry(0x60L, "CKR_KEY_HANDLE_INVALID"),
          Map.entry(0x70L, "CKR_MECHANISM_INVALID"),
          Map.entry(0x82L, "CKR_OBJECT_HANDLE_INVALID"),
          Map.entry(0x90L, "CKR_OPERATION_ACTIVE"),
          Map.entry(PIN_INCORRECT, "CKR_PIN_INCORRECT"),
          Map.entry(0xA1L, "CKR_PIN_INVALID"),
          Map.entry(0xA2L, "CKR_PIN_LEN_RANGE"),
          Map.entry(0xA3L, "CKR_PIN_EXPIRED"),
          Map.entry(PIN_LOCKED, "CKR_PIN_LOCKED"),
          Map.entry(0xB0L, "CKR_SESSION_CLOSED"),
          Map.entry(0xB1L, "CKR_SESSION_COUNT"),
          Map.entry(0xB3L, "CKR_SESSION_HANDLE_INVALID"),
          Map.entry(0xB5L, "CKR_SESSION_READ_ONLY"),
          Map.entry(0xD0L, "CKR_TEMPLATE_INCOMPLETE"),
          Map.entry(0xD1L, "CKR_TEMPLATE_INCONSISTENT"),
          Map.entry(0xE0L, "CKR_TOKEN_NOT_PRESENT"),
          Map.entry(0xE1L, "CKR_TOKEN_NOT_RECOGNIZED"),
          Map.entry(0xE2L, "CKR_TOKEN_WRITE_PROTECTED"),
          Map.entry(USER_ALREADY_LOGGED_IN, "CKR_USER_ALREADY_LOGGED_IN"),
          Map.entry(0x101L, "CKR_USER_NOT_LOGGED_IN"),
          Map.entry(0x102L, "CKR_USER_PIN_NOT_INITIALIZED"),
          Map.entry(0x104L, "CKR_USER_ANOTHER_ALREADY_LOGGED_IN"),
          Map.entry(0x190L, "CKR_CRYPTOKI_NOT_INITIALIZED"),
          Map.entry(CRYPTOKI_ALREADY_INITIALIZED, "CKR_CRYPTOKI_ALREADY_INITIALIZED"));

  private final long code;
  private final String function;

  CkException(String function, long code) {
    super(function + " returned " + name(code));
    this.function = function;
    this.code = code;
  }

  long code() {
    return code;
  }

  String function() {
    return function;
  }

  /** {@return the seam's exception for this code} */
  TokenException toTokenException() {
    return new TokenException(faultOf(name(code)), String.valueOf(getMessage()), this);
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
    return new TokenException(faultOf(name), what + " failed with " + name, failure);
  }

  private static TokenException.Fault faultOf(String name) {
    return switch (name) {
      // A PIN that is expired, too short or not set is as wrong as another one: never retried.
      case "CKR_PIN_INCORRECT",
          "CKR_PIN_INVALID",
          "CKR_PIN_LEN_RANGE",
          "CKR_PIN_EXPIRED",
          "CKR_USER_PIN_NOT_INITIALIZED" ->
          TokenException.Fault.PIN_INCORRECT;
      case "CKR_PIN_LOCKED" -> TokenException.Fault.PIN_LOCKED;
      case "CKR_DEVICE_MEMORY" -> TokenException.Fault.TOKEN_FULL;
      default -> TokenException.Fault.DEVICE_ERROR;
    };
  }

  private static String name(long code) {
    String known = NAMES.get(code);
    return known == null ? "0x" + Long.toHexString(code) : known;
  }
}
