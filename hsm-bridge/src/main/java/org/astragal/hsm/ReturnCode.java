package org.astragal.hsm;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The return codes that mean something to us, each with its class. One that is not here counts as
 * transient: it costs a retry, and what it really was shows then.
 *
 * @spec pkcs11.html#return-values PKCS #11 v2.40, 5.1 Function return values
 */
enum ReturnCode {
  CKR_CANCEL(0x01, ErrorClass.TRANSIENT),
  CKR_HOST_MEMORY(0x02, ErrorClass.TRANSIENT),
  CKR_SLOT_ID_INVALID(0x03, ErrorClass.MODULE),
  CKR_GENERAL_ERROR(0x05, ErrorClass.TRANSIENT),
  CKR_FUNCTION_FAILED(0x06, ErrorClass.TRANSIENT),
  CKR_ARGUMENTS_BAD(0x07, ErrorClass.FATAL),
  CKR_ATTRIBUTE_READ_ONLY(0x10, ErrorClass.FATAL),
  CKR_ATTRIBUTE_SENSITIVE(0x11, ErrorClass.FATAL),
  CKR_ATTRIBUTE_TYPE_INVALID(0x12, ErrorClass.FATAL),
  CKR_ATTRIBUTE_VALUE_INVALID(0x13, ErrorClass.FATAL),
  CKR_ACTION_PROHIBITED(0x1B, ErrorClass.FATAL),
  CKR_DEVICE_ERROR(0x30, ErrorClass.TRANSIENT),
  CKR_DEVICE_MEMORY(0x31, ErrorClass.TRANSIENT),
  CKR_DEVICE_REMOVED(0x32, ErrorClass.MODULE),
  CKR_FUNCTION_NOT_SUPPORTED(0x54, ErrorClass.FATAL),
  CKR_KEY_HANDLE_INVALID(0x60, ErrorClass.SESSION),
  CKR_KEY_FUNCTION_NOT_PERMITTED(0x68, ErrorClass.FATAL),
  CKR_MECHANISM_INVALID(0x70, ErrorClass.FATAL),
  CKR_MECHANISM_PARAM_INVALID(0x71, ErrorClass.FATAL),
  CKR_OBJECT_HANDLE_INVALID(0x82, ErrorClass.SESSION),
  CKR_OPERATION_ACTIVE(0x90, ErrorClass.TRANSIENT),
  CKR_OPERATION_NOT_INITIALIZED(0x91, ErrorClass.TRANSIENT),
  CKR_PIN_INCORRECT(0xA0, ErrorClass.FATAL),
  CKR_PIN_INVALID(0xA1, ErrorClass.FATAL),
  CKR_PIN_LEN_RANGE(0xA2, ErrorClass.FATAL),
  CKR_PIN_EXPIRED(0xA3, ErrorClass.FATAL),
  CKR_PIN_LOCKED(0xA4, ErrorClass.FATAL),
  CKR_SESSION_CLOSED(0xB0, ErrorClass.SESSION),
  CKR_SESSION_COUNT(0xB1, ErrorClass.TRANSIENT),
  CKR_SESSION_HANDLE_INVALID(0xB3, ErrorClass.SESSION),
  CKR_SESSION_READ_ONLY(0xB5, ErrorClass.FATAL),
  CKR_TEMPLATE_INCOMPLETE(0xD0, ErrorClass.FATAL),
  CKR_TEMPLATE_INCONSISTENT(0xD1, ErrorClass.FATAL),
  CKR_TOKEN_NOT_PRESENT(0xE0, ErrorClass.MODULE),
  CKR_TOKEN_NOT_RECOGNIZED(0xE1, ErrorClass.MODULE),
  CKR_TOKEN_WRITE_PROTECTED(0xE2, ErrorClass.FATAL),
  CKR_USER_ALREADY_LOGGED_IN(0x100, ErrorClass.SESSION),
  CKR_USER_NOT_LOGGED_IN(0x101, ErrorClass.SESSION),
  CKR_USER_PIN_NOT_INITIALIZED(0x102, ErrorClass.FATAL),
  CKR_USER_ANOTHER_ALREADY_LOGGED_IN(0x104, ErrorClass.FATAL),
  CKR_CRYPTOKI_NOT_INITIALIZED(0x190, ErrorClass.MODULE),
  CKR_CRYPTOKI_ALREADY_INITIALIZED(0x191, ErrorClass.FATAL);

  private static final Map<Long, ReturnCode> BY_NUMBER =
      Arrays.stream(values()).collect(Collectors.toMap(ReturnCode::number, Function.identity()));
  private static final Map<String, ReturnCode> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(ReturnCode::name, Function.identity()));

  private final long number;
  private final ErrorClass errorClass;

  ReturnCode(long number, ErrorClass errorClass) {
    this.number = number;
    this.errorClass = errorClass;
  }

  long number() {
    return number;
  }

  ErrorClass errorClass() {
    return errorClass;
  }

  /** {@return the seam's word for a failure with this code} */
  TokenException.Fault fault() {
    return switch (this) {
      // A PIN that is expired, too short or not set is as wrong as another one: never retried.
      case CKR_PIN_INCORRECT,
          CKR_PIN_INVALID,
          CKR_PIN_LEN_RANGE,
          CKR_PIN_EXPIRED,
          CKR_USER_PIN_NOT_INITIALIZED ->
          TokenException.Fault.PIN_INCORRECT;
      case CKR_PIN_LOCKED -> TokenException.Fault.PIN_LOCKED;
      case CKR_DEVICE_MEMORY -> TokenException.Fault.TOKEN_FULL;
      case CKR_MECHANISM_INVALID -> TokenException.Fault.MECHANISM_MISSING;
      default -> TokenException.Fault.DEVICE_ERROR;
    };
  }

  static Optional<ReturnCode> of(long number) {
    return Optional.ofNullable(BY_NUMBER.get(number));
  }

  static Optional<ReturnCode> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
