package org.astragal.hsm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real SoftHSM2 library with a bad day: functions in its CK_FUNCTION_LIST are replaced by ones
 * that fail, wait or change what the real function returned. SunPKCS11 and this module call through
 * the same list, so that both see it. {@link #close} restores the list.
 */
@SuppressWarnings("restricted")
final class FaultyModule implements AutoCloseable {
  /** A function of PKCS#11: its place in the list and its number of arguments, all 8 bytes wide. */
  enum Function {
    FINALIZE(1, 1),
    GET_SLOT_LIST(4, 3),
    GET_TOKEN_INFO(6, 2),
    GET_MECHANISM_LIST(7, 3),
    OPEN_SESSION(12, 5),
    CLOSE_SESSION(13, 1),
    CLOSE_ALL_SESSIONS(14, 1),
    LOGIN(18, 4),
    LOGOUT(19, 1),
    CREATE_OBJECT(20, 4),
    DESTROY_OBJECT(22, 2),
    SET_ATTRIBUTE_VALUE(25, 4),
    SIGN_INIT(42, 3),
    SIGN(43, 5),
    GENERATE_KEY_PAIR(59, 8),
    GENERATE_RANDOM(64, 3);

    private final int index;
    private final int arguments;

    Function(int index, int arguments) {
      this.index = index;
      this.arguments = arguments;
    }

    private FunctionDescriptor descriptor() {
      MemoryLayout[] layouts = new MemoryLayout[arguments];
      Arrays.fill(layouts, JAVA_LONG);
      return FunctionDescriptor.of(JAVA_LONG, layouts);
    }
  }

  /** The function behind a replacement. */
  interface Real {
    long call(long[] arguments);
  }

  /** What happens instead. */
  interface Replacement {
    long call(Real real, long[] arguments);
  }

  static final long DEVICE_ERROR = 0x30;
  static final long DEVICE_MEMORY = 0x31;

  private static final MemorySegment LIST = list();

  private final Deque<Runnable> undo = new ArrayDeque<>();

  /** Calls a function of the library once, as any other code in the process could. */
  static long callDirectly(Function function, long... arguments) {
    return invoke(
        Linker.nativeLinker().downcallHandle(pointer(function), function.descriptor()), arguments);
  }

  /** Replaces a function until this object is closed. */
  void replace(Function function, Replacement replacement) {
    MemorySegment real = pointer(function);
    MethodHandle realHandle = Linker.nativeLinker().downcallHandle(real, function.descriptor());
    try {
      MethodHandle target =
          MethodHandles.lookup()
              .findStatic(
                  FaultyModule.class,
                  "dispatch",
                  MethodType.methodType(
                      long.class, Replacement.class, MethodHandle.class, long[].class))
              .bindTo(replacement)
              .bindTo(realHandle)
              .asCollector(long[].class, function.arguments);
      // A call that hangs may return after the test: its stub must outlive this object.
      MemorySegment stub =
          Linker.nativeLinker().upcallStub(target, function.descriptor(), Arena.global());
      set(function, stub);
      undo.push(() -> set(function, real));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** Counts the calls of a function. */
  AtomicInteger count(Function function) {
    return count(function, "");
  }

  /** Counts the calls of a function by threads whose name begins so. */
  AtomicInteger count(Function function, String thread) {
    var calls = new AtomicInteger();
    replace(
        function,
        (real, arguments) -> {
          calls.addAndGet(Thread.currentThread().getName().startsWith(thread) ? 1 : 0);
          return real.call(arguments);
        });
    return calls;
  }

  /** Lets a function fail so many times, without reaching the token; then it works again. */
  AtomicInteger fail(Function function, long code, int times) {
    var calls = new AtomicInteger();
    replace(
        function,
        (real, arguments) -> calls.incrementAndGet() <= times ? code : real.call(arguments));
    return calls;
  }

  /** Lets a function fail until {@link #close}. */
  AtomicInteger failAlways(Function function, long code) {
    return fail(function, code, Integer.MAX_VALUE);
  }

  /** Lets each signature be wrong in its last bit. */
  void spoilSignatures() {
    replace(
        Function.SIGN,
        (real, a) -> {
          long code = real.call(a);
          if (a[3] != 0) { // pSignature
            MemorySegment signature = MemorySegment.ofAddress(a[3]).reinterpret(64);
            signature.set(JAVA_BYTE, 63, (byte) (signature.get(JAVA_BYTE, 63) ^ 1));
          }
          return code;
        });
  }

  @Override
  public void close() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }

  @SuppressWarnings("unused") // called through a method handle
  private static long dispatch(Replacement replacement, MethodHandle real, long[] arguments) {
    return replacement.call(actual -> invoke(real, actual), arguments);
  }

  private static long invoke(MethodHandle handle, long[] arguments) {
    Object[] boxed = new Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      boxed[i] = arguments[i];
    }
    try {
      return (long) handle.invokeWithArguments(boxed);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static MemorySegment pointer(Function function) {
    return LIST.get(ADDRESS, 8L * (1 + function.index));
  }

  private static void set(Function function, MemorySegment pointer) {
    LIST.set(ADDRESS, 8L * (1 + function.index), pointer);
  }

  private static MemorySegment list() {
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle get =
          Linker.nativeLinker()
              .downcallHandle(
                  SymbolLookup.libraryLookup(SoftHsm.MODULE, Arena.global())
                      .findOrThrow("C_GetFunctionList"),
                  FunctionDescriptor.of(JAVA_LONG, ADDRESS));
      MemorySegment pointer = arena.allocate(ADDRESS);
      if ((long) get.invokeExact(pointer) != 0) {
        throw new AssertionError("C_GetFunctionList failed");
      }
      return pointer.get(ADDRESS, 0).reinterpret(8L * 69);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
