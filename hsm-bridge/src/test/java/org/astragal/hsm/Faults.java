package org.astragal.hsm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A token behind the module in src/test/c/faults.c, which fails as a script says; the real module
 * behind it is any. It is compiled once in each run, and copied for each use: each copy has a
 * script of its own.
 */
final class Faults implements AutoCloseable {
  static final long DEVICE_ERROR = 0x30;
  static final long DEVICE_REMOVED = 0x32;
  static final long TOKEN_NOT_PRESENT = 0xE0;

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Path COMPILED = compile();

  private final TokenConfig config;
  private final Path script;
  private final String firstLine;

  Faults(TestModule module, TokenConfig real) throws IOException {
    Path copy =
        COMPILED.resolveSibling(
            "faults-" + module.name().toLowerCase(Locale.ROOT) + NUMBER.incrementAndGet() + ".so");
    Files.copy(COMPILED, copy);
    this.script = Path.of(copy + ".script");
    this.firstLine = "module " + real.module() + "\n";
    this.config =
        new TokenConfig(
            copy,
            real.moduleArguments(),
            real.token(),
            real.pin(),
            real.callTimeout(),
            real.allowedDeviations());
    script("");
  }

  TokenConfig config() {
    return config;
  }

  /** Lets the next calls of a function fail without reaching the token. */
  void fail(String function, long code, int times) throws IOException {
    script(function + " 0x" + Long.toHexString(code) + " 0 " + times + " 0 before\n");
  }

  /** Lets the next calls of a function take longer. */
  void delay(String function, long millis, int times) throws IOException {
    script(function + " 0 0 " + times + " " + millis + " before\n");
  }

  /** Lines as in faults.c, in place of those before. */
  void script(String lines) throws IOException {
    // In one step: a call in another thread must not read half of it.
    Path next = Files.writeString(Path.of(script + ".next"), firstLine + lines);
    Files.move(next, script, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Everything works again. */
  @Override
  public void close() throws IOException {
    script("");
  }

  private static Path compile() {
    try {
      Path library = TestFiles.emptied("faults").resolve("faults.so");
      TestFiles.run(
          new ProcessBuilder(
              "gcc",
              "-Wall",
              "-Wextra",
              "-Werror",
              "-O1",
              "-shared",
              "-fPIC",
              "-fvisibility=hidden",
              "-o",
              library.toString(),
              Path.of("src/test/c/faults.c").toString(),
              "-ldl",
              "-lpthread"));
      return library;
    } catch (IOException e) {
      throw new AssertionError("These tests need gcc: apt-get install gcc libc6-dev", e);
    }
  }
}
