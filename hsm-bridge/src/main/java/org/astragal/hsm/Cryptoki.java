package org.astragal.hsm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.astragal.hsm.Structs.ATTRIBUTE_BYTES;
import static org.astragal.hsm.Structs.bounded;
import static org.astragal.hsm.Structs.check;
import static org.astragal.hsm.Structs.is;
import static org.astragal.hsm.Structs.longs;
import static org.astragal.hsm.Structs.mechanism;
import static org.astragal.hsm.Structs.padded;
import static org.astragal.hsm.Structs.template;
import static org.astragal.hsm.Structs.version;
import static org.astragal.hsm.Structs.withSecret;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The few PKCS#11 functions that SunPKCS11 does not offer. Sizes are those of 64-bit Linux, where
 * CK_ULONG and pointers have 8 bytes.
 *
 * <p>Thread safety: safe; but one session must be used by one thread at a time.
 *
 * @spec pkcs11.html#functions PKCS #11 v2.40, 5 Functions
 */
final class Cryptoki {
  static final long USER_SO = 0;
  static final long USER = 1;

  // Positions in CK_FUNCTION_LIST, counted after its version.
  private static final int INITIALIZE = 0;
  private static final int FINALIZE = 1;
  private static final int GET_SLOT_LIST = 4;
  private static final int GET_TOKEN_INFO = 6;
  private static final int INIT_TOKEN = 9;
  private static final int INIT_PIN = 10;
  private static final int OPEN_SESSION = 12;
  private static final int CLOSE_SESSION = 13;
  private static final int CLOSE_ALL_SESSIONS = 14;
  private static final int GET_SESSION_INFO = 15;
  private static final int LOGIN = 18;
  private static final int LOGOUT = 19;
  private static final int CREATE_OBJECT = 20;
  private static final int DESTROY_OBJECT = 22;
  private static final int GET_ATTRIBUTE_VALUE = 24;
  private static final int SET_ATTRIBUTE_VALUE = 25;
  private static final int FIND_OBJECTS_INIT = 26;
  private static final int FIND_OBJECTS = 27;
  private static final int FIND_OBJECTS_FINAL = 28;
  private static final int SIGN_INIT = 42;
  private static final int SIGN = 43;
  private static final int GENERATE_KEY = 58;
  private static final int GENERATE_KEY_PAIR = 59;
  private static final int GENERATE_RANDOM = 64;

  private static final long CKF_SERIAL_SESSION = 4;
  private static final long CKF_RW_SESSION = 2;
  private static final long CKF_OS_LOCKING_OK = 2;
  private static final long CKF_USER_PIN_COUNT_LOW = 0x10000;
  private static final long CKF_USER_PIN_FINAL_TRY = 0x20000;
  private static final long CKF_USER_PIN_LOCKED = 0x40000;
  private static final long CKF_TOKEN_INITIALIZED = 0x400;

  private static final int INITIALIZE_ARGS_BYTES = 56;
  private static final int TOKEN_INFO_BYTES = 208;
  private static final int LABEL_BYTES = 32;
  private static final int HARDWARE_VERSION = 184; // places in CK_TOKEN_INFO
  private static final int FIRMWARE_VERSION = 186;
  // Above every token known; a list longer than this is a broken module.
  private static final int MAX_SLOTS = 4_096;
  private static final int MAX_OBJECTS = 65_536;
  private static final int MAX_ATTRIBUTE_BYTES = 65_536;

  private final NativeModule module;

  private Cryptoki(NativeModule module) {
    this.module = module;
  }

  /** Loads a library, once per file and process, and initialises it. */
  static Cryptoki load(Path path, String arguments) throws TokenException {
    var cryptoki = new Cryptoki(NativeModule.load(path, arguments));
    try {
      cryptoki.initialise();
    } catch (CkException e) {
      throw e.toTokenException();
    }
    return cryptoki;
  }

  NativeModule module() {
    return module;
  }

