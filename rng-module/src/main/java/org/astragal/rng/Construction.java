package org.astragal.rng;

/**
 * How noise and DRBG make output, in the manner of SP 800-90C.
 *
 * @spec sp800-90c.html#6.4 SP 800-90C, 6.4 RBG3(XOR) Construction
 */
public enum Construction {
  /** Every block is DRBG output, exclusive or as much fresh noise. */
  XOR,
  /** Every block is DRBG output; noise comes in by reseeds alone. */
  RESEEDED
}
