package org.astragal.appliance;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.astragal.hsm.PinSource;
import org.astragal.hsm.TokenConfig;
import org.astragal.hsm.TokenDoctor;
import org.astragal.hsm.TokenException;
import org.astragal.hsm.TokenName;
import org.astragal.service.ConfigException;
import org.astragal.service.ConfigFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hsm}: what can be said of a PKCS#11 module and a token on it. */
@Command(name = "hsm", description = "Examines PKCS#11 modules and tokens.")
final class HsmCommand {
  /** No library at that path, or it is none. */
  static final int MODULE = 10;

  /** No token of that name, or more than one. */
  static final int TOKEN = 11;

  /** The token refused the PIN. */
  static final int PIN = 12;

  /** The PIN is locked, or one wrong try away from it. */
  static final int LOCKED = 13;

  /** The token cannot make the signatures that are needed. */
  static final int MECHANISM = 14;

  /** There is no PIN where it should come from, or others can read it. */
  static final int PIN_SOURCE = 15;

  /** The token failed, did not answer in time, or signed wrong. */
  static final int FAILED = 16;

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Where the token is: a configuration, or library and name. */
  static final class Where {
    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "The configuration, whose token is examined; or instead of it:")
    private Optional<Path> config = Optional.empty();

    @Option(
        names = "--module",
        paramLabel = "FILE",
        description = "The PKCS#11 library, an absolute path.")
    private Optional<Path> module = Optional.empty();

    @Option(names = "--label", paramLabel = "TEXT", description = "The token's label.")
    private Optional<String> label = Optional.empty();

    @Option(names = "--serial", paramLabel = "TEXT", description = "The token's serial number.")
    private Optional<String> serial = Optional.empty();

    @Option(
        names = "--pin-file",
        paramLabel = "FILE",
        description = "The user PIN, mode 0600; without it, it is typed.")
    private Optional<Path> pinFile = Optional.empty();

    @Option(
        names = "--module-arguments",
        paramLabel = "TEXT",
        description = "What the library is told when it is initialised; for NSS only.")
    private Optional<String> arguments = Optional.empty();

    TokenConfig config() throws ConfigException {
      if (config.isPresent() == module.isPresent()) {
        throw new IllegalArgumentException("either --config or --module is needed");
      }
      if (config.isPresent()) {
        return ConfigFile.load(config.get(), ApplianceConfig.class).token().toConfig();
      }
      return new TokenConfig(
          module.get(),
          arguments.orElse(""),
          new TokenName(label, serial),
          pinFile.<PinSource>map(PinSource.File::new).orElseGet(PinSource.Prompt::new),
          CALL_TIMEOUT,
          Set.of());
    }
  }

  @Command(
      name = "doctor",
      description = {
        "Examines a token: what it is, what it can do and how fast, what it vouches for, and what"
            + " it",
        "does when its sessions are closed; prints the configuration to use. Leaves nothing on the",
        "token; the PIN is tried once. Do not run it on a token in use: it takes all it can get."
      },
      exitCodeListHeading = "Exit status:%n",
      exitCodeList = {
        "0:the token can be used",
        "2:wrong usage or configuration",
        "10:no PKCS#11 library at that path",
        "11:no token of that name, or more than one",
        "12:wrong PIN",
        "13:the PIN is locked, or one wrong try away from it",
        "14:the token lacks a mechanism that is needed",
        "15:there is no PIN where it should come from, or others can read it",
        "16:the token failed, did not answer in time, or signed wrong"
      })
  int doctor(
      @Mixin Where where,
      @Option(
              names = "--seconds",
              defaultValue = "1",
              paramLabel = "N",
              description = "How long each of the six measurements takes, 1 to 60; default 1.")
          int seconds)
      throws ConfigException {
    PrintWriter out = spec.commandLine().getOut();
    TokenConfig config;
    try {
      config = where.config();
      if (seconds < 1 || seconds > 60) {
        throw new IllegalArgumentException("--seconds must be 1 to 60");
      }
    } catch (IllegalArgumentException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return Main.USAGE;
    }
    try {
      TokenReportText.lines(TokenDoctor.examine(config, Duration.ofSeconds(seconds)), config)
          .forEach(out::println);
      return Main.OK;
    } catch (TokenException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return status(e.fault());
    }
  }

  /** {@return the exit status that tells a script what is wrong} */
  static int status(TokenException.Fault fault) {
    return switch (fault) {
      case MODULE_MISSING -> MODULE;
      case TOKEN_NOT_FOUND -> TOKEN;
      case PIN_INCORRECT -> PIN;
      case PIN_LOCKED -> LOCKED;
      case MECHANISM_MISSING -> MECHANISM;
      case PIN_FILE_UNSAFE, PIN_UNAVAILABLE -> PIN_SOURCE;
      case TOKEN_FULL,
          KEY_NOT_FOUND,
          KEY_NOT_TRUSTED,
          ALREADY_EXISTS,
          DEVICE_ERROR,
          TIMEOUT,
          BAD_SIGNATURE ->
          FAILED;
    };
  }
}
