package org.astragal.hsm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Where the token is and how to log in.
 *
 * @param module absolute path of the PKCS#11 library; no quote, dollar, backslash or line break
 * @param moduleArguments what the library is told when it is initialised, at most 1,000 characters;
 *     empty for all but NSS, which wants {@code configdir='sql:/folder'} and the like here
 * @param token which of its tokens
 * @param pin where the user PIN comes from
 * @param callTimeout longest wait for one PKCS#11 call, above 0 s and at most 60 s; opening the
 *     token and making a key are many calls and may take ten times as long
 * @param allowedDeviations what this module need not vouch for; empty for one that says all that
 *     the audit asks
 */
public record TokenConfig(
    Path module,
    String moduleArguments,
    TokenName token,
    PinSource pin,
    Duration callTimeout,
    Set<KeyDeviation> allowedDeviations) {
  private static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);
  private static final int MAX_ARGUMENTS = 1_000;

  /** Refuses values that no token can have. */
  public TokenConfig {
    requireModule(module);
    if (moduleArguments.length() > MAX_ARGUMENTS
        || moduleArguments.matches("(?s).*[\"$\\\\\\p{Cntrl}].*")) {
      throw new IllegalArgumentException(
          "moduleArguments has at most 1000 characters, without double quotes, dollars and"
              + " backslashes");
    }
    if (callTimeout.isNegative()
        || callTimeout.isZero()
        || callTimeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException("callTimeout must be in (0 s, 60 s]: " + callTimeout);
    }
    allowedDeviations = Set.copyOf(allowedDeviations);
  }

  /**
   * The usual case: a token named by its label, of a module without arguments and deviations, and
   * its PIN in a file.
   *
   * @param module as above
   * @param label the token's label
   * @param pinFile see {@link PinSource.File}
   * @param callTimeout as above
   */
  public TokenConfig(Path module, String label, Path pinFile, Duration callTimeout) {
    this(module, "", TokenName.label(label), new PinSource.File(pinFile), callTimeout, Set.of());
  }

  static void requireModule(Path module) {
    // SunPKCS11 reads the path from a configuration text that knows quotes and ${properties}.
    if (!module.isAbsolute() || module.toString().matches("(?s).*[\"'$\\\\\\p{Cntrl}].*")) {
      throw new IllegalArgumentException(
          "module must be an absolute path without quotes, dollars or backslashes: " + module);
    }
  }
}
