package org.astragal.hsm;

import java.nio.file.Path;

/**
 * Where the user PIN comes from. It is read when the token is logged in to, wiped after that, and
 * never kept; so it must still be there when the token comes back after an outage.
 */
public sealed interface PinSource {
  /**
   * A file of mode 0600 that this user owns, in a folder that nobody else can write to.
   *
   * @param file the file; one newline at its end does not belong to the PIN
   */
  record File(Path file) implements PinSource {}

  /**
   * A credential that systemd hands to the service ({@code LoadCredential=} or {@code
   * LoadCredentialEncrypted=}), in the folder that CREDENTIALS_DIRECTORY names.
   *
   * @param name the credential's name
   */
  record Credential(String name) implements PinSource {
    /** Refuses names that lead elsewhere. */
    public Credential {
      if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")) {
        throw new IllegalArgumentException(
            "a credential's name has 1 to 64 letters, digits or _.- : \"" + name + '"');
      }
    }
  }

  /**
   * A variable of the environment. A warning is logged: the environment is readable in /proc for as
   * long as the process runs, and is handed to every child.
   *
   * @param variable its name
   */
  record Environment(String variable) implements PinSource {
    /** Refuses what is no name of a variable. */
    public Environment {
      if (!variable.matches("[A-Za-z_][A-Za-z0-9_]{0,63}")) {
        throw new IllegalArgumentException(
            "a variable's name has 1 to 64 letters, digits or _ : \"" + variable + '"');
      }
    }
  }

  /**
   * Whoever starts the program types it on the console. It is asked for once, at the start: after
   * an outage that ended the login, the program has to be started again.
   */
  record Prompt() implements PinSource {}
}
