package org.astragal.hsm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.astragal.hsm.Structs.bounded;
import static org.astragal.hsm.Structs.check;
import static org.astragal.hsm.Structs.longs;
import static org.astragal.hsm.Structs.padded;
import static org.astragal.hsm.Structs.version;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a library and a token say of themselves beyond what work with them needs.
 *
 * <p>Thread safety: safe.
 *
 * @spec pkcs11.html#functions PKCS #11 v2.40, 5 Functions
 */
final class TokenProbe {
  private static final int GET_INFO = 2;
  private static final int GET_TOKEN_INFO = 6;
  private static final int GET_MECHANISM_LIST = 7;
  private static final int INFO_BYTES = 88;
  private static final int TOKEN_INFO_BYTES = 208;
  private static final int MAX_MECHANISMS = 4_096;

  private final Cryptoki cryptoki;

  TokenProbe(Cryptoki cryptoki) {
    this.cryptoki = cryptoki;
  }

  /** {@return maker, description and versions of the library} */
  String library() throws TokenException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(INFO_BYTES, 8);
      check("C_GetInfo", cryptoki.module().call(GET_INFO, info));
      return "%s, %s %s, PKCS#11 %s"
          .formatted(
              padded(info, 2, 32), padded(info, 48, 32), version(info, 80), version(info, 0));
    } catch (CkException e) {
      throw e.toTokenException();
    }
  }

  /** {@return all tokens that the library shows and that answer} */
  List<TokenInfo> tokens() throws TokenException {
    try {
      var tokens = new ArrayList<TokenInfo>();
      for (long slot : cryptoki.slots()) {
        try {
          cryptoki.token(slot).ifPresent(tokens::add);
        } catch (CkException e) {
          // One that is broken is not ours, which was found.
        }
      }
      return tokens;
    } catch (CkException e) {
      throw e.toTokenException();
    }
  }

  List<Long> mechanisms(long slot) throws TokenException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_LONG);
      NativeModule module = cryptoki.module();
      check("C_GetMechanismList", module.call(GET_MECHANISM_LIST, slot, MemorySegment.NULL, count));
      int size = bounded("C_GetMechanismList", count.get(JAVA_LONG, 0), MAX_MECHANISMS);
      MemorySegment list = arena.allocate(JAVA_LONG, Math.max(1, size));
      check("C_GetMechanismList", module.call(GET_MECHANISM_LIST, slot, list, count));
      return longs(list, (int) Math.min(size, count.get(JAVA_LONG, 0)));
    } catch (CkException e) {
      throw e.toTokenException();
    }
  }

  TokenReport.Sessions sessions(long slot) throws TokenException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = info(arena, slot);
      return new TokenReport.Sessions(limit(info, 104), limit(info, 120));
    } catch (CkException e) {
      throw e.toTokenException();
    }
  }

  /** 0 is "as many as you like", all ones is "not told". */
  private static Optional<Long> limit(MemorySegment info, int offset) {
    long value = info.get(JAVA_LONG, offset);
    return value > 0 ? Optional.of(value) : Optional.empty();
  }

  private MemorySegment info(Arena arena, long slot) throws CkException {
    MemorySegment info = arena.allocate(TOKEN_INFO_BYTES, 8);
    check("C_GetTokenInfo", cryptoki.module().call(GET_TOKEN_INFO, slot, info));
    return info;
  }
}
