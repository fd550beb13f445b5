package org.astragal.appliance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The token of the {@link TestSite} behind the module in hsm-bridge's src/test/c/faults.c, which
 * fails as a script says.
 */
final class FaultyToken {
  private static final Path SOURCE = Path.of("..", "hsm-bridge", "src", "test", "c", "faults.c");

  private final Path module;

  FaultyToken(Path folder) throws IOException, InterruptedException {
    module = folder.resolve("faults.so").toAbsolutePath();
    Process gcc =
        new ProcessBuilder(
                "gcc",
                "-O1",
                "-shared",
                "-fPIC",
                "-fvisibility=hidden",
                "-o",
                module.toString(),
                SOURCE.toString(),
                "-ldl",
                "-lpthread")
            .inheritIO()
            .start();
    if (gcc.waitFor() != 0) {
      throw new AssertionError("this test needs gcc: apt-get install gcc libc6-dev");
    }
    works();
  }

  /** {@return a configuration that uses it} */
  String in(String yaml) {
    return yaml.replace("module: " + TestSite.MODULE, "module: " + module);
  }

  /** {@return the module that fails} */
  String module() {
    return module.toString();
  }

  void works() throws IOException {
    script("");
  }

  /** Lines as in faults.c, in place of those before. */
  void script(String lines) throws IOException {
    // In one step: a call in another thread must not read half of it.
    Path next = Path.of(module + ".next");
    Files.writeString(next, "module " + TestSite.MODULE + "\n" + lines);
    Files.move(
        next,
        Path.of(module + ".script"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
