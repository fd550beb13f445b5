package org.astragal.hsm;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the PIN from where the configuration says.
 *
 * <p>Thread safety: under the lock of {@link Login}.
 */
final class PinReader {
  private static final System.Logger LOGGER = System.getLogger(PinReader.class.getName());
  private static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";
  private static final Path ENVIRONMENT = Path.of("/proc/self/environ");

  private final PinSource source;

  /** Held while the token is being opened, which may take two logins, and not longer. */
  private @Nullable Pin typed;

  private boolean opened;

  PinReader(PinSource source) {
    this.source = source;
  }

  /** Reads it; the caller closes it. */
  Pin read() throws TokenException {
    return switch (source) {
      case PinSource.File(Path file) -> new PinFile(file).read();
      case PinSource.Credential(String name) -> credential(name, System.getenv(CREDENTIALS));
      case PinSource.Environment(String variable) -> environment(variable);
      case PinSource.Prompt() -> typed();
    };
  }

  /** Wipes what was typed: the token is open. */
  void opened() {
    opened = true;
    if (typed != null) {
      typed.close();
      typed = null;
    }
  }

  /** A credential is a file of mode 0400 in a folder that only the service can enter. */
  static Pin credential(String name, @Nullable String folder) throws TokenException {
    if (folder == null || folder.isBlank()) {
      throw unavailable(
          "the credential "
              + name
              + " is not there: "
              + CREDENTIALS
              + " is not set, so this is not a service with LoadCredential");
    }
    return new PinFile(Path.of(folder, name)).read();
  }

  /** From the bytes that the kernel keeps: {@code System.getenv} would make a String of it. */
  private static Pin environment(String variable) throws TokenException {
    LOGGER.log(
        System.Logger.Level.WARNING,
        "the PIN is in the environment variable "
            + variable
            + ", which every child and everybody with access to /proc can read;"
            + " use a systemd credential or a file");
    byte[] all = new byte[0];
    try {
      all = Files.readAllBytes(ENVIRONMENT);
      return environment(variable, all);
    } catch (IOException e) {
      throw new TokenException(
          TokenException.Fault.PIN_UNAVAILABLE, "the environment cannot be read", e);
    } finally {
      Arrays.fill(all, (byte) 0);
    }
  }

  static Pin environment(String variable, byte[] all) throws TokenException {
    byte[] prefix = (variable + "=").getBytes(StandardCharsets.US_ASCII);
    for (int start = 0; start < all.length; ) {
      int end = start;
      while (end < all.length && all[end] != 0) {
        end++;
      }
      if (end - start >= prefix.length
          && Arrays.equals(all, start, start + prefix.length, prefix, 0, prefix.length)) {
        return pin(Arrays.copyOfRange(all, start + prefix.length, end), "the variable " + variable);
      }
      start = end + 1;
    }
    throw unavailable("the environment has no variable " + variable);
  }

  @SuppressWarnings("SystemConsoleNull") // NullAway knows the older rule
  private Pin typed() throws TokenException {
    if (opened) {
      throw unavailable("the PIN that was typed at the start is not kept");
    }
    if (typed == null) {
      Console console = System.console();
      if (console == null || !console.isTerminal()) {
        throw unavailable("there is no console to type the PIN on");
      }
      char @Nullable [] chars = console.readPassword("PIN of the token: ");
      if (chars == null) {
        throw unavailable("no PIN was typed");
      }
      try {
        typed = Pin.of(chars);
      } catch (IllegalArgumentException e) {
        throw unavailable("what was typed is no PIN: " + e.getMessage());
      } finally {
        Arrays.fill(chars, '\0');
      }
    }
    return Pin.of(typed.bytes());
  }

  /** Makes a PIN of bytes, and wipes them. */
  private static Pin pin(byte[] bytes, String where) throws TokenException {
    try {
      return Pin.of(bytes);
    } catch (IllegalArgumentException e) {
      throw unavailable(where + " holds no usable PIN: " + e.getMessage());
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static TokenException unavailable(String why) {
    return new TokenException(TokenException.Fault.PIN_UNAVAILABLE, why);
  }
}
