package org.astragal.hsm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Values of PKCS#11 in native memory. */
final class Structs {
  static final int ATTRIBUTE_BYTES = 24;

  private static final int MECHANISM_BYTES = 24;

  private Structs() {}

  /** What to do with a secret in native memory. */
  interface SecretUse {
    void use(MemorySegment secret) throws CkException;
  }

  /** Lends a native copy of a secret and wipes it afterwards. */
  static void withSecret(Arena arena, byte[] secret, SecretUse use) throws CkException {
    MemorySegment copy = arena.allocate(Math.max(1, secret.length));
    try {
      MemorySegment.copy(secret, 0, copy, JAVA_BYTE, 0, secret.length);
      use.use(copy);
    } finally {
      copy.fill((byte) 0);
    }
  }

  static MemorySegment template(Arena arena, Attribute... attributes) {
    MemorySegment template =
        arena.allocate(Math.max(8L, (long) ATTRIBUTE_BYTES * attributes.length), 8);
    for (int i = 0; i < attributes.length; i++) {
      byte[] value = attributes[i].value();
      MemorySegment copy = arena.allocate(Math.max(1, value.length), 8);
      MemorySegment.copy(value, 0, copy, JAVA_BYTE, 0, value.length);
      long at = (long) ATTRIBUTE_BYTES * i;
      template.set(JAVA_LONG, at, attributes[i].type());
      template.set(ADDRESS, at + 8, copy);
      template.set(JAVA_LONG, at + 16, value.length);
    }
    return template;
  }

  /** {@return a CK_MECHANISM without parameters} */
  static MemorySegment mechanism(Arena arena, long number) {
    MemorySegment mechanism = arena.allocate(MECHANISM_BYTES, 8);
    mechanism.set(JAVA_LONG, 0, number);
    return mechanism;
  }

  static List<Long> longs(MemorySegment values, int count) {
    var list = new ArrayList<Long>(count);
    for (int i = 0; i < count; i++) {
      list.add(values.getAtIndex(JAVA_LONG, i));
    }
    return List.copyOf(list);
  }

  /** {@return a text that is padded with spaces or ends early} */
  static String padded(MemorySegment info, int offset, int length) {
    byte[] bytes = info.asSlice(offset, length).toArray(JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ').stripTrailing();
  }

  /** {@return a CK_VERSION as it is written} */
  static String version(MemorySegment info, int offset) {
    return Byte.toUnsignedInt(info.get(JAVA_BYTE, offset))
        + "."
        + Byte.toUnsignedInt(info.get(JAVA_BYTE, offset + 1));
  }

  static int bounded(String function, long value, int limit) throws CkException {
    if (value < 0 || value > limit) {
      // The module talks nonsense.
      throw new CkException(function, ReturnCode.CKR_GENERAL_ERROR.number());
    }
    return (int) value;
  }

  static void check(String function, long code) throws CkException {
    if (code != CkException.OK) {
      throw new CkException(function, code);
    }
  }

  static boolean is(long code, ReturnCode expected) {
    return code == expected.number();
  }
}
