package org.astragal.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a PKCS#11 module gives to a loop in C, see src/main/c/pkcs11_loop.c: the yardstick beside
 * which ours is judged in the same run.
 */
final class BareLoop {
  private static final Pattern RATE = Pattern.compile("rate ([0-9.]+)");
  private static final Pattern PROCESSOR = Pattern.compile("processor ([0-9.]+)");

  private final Path program;
  private final BenchToken token;

  private BareLoop(Path program, BenchToken token) {
    this.program = program;
    this.token = token;
  }

  /**
   * Compiles the program; needs gcc.
   *
   * @param directory where it is put
   */
  static BareLoop compile(Plan plan, Path directory, BenchToken token)
      throws LoadException, InterruptedException {
    Path source = plan.home().resolve(Path.of("benchmarks", "src", "main", "c", "pkcs11_loop.c"));
    Path program = directory.resolve("pkcs11_loop");
    Commands.run(
        new ProcessBuilder(
            "gcc", "-O2", "-o", program.toString(), source.toString(), "-lpthread", "-ldl"));
    return new BareLoop(program, token);
  }

  /** {@return bytes a second from C_GenerateRandom, asked for in blocks} */
  Rates random(int blockBytes, long seconds) throws LoadException, InterruptedException {
    return run("random", Integer.toString(blockBytes), Long.toString(seconds));
  }

  /** {@return signatures of 32 bytes a second} */
  Rates sign(long mechanism, String key, long seconds, int threads)
      throws LoadException, InterruptedException {
    return run(
        "sign", Long.toString(mechanism), key, Long.toString(seconds), Integer.toString(threads));
  }

  private Rates run(String... what) throws LoadException, InterruptedException {
    var words = new ArrayList<>(List.of(program.toString()));
    words.addAll(token.words());
    words.addAll(List.of(what));
    String printed = Commands.run(token.in(new ProcessBuilder(words)));
    return new Rates(Commands.number(RATE, printed), Commands.number(PROCESSOR, printed));
  }
}
