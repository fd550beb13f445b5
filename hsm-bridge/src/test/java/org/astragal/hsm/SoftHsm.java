package org.astragal.hsm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Real SoftHSM2 tokens for tests. SoftHSM reads SOFTHSM2_CONF once per process, so all tests of a
 * process share one folder of tokens, emptied at the start; each test makes tokens of its own.
 */
final class SoftHsm {
  static final Duration TIMEOUT = Duration.ofSeconds(20);
  static final Path MODULE = module();

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final char[] SO_PIN = "so-pin-of-tests".toCharArray();
  private static final String USER_PIN = "user-pin-of-tests";
  private static final Path FOLDER = folder();

  private SoftHsm() {}

  /** {@return the configuration of a new, initialised token with a PIN file of its own} */
  static TokenConfig newToken() throws IOException, TokenException {
    String label = "test-" + NUMBER.incrementAndGet();
    Token.initialise(MODULE, label, SO_PIN, USER_PIN.toCharArray());
    return config(label, USER_PIN);
  }

  /** {@return the label that a configuration names} */
  static String label(TokenConfig config) {
    return config.token().label().orElseThrow();
  }

  /** {@return the PIN file that a configuration names} */
  static Path pinFile(TokenConfig config) {
    return ((PinSource.File) config.pin()).file();
  }

  static NativeModule nativeModule() {
    try {
      return NativeModule.load(MODULE, "");
    } catch (TokenException e) {
      throw new AssertionError(e);
    }
  }

  /** {@return the folder in which SoftHSM keeps a token} */
  static Path storeOf(TokenInfo token) throws IOException {
    // SoftHSM's serial number is the end of the folder's name.
    try (Stream<Path> stores = Files.list(FOLDER.resolve("tokens"))) {
      return stores
          .filter(p -> p.toString().replace("-", "").endsWith(token.serial()))
          .findFirst()
          .orElseThrow();
    }
  }

  /** {@return a configuration with the label and a PIN file that holds the PIN} */
  static TokenConfig config(String label, String pin) throws IOException {
    return new TokenConfig(MODULE, label, pinFile(pin), TIMEOUT);
  }

  /** {@return a new file of mode 0600 with this content} */
  static Path pinFile(String content) throws IOException {
    Path file =
        Files.createFile(
            FOLDER.resolve("pin-" + NUMBER.incrementAndGet()),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content);
  }

  private static Path module() {
    Path found =
        Stream.of(
                "/usr/lib/softhsm/libsofthsm2.so",
                "/usr/lib64/softhsm/libsofthsm2.so",
                "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
                "/usr/local/lib/softhsm/libsofthsm2.so")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst()
            .orElse(null);
    if (found == null) {
      throw new AssertionError(
          "These tests need SoftHSM2, and libsofthsm2.so is not installed:"
              + " install the Debian package softhsm2 (apt-get install softhsm2).");
    }
    return found;
  }

  private static Path folder() {
    String variable =
        Objects.requireNonNull(
            System.getenv("SOFTHSM2_CONF"),
            "SOFTHSM2_CONF must name a file under target/ (the pom sets it for surefire)");
    Path conf = Path.of(variable);
    Path folder = Objects.requireNonNull(conf.getParent());
    try {
      if (Files.exists(folder)) {
        try (Stream<Path> old = Files.walk(folder)) {
          List<Path> deepestFirst = old.sorted(Comparator.reverseOrder()).toList();
          for (Path path : deepestFirst) {
            Files.delete(path);
          }
        }
      }
      Path tokens = Files.createDirectories(folder.resolve("tokens"));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      Files.writeString(
          conf,
          """
          directories.tokendir = %s
          objectstore.backend = file
          log.level = ERROR
          slots.removable = false
          """
              .formatted(tokens));
      return folder;
    } catch (IOException e) {
      throw new AssertionError("cannot prepare " + folder, e);
    }
  }
}
