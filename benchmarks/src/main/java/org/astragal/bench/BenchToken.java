package org.astragal.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * A SoftHSM token, as a program must be told of it.
 *
 * @param module the library
 * @param label the token's label
 * @param pinFile the file with its PIN
 * @param configuration SoftHSM's configuration, which its environment must name
 */
record BenchToken(Path module, String label, Path pinFile, Path configuration) {
  private static final String VARIABLE = "SOFTHSM2_CONF";

  /** {@return module, label and PIN file, as arguments} */
  List<String> words() {
    return List.of(module.toString(), label, pinFile.toString());
  }

  /** {@return a program that uses it} */
  ProcessBuilder in(ProcessBuilder builder) {
    builder.environment().put(VARIABLE, configuration.toString());
    return builder;
  }
}
