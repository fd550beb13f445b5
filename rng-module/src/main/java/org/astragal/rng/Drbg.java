package org.astragal.rng;

import java.util.Arrays;

/**
 * A DRBG from instantiation to removal: it reseeds itself when it is due, before it gives output.
 * Not thread-safe.
 *
 * @spec sp800-90a.html#9 SP 800-90A rev 1, 9 DRBG Mechanism Functions
 */
final class Drbg {
  /** The most bytes of one request: 2^19 bits, tables 2 and 3. */
  static final int MAXIMUM_REQUEST = 65_536;

  /** Full entropy for a seed: seedlen of CTR_DRBG with AES-256, more than the others ask. */
  static final int SEED_BYTES = CtrDrbg.SEED;

  /** Of these, the part that is the nonce of the others: half the strength, 8.6.7. */
  private static final int NONCE_BYTES = 16;

  /** Where entropy input comes from. */
  interface EntropyInput {
    /**
     * {@return {@link #SEED_BYTES} bytes of full entropy, never the same twice; theirs to clear}
     */
    byte[] seed() throws RngException;

    /** {@return additional input that needs no entropy, at most 48 bytes; theirs to clear} */
    byte[] additional();

    /** {@return the time of a clock that never goes back, in nanoseconds} */
    long nanoTime();
  }

  private final Reseeding reseeding;
  private final EntropyInput input;
  private final Mechanism.WorkingState state;
  private long requests;
  private long seededAt;
  private long reseeds;
  private boolean removed;

  /** Instantiates, 9.1. The caller keeps {@code personalization}, of at most 48 bytes. */
  Drbg(Mechanism mechanism, Reseeding reseeding, EntropyInput input, byte[] personalization)
      throws RngException {
    this.reseeding = reseeding;
    this.input = input;
    byte[] seed = input.seed();
    if (mechanism == Mechanism.CTR_AES256) {
      state = mechanism.instantiate(seed, new byte[0], personalization);
    } else {
      byte[] entropy = Arrays.copyOf(seed, SEED_BYTES - NONCE_BYTES);
      byte[] nonce = Arrays.copyOfRange(seed, SEED_BYTES - NONCE_BYTES, SEED_BYTES);
      state = mechanism.instantiate(entropy, nonce, personalization);
      Arrays.fill(entropy, (byte) 0);
      Arrays.fill(nonce, (byte) 0);
    }
    Arrays.fill(seed, (byte) 0);
    seededAt = input.nanoTime();
  }

  /**
   * Generates, 9.3, with fresh additional input; reseeds first if that is due.
   *
   * @param out filled; at most {@link #MAXIMUM_REQUEST} bytes
   * @throws RngException if a reseed is due and there is no entropy; nothing was generated
   */
  void generate(byte[] out) throws RngException {
    requireInstantiated();
    if (out.length > MAXIMUM_REQUEST) {
      throw new IllegalArgumentException("a request is at most " + MAXIMUM_REQUEST + " bytes");
    }
    if (isReseedDue()) {
      reseed();
    }
    byte[] additional = input.additional();
    state.generate(out, additional);
    Arrays.fill(additional, (byte) 0);
    requests++;
  }

  boolean isReseedDue() {
    return reseeding.predictionResistance()
        || requests >= reseeding.requests()
        || input.nanoTime() - seededAt >= reseeding.interval().toNanos();
  }

  /** Reseeds, 9.2, with fresh additional input. After an exception the state is as before. */
  void reseed() throws RngException {
    requireInstantiated();
    byte[] seed = input.seed();
    byte[] additional = input.additional();
    state.reseed(seed, additional);
    Arrays.fill(seed, (byte) 0);
    Arrays.fill(additional, (byte) 0);
    reseeds++;
    requests = 0;
    seededAt = input.nanoTime();
  }

  /** {@return reseeds since the instantiation} */
  long reseeds() {
    return reseeds;
  }

  /** Uninstantiates, 9.4. Every later call is a mistake. */
  void uninstantiate() {
    removed = true;
    state.clear();
  }

  private void requireInstantiated() {
    if (removed) {
      throw new IllegalStateException("the DRBG was removed");
    }
  }
}
