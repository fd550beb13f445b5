package org.astragal.rng;

/**
 * A DRBG mechanism of SP 800-90A, each of 256 bits of security strength.
 *
 * @spec sp800-90a.html#10 SP 800-90A rev 1, 10 DRBG Algorithm Specifications
 */
public enum Mechanism {
  /** CTR_DRBG with AES-256 and no derivation function, over the JDK's AES. */
  CTR_AES256("CTR_DRBG-AES256"),
  /** HMAC_DRBG with SHA-256, by Bouncy Castle. */
  HMAC_SHA256("HMAC_DRBG-SHA256"),
  /** Hash_DRBG with SHA-256, by Bouncy Castle. */
  HASH_SHA256("Hash_DRBG-SHA256");

  /** Security strength of each, in bits. */
  static final int STRENGTH_BITS = 256;

  private final String label;

  Mechanism(String label) {
    this.label = label;
  }

  /** {@return its name in records} */
  String label() {
    return label;
  }

  /**
   * Instantiates. The caller keeps and clears the arrays.
   *
   * @param entropy entropy input: 48 bytes of full entropy for CTR_DRBG, at least 32 for the others
   * @param nonce at least 16 bytes; none for CTR_DRBG, which has no use for one
   * @param personalization what sets the instance apart; at most 48 bytes for CTR_DRBG
   */
  WorkingState instantiate(byte[] entropy, byte[] nonce, byte[] personalization) {
    return switch (this) {
      case CTR_AES256 -> new CtrDrbg(entropy, personalization);
      case HMAC_SHA256 -> BouncyDrbg.hmac(entropy, nonce, personalization);
      case HASH_SHA256 -> BouncyDrbg.hash(entropy, nonce, personalization);
    };
  }

  /** The algorithms of one mechanism and what they keep. Not thread-safe. */
  interface WorkingState {
    /** As 9.2 step 6: the reseed algorithm. The caller keeps and clears the arrays. */
    void reseed(byte[] entropy, byte[] additional);

    /** As 9.3 step 8: the generate algorithm. {@code out} has at most 65,536 bytes. */
    void generate(byte[] out, byte[] additional);

    /** As 9.4: forgets the state as far as the library lets it; it must not be used again. */
    void clear();
  }
}
