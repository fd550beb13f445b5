package org.astragal.hsm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A PKCS#11 library in this process: there is one object for each file, whoever uses it, because
 * its state belongs to the whole process. Sizes are those of 64-bit Linux, where CK_ULONG and
 * pointers have 8 bytes.
 *
 * <p>Thread safety: safe.
 */
@SuppressWarnings("restricted") // one of the classes that may call native functions
final class NativeModule {
  private static final int FUNCTIONS = 68;

  /** More calls than can ever be in a library at one time. */
  private static final int ALL = 1 << 20;

  private static final Map<Path, NativeModule> LOADED = new ConcurrentHashMap<>();

  private final Map<Integer, MethodHandle> functions = new ConcurrentHashMap<>();
  private final MemorySegment table;
  private final String arguments;
  private final Semaphore inside = new Semaphore(ALL);
  private final AtomicInteger generation = new AtomicInteger();
  private final AtomicInteger restarts = new AtomicInteger();

  private NativeModule(MemorySegment table, String arguments) {
    this.table = table;
    this.arguments = arguments;
  }

  /** Loads a library, once per file and process; the first one to do so gives the arguments. */
  static NativeModule load(Path path, String arguments) throws TokenException {
    Path file;
    try {
      file = path.toRealPath();
    } catch (IOException e) {
      throw missing("there is no readable file " + path, e);
    }
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw missing("there is no readable file " + path, null);
    }
    NativeModule loaded = LOADED.get(file);
    if (loaded == null) {
      var module = new NativeModule(functionList(path), arguments);
      NativeModule first = LOADED.putIfAbsent(file, module);
      loaded = first == null ? module : first;
    }
    return loaded;
  }

  private static MemorySegment functionList(Path path) throws TokenException {
    try (Arena arena = Arena.ofConfined()) {
      // Never unloaded: SunPKCS11 shares it, and handles point into it.
      MemorySegment get =
          SymbolLookup.libraryLookup(path, Arena.global())
              .find("C_GetFunctionList")
              .orElseThrow(() -> missing(path + " is no PKCS#11 library", null));
      MemorySegment pointer = arena.allocate(ADDRESS);
      long code =
          (long)
              Linker.nativeLinker()
                  .downcallHandle(get, FunctionDescriptor.of(JAVA_LONG, ADDRESS))
                  .invokeExact(pointer);
      if (code != CkException.OK) {
        throw new CkException("C_GetFunctionList", code).toTokenException();
      }
      return pointer.get(ADDRESS, 0).reinterpret(8L * (1 + FUNCTIONS));
    } catch (IllegalArgumentException e) {
      throw missing(path + " cannot be loaded", e);
    } catch (TokenException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("call into " + path, e);
    }
  }

  private static TokenException missing(String detail, @Nullable Throwable cause) {
    return new TokenException(TokenException.Fault.MODULE_MISSING, detail, cause);
  }

  /** {@return what the library is told when it is initialised; empty for most} */
  String arguments() {
    return arguments;
  }

  /**
   * {@return the number of the times that sessions ended all at once} Handles of an earlier
   * generation may mean somebody else's session by now.
   */
  int generation() {
    return generation.get();
  }

  void nextGeneration() {
    generation.incrementAndGet();
  }

  /** {@return how often the library was finalised by us} */
  int restarts() {
    return restarts.get();
  }

  void restarted() {
    generation.incrementAndGet();
    restarts.incrementAndGet();
  }

  /**
   * Says that a thread is about to make calls.
   *
   * @return whether it may; then {@link #leave} must follow
   */
  boolean enter(long nanos) throws InterruptedException {
    return inside.tryAcquire(nanos, TimeUnit.NANOSECONDS);
  }

  void leave() {
    inside.release();
  }

  /**
   * Waits until the caller, which has entered, is the only one inside, and keeps others out.
   *
   * @return whether that is so; then {@link #share} must follow
   */
  boolean claim(long nanos) throws InterruptedException {
    return inside.tryAcquire(ALL - 1, nanos, TimeUnit.NANOSECONDS);
  }

  void share() {
    inside.release(ALL - 1);
  }

  /** Calls a function of the list. */
  long call(int function, Object... arguments) {
    MethodHandle handle = functions.computeIfAbsent(function, _ -> handle(arguments));
    // As SunPKCS11 does, the pointer is read from the list at each call.
    MemorySegment pointer = table.get(ADDRESS, 8L * (1 + function));
    try {
      return (long) handle.invokeExact(pointer, arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("PKCS#11 function " + function, e);
    }
  }

  private static MethodHandle handle(Object... arguments) {
    MemoryLayout[] layouts = new MemoryLayout[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      layouts[i] =
          switch (arguments[i]) {
            case MemorySegment _ -> ADDRESS;
            case Byte _ -> JAVA_BYTE;
            default -> JAVA_LONG;
          };
    }
    return Linker.nativeLinker()
        .downcallHandle(FunctionDescriptor.of(JAVA_LONG, layouts))
        .asSpreader(Object[].class, layouts.length)
        .asType(MethodType.methodType(long.class, MemorySegment.class, Object[].class));
  }
}
