package org.astragal.rng;

import java.util.Optional;

/**
 * What is claimed of the noise source, and how the generator uses it.
 *
 * @param health what is claimed of the noise
 * @param construction how noise and DRBG make output
 * @param mechanism the DRBG
 * @param reseeding when the DRBG takes fresh entropy
 * @param buffers what waits in memory, and who waits how long
 * @param certificate number of the validation certificate of the entropy source behind the noise,
 *     where the operator declares one; only then is the construction named RBG3, and noise for
 *     exclusive or is conditioned to full entropy
 * @param returnsByItself whether an alarm is left as soon as a start-up test succeeds; otherwise,
 *     which is recommended, {@link Rng#resume} must be called too
 * @param personalization what sets this generator apart from those of other processes, such as the
 *     appliance's name and boot id; at most 256 characters
 */
public record RngConfig(
    HealthClaim health,
    Construction construction,
    Mechanism mechanism,
    Reseeding reseeding,
    Buffers buffers,
    Optional<String> certificate,
    boolean returnsByItself,
    String personalization) {

  /** Refuses what is out of range. */
  public RngConfig {
    if (certificate.isPresent() && !certificate.get().matches("[A-Za-z0-9#./-]{1,32}")) {
      throw new IllegalArgumentException(
          "a certificate number is 1 to 32 letters, digits, '#', '.', '/' and '-'");
    }
    if (certificate.isPresent() && construction != Construction.XOR) {
      throw new IllegalArgumentException("a certificate is declared for the XOR construction only");
    }
    if (personalization.length() > 256) {
      throw new IllegalArgumentException("personalization must be at most 256 characters");
    }
  }

  /**
   * {@return the recommended settings for a device that gives bytes}
   *
   * @param personalization what sets this generator apart from those of other processes
   */
  public static RngConfig forBytes(String personalization) {
    return new RngConfig(
        HealthClaim.OF_BYTES,
        Construction.XOR,
        Mechanism.CTR_AES256,
        Reseeding.USUAL,
        Buffers.USUAL,
        Optional.empty(),
        false,
        personalization);
  }

  /** {@return the name of the construction, for records: no more than the configuration shows} */
  String constructionName() {
    String drbg = construction + "/" + mechanism.label();
    return certificate
        .map(number -> drbg + ", RBG3(XOR) on " + number)
        .orElse(drbg + ", RBGC child of the token's RBG");
  }
}
