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

  /** Lets the next signature fail without reaching the token; modules differ in what makes it. */
  void loseSignature() throws IOException {
    script("C_Sign 0x30 0 1 0 before\nC_SignFinal 0x30 0 1 0 before\n");
  }

  /** Lets the next signature take longer. */
  void delaySignature(long millis) throws IOException {
    script("C_Sign 0 0 1 %1$d before\nC_SignFinal 0 0 1 %1$d before\n".formatted(millis));
  }

  /** {@return how many calls were hit since this object was made} */
  int hits() throws IOException {
    Path hits = Path.of(config.module() + ".hits");
    return Files.exists(hits) ? Files.readAllLines(hits).size() : 0;
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