  /** Initialises the library; does nothing when somebody in this process already did. */
  void initialise() throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment arguments = arena.allocate(INITIALIZE_ARGS_BYTES, 8);
      arguments.set(JAVA_LONG, 32, CKF_OS_LOCKING_OK);
      if (!module.arguments().isEmpty()) {
        // NSS has its own member here, before the reserved one.
        arguments.set(ADDRESS, 40, arena.allocateFrom(module.arguments()));
      }
      long code = call(INITIALIZE, arguments);
      if (!is(code, ReturnCode.CKR_CRYPTOKI_ALREADY_INITIALIZED)) {
        check("C_Initialize", code);
      }
    }
  }

  /** Ends the library's work for this process. Whatever it answers, it can be initialised anew. */
  void finalise() {
    call(FINALIZE, MemorySegment.NULL);
  }

  /** {@return the slot numbers, empty slots included, in the module's order} */
  List<Long> slots() throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_LONG);
      check("C_GetSlotList", call(GET_SLOT_LIST, (byte) 0, MemorySegment.NULL, count));
      int size = bounded("C_GetSlotList", count.get(JAVA_LONG, 0), MAX_SLOTS);
      MemorySegment slots = arena.allocate(JAVA_LONG, Math.max(1, size));
      check("C_GetSlotList", call(GET_SLOT_LIST, (byte) 0, slots, count));
      int filled = (int) Math.min(size, count.get(JAVA_LONG, 0));
      return longs(slots, filled);
    }
  }

  /** {@return what the token in a slot says of itself; empty when none is there, or none made} */
  Optional<TokenInfo> token(long slot) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(TOKEN_INFO_BYTES, 8);
      long code = call(GET_TOKEN_INFO, slot, info);
      if (is(code, ReturnCode.CKR_TOKEN_NOT_PRESENT)
          || is(code, ReturnCode.CKR_TOKEN_NOT_RECOGNIZED)) {
        return Optional.empty();
      }
      check("C_GetTokenInfo", code);
      long flags = info.get(JAVA_LONG, 96);
      if ((flags & CKF_TOKEN_INITIALIZED) == 0) {
        return Optional.empty();
      }
      return Optional.of(
          new TokenInfo(
              padded(info, 0, LABEL_BYTES),
              padded(info, 32, 32),
              padded(info, 64, 16),
              padded(info, 80, 16),
              version(info, HARDWARE_VERSION),
              version(info, FIRMWARE_VERSION),
              slot,
              (flags & CKF_USER_PIN_COUNT_LOW) != 0,
              (flags & CKF_USER_PIN_FINAL_TRY) != 0,
              (flags & CKF_USER_PIN_LOCKED) != 0));
    }
  }

  /** {@return whether a slot holds a token that nobody has initialised yet} */
  boolean blankToken(long slot) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(TOKEN_INFO_BYTES, 8);
      return call(GET_TOKEN_INFO, slot, info) == CkException.OK
          && (info.get(JAVA_LONG, 96) & CKF_TOKEN_INITIALIZED) == 0;
    }
  }

  void initToken(long slot, byte[] soPin, String label) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment padded = arena.allocate(LABEL_BYTES);
      padded.fill((byte) ' ');
      padded.copyFrom(MemorySegment.ofArray(label.getBytes(StandardCharsets.UTF_8)));
      withSecret(
          arena,
          soPin,
          pin -> check("C_InitToken", call(INIT_TOKEN, slot, pin, (long) soPin.length, padded)));
    }
  }

  void initPin(long session, byte[] pin) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      withSecret(
          arena, pin, copy -> check("C_InitPIN", call(INIT_PIN, session, copy, (long) pin.length)));
    }
  }

  long openSession(long slot, boolean write) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment session = arena.allocate(JAVA_LONG);
      long flags = CKF_SERIAL_SESSION | (write ? CKF_RW_SESSION : 0);
      check(
          "C_OpenSession",
          call(OPEN_SESSION, slot, flags, MemorySegment.NULL, MemorySegment.NULL, session));
      return session.get(JAVA_LONG, 0);
    }
  }

  /** Closes a session; a session that is already gone is as good. */
  void closeSession(long session) {
    call(CLOSE_SESSION, session);
  }

  void closeAllSessions(long slot) throws CkException {
    check("C_CloseAllSessions", call(CLOSE_ALL_SESSIONS, slot));
  }

  /** {@return whether the user is logged in, as this session sees it} */
  boolean loggedIn(long session) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(32, 8);
      check("C_GetSessionInfo", call(GET_SESSION_INFO, session, info));
      long state = info.get(JAVA_LONG, 8);
      return state == 1 || state == 3; // CKS_RO_USER_FUNCTIONS, CKS_RW_USER_FUNCTIONS
    }
  }

  void login(long session, long user, byte[] pin) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      withSecret(
          arena,
          pin,
          copy -> {
            long code = call(LOGIN, session, user, copy, (long) pin.length);
            if (!is(code, ReturnCode.CKR_USER_ALREADY_LOGGED_IN)) {
              check("C_Login", code);
            }
          });
    }
  }

  /** Logs out. Only for the security officer's session: it ends every session's login. */
  void logout(long session) throws CkException {
    check("C_Logout", call(LOGOUT, session));
  }

  /** {@return the handles of all objects with these attributes} */
  List<Long> find(long session, Attribute... attributes) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      check(
          "C_FindObjectsInit",
          call(FIND_OBJECTS_INIT, session, template(arena, attributes), (long) attributes.length));
      try {
        var found = new ArrayList<Long>();
        MemorySegment handles = arena.allocate(JAVA_LONG, 64);
        MemorySegment count = arena.allocate(JAVA_LONG);
        do {
          check("C_FindObjects", call(FIND_OBJECTS, session, handles, 64L, count));
          found.addAll(longs(handles, bounded("C_FindObjects", count.get(JAVA_LONG, 0), 64)));
        } while (count.get(JAVA_LONG, 0) > 0 && found.size() < MAX_OBJECTS);
        return List.copyOf(found);
      } finally {
        call(FIND_OBJECTS_FINAL, session);
      }
    }
  }

  /** {@return the bytes of one attribute; empty when the object does not have it or hides it} */
  Optional<byte[]> attribute(long session, long object, long type) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment template = arena.allocate(ATTRIBUTE_BYTES, 8);
      template.set(JAVA_LONG, 0, type);
      long code = call(GET_ATTRIBUTE_VALUE, session, object, template, 1L);
      if (is(code, ReturnCode.CKR_ATTRIBUTE_TYPE_INVALID)
          || is(code, ReturnCode.CKR_ATTRIBUTE_SENSITIVE)) {
        return Optional.empty();
      }
      check("C_GetAttributeValue", code);
      long length = template.get(JAVA_LONG, 16);
      if (length == -1) {
        return Optional.empty(); // CK_UNAVAILABLE_INFORMATION
      }
      int size = bounded("C_GetAttributeValue", length, MAX_ATTRIBUTE_BYTES);
      MemorySegment value = arena.allocate(Math.max(1, size));
      template.set(ADDRESS, 8, value);
      check("C_GetAttributeValue", call(GET_ATTRIBUTE_VALUE, session, object, template, 1L));
      return Optional.of(value.asSlice(0, size).toArray(JAVA_BYTE));
    }
  }

  void setAttribute(long session, long object, Attribute attribute) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      check(
          "C_SetAttributeValue",
          call(SET_ATTRIBUTE_VALUE, session, object, template(arena, attribute), 1L));
    }
  }

  void create(long session, Attribute... attributes) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      check(
          "C_CreateObject",
          call(
              CREATE_OBJECT,
              session,
              template(arena, attributes),
              (long) attributes.length,
              arena.allocate(JAVA_LONG)));
    }
  }

  void destroy(long session, long object) throws CkException {
    check("C_DestroyObject", call(DESTROY_OBJECT, session, object));
  }

  /** Makes a secret key; it is found by what the template says of it. */
  void generateKey(long session, long mechanism, Attribute... template) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      check(
          "C_GenerateKey",
          call(
              GENERATE_KEY,
              session,
              mechanism(arena, mechanism),
              template(arena, template),
              (long) template.length,
              arena.allocate(JAVA_LONG)));
    }
  }

  /** Makes a key pair; both are found by what the templates say of them. */
  void generateKeyPair(
      long session, long mechanism, Attribute[] publicTemplate, Attribute[] privateTemplate)
      throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      check(
          "C_GenerateKeyPair",
          call(
              GENERATE_KEY_PAIR,
              session,
              mechanism(arena, mechanism),
              template(arena, publicTemplate),
              (long) publicTemplate.length,
              template(arena, privateTemplate),
              (long) privateTemplate.length,
              arena.allocate(JAVA_LONG),
              arena.allocate(JAVA_LONG)));
    }
  }

  /** {@return the signature of a message, by a mechanism without parameters, in one go} */
  byte[] sign(long session, long mechanism, long key, byte[] message, int longest)
      throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      check("C_SignInit", call(SIGN_INIT, session, mechanism(arena, mechanism), key));
      MemorySegment data = arena.allocate(Math.max(1, message.length));
      MemorySegment.copy(message, 0, data, JAVA_BYTE, 0, message.length);
      MemorySegment signature = arena.allocate(longest);
      MemorySegment length = arena.allocateFrom(JAVA_LONG, longest);
      check("C_Sign", call(SIGN, session, data, (long) message.length, signature, length));
      int given = bounded("C_Sign", length.get(JAVA_LONG, 0), longest);
      return signature.asSlice(0, given).toArray(JAVA_BYTE);
    }
  }

  /** Fills the first bytes of an array from the token's own generator, asked for in blocks. */
  void random(long session, byte[] out, int bytes, int blockBytes) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Math.min(blockBytes, Math.max(1, bytes)));
      try {
        for (int at = 0; at < bytes; at += blockBytes) {
          int count = Math.min(blockBytes, bytes - at);
          check("C_GenerateRandom", call(GENERATE_RANDOM, session, buffer, (long) count));
          MemorySegment.copy(buffer, JAVA_BYTE, 0, out, at, count);
        }
      } finally {
        buffer.fill((byte) 0);
      }
    }
  }

  private long call(int function, Object... arguments) {
    return module.call(function, arguments);
  }
}
