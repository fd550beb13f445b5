package org.astragal.setup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.astragal.hsm.SigningKey;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenConfig;
import org.astragal.hsm.TokenException;

/** The SoftHSM2 token of a developer site and the signing key on it. */
final class DevToken {
  static final String VARIABLE = "SOFTHSM2_CONF";
  static final String LABEL = "astragal-dev";
  static final String SIGNING_KEY = "astragal:outcomes:dev:2026-1";

  /** Set by the launcher, which knows where the distribution puts the library. */
  private static final String MODULE_VARIABLE = "ASTRAGAL_PKCS11_MODULE";

  private static final List<String> USUAL_PLACES =
      List.of(
          "/usr/lib/softhsm/libsofthsm2.so",
          "/usr/lib64/softhsm/libsofthsm2.so",
          "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
          "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
          "/usr/local/lib/softhsm/libsofthsm2.so");

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

  private DevToken() {}

  /** {@return the SoftHSM2 library of this machine} */
  static Path module() throws SetupException {
    String named = System.getenv(MODULE_VARIABLE);
    return Stream.concat(Stream.ofNullable(named), USUAL_PLACES.stream())
        .map(Path::of)
        .filter(Files::isReadable)
        .findFirst()
        .orElseThrow(() ->
            new SetupException(
                SetupException.Fault.SOFTHSM_MISSING,
                "SoftHSM2 is not installed: install the Debian package softhsm2"
                    + " (apt-get install softhsm2), or name libsofthsm2.so in "
                    + MODULE_VARIABLE));
  }

  /** Writes SoftHSM's configuration; must be done before the library is loaded. */
  static void configure(DevSite site) throws SetupException {
    Path tokens = site.directory().resolve("tokens");
    SiteFiles.folder(tokens);
    SiteFiles.text(
        site.softHsmConfig(),
        """
        # SoftHSM2 of a developer site. Each process that uses the token needs
        # %s=<this file>.
        directories.tokendir = %s
        objectstore.backend = file
        log.level = ERROR
        slots.removable = false
        """
            .formatted(VARIABLE, tokens));
  }

  /** Makes the token and its signing key where they are missing. */
  static SigningKey create(DevSite site, Path module) throws SetupException {
    Path pinFile = site.directory().resolve("pin");
    char[] pin = SiteFiles.password(pinFile);
    char[] soPin = SiteFiles.password(site.directory().resolve("so-pin"));
    var config = new TokenConfig(module, LABEL, pinFile, CALL_TIMEOUT);
    try (Token token = open(config, soPin, pin)) {
      return key(token);
    } catch (TokenException e) {
      throw new SetupException(
          SetupException.Fault.TOKEN,
          e.getMessage()
              + " (A developer site that is broken can be deleted and made again: "
              + site.directory()
              + ")",
          e);
    } finally {
      Arrays.fill(pin, '\0');
      Arrays.fill(soPin, '\0');
    }
  }

  private static Token open(TokenConfig config, char[] soPin, char[] pin) throws TokenException {
    try {
      return Token.open(config);
    } catch (TokenException e) {
      if (e.fault() != TokenException.Fault.TOKEN_NOT_FOUND) {
        throw e;
      }
      Token.initialise(config.module(), LABEL, soPin, pin);
      return Token.open(config);
    }
  }

  private static SigningKey key(Token token) throws TokenException {
    try {
      return token.key(SIGNING_KEY);
    } catch (TokenException e) {
      if (e.fault() != TokenException.Fault.KEY_NOT_FOUND) {
        throw e;
      }
      return token.generateKey(SIGNING_KEY);
    }
  }
}
