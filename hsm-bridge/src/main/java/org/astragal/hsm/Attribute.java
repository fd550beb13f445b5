package org.astragal.hsm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One attribute of a PKCS#11 object, to look for or to set, in the token's byte form.
 *
 * @spec pkcs11.html#attributes PKCS #11 v2.40, A.3 Attribute types
 */
final class Attribute {
  static final long CKA_CLASS = 0x0;
  static final long CKA_TOKEN = 0x1;
  static final long CKA_PRIVATE = 0x2;
  static final long CKA_LABEL = 0x3;
  static final long CKA_VALUE = 0x11;
  static final long CKA_CERTIFICATE_TYPE = 0x80;
  static final long CKA_ISSUER = 0x81;
  static final long CKA_SERIAL_NUMBER = 0x82;
  static final long CKA_KEY_TYPE = 0x100;
  static final long CKA_SUBJECT = 0x101;
  static final long CKA_ID = 0x102;
  static final long CKA_SENSITIVE = 0x103;
  static final long CKA_DECRYPT = 0x105;
  static final long CKA_UNWRAP = 0x107;
  static final long CKA_SIGN = 0x108;
  static final long CKA_SIGN_RECOVER = 0x109;
  static final long CKA_VERIFY = 0x10A;
  static final long CKA_DERIVE = 0x10C;
  static final long CKA_VALUE_LEN = 0x161;
  static final long CKA_EXTRACTABLE = 0x162;
  static final long CKA_LOCAL = 0x163;
  static final long CKA_NEVER_EXTRACTABLE = 0x164;
  static final long CKA_ALWAYS_SENSITIVE = 0x165;
  static final long CKA_KEY_GEN_MECHANISM = 0x166;
  static final long CKA_EC_PARAMS = 0x180;
  static final long CKA_EC_POINT = 0x181;

  static final long CKO_CERTIFICATE = 1;
  static final long CKO_PUBLIC_KEY = 2;
  static final long CKO_PRIVATE_KEY = 3;
  static final long CKO_SECRET_KEY = 4;

  static final long CKK_EC = 3;
  static final long CKK_GENERIC_SECRET = 0x10;
  static final long CKK_EC_EDWARDS = 0x40;

  private final long type;
  private final byte[] value;

  private Attribute(long type, byte[] value) {
    this.type = type;
    this.value = value;
  }

  static Attribute of(long type, byte[] value) {
    return new Attribute(type, value.clone());
  }

  static Attribute text(long type, String value) {
    return new Attribute(type, value.getBytes(StandardCharsets.UTF_8));
  }

  static Attribute flag(long type, boolean value) {
    return new Attribute(type, new byte[] {(byte) (value ? 1 : 0)});
  }

  static Attribute number(long type, long value) {
    return new Attribute(type, nativeOrder(Long.BYTES).putLong(value).array());
  }

  long type() {
    return type;
  }

  byte[] value() {
    return value.clone();
  }

  /** {@return a CK_ULONG as the token gave it} */
  static long toNumber(byte[] value) {
    return value.length == Long.BYTES ? nativeOrder(Long.BYTES).put(0, value).getLong(0) : -1;
  }

  private static ByteBuffer nativeOrder(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
  }
}
