package org.astragal.certification.sp80090b;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What to assess and against which claim. Immutable.
 *
 * @param symbolBits how many bits a sample has, from 1 to 8; each byte of the data holds one
 * @param tracks at least one
 * @param claim the min-entropy that the submitter claims for one sample, in bits, from 0 to {@code
 *     symbolBits}: H_submitter, and H_I of the restart tests
 * @param maxSamples how many samples are read at most, from 1; no more than 32,000,000 bits in all
 *     are ever read
 * @param seed part of what the permutations of the IID track follow from, up to 200 characters
 * @param conditioning how the samples are conditioned afterwards, or were if they are output of a
 *     function that is not vetted
 */
public record Sp80090bOptions(
    int symbolBits,
    Set<Track> tracks,
    double claim,
    int maxSamples,
    String seed,
    Optional<Conditioning> conditioning) {
  /** What is read unless the options say otherwise: twice what the standard asks for. */
  public static final int DEFAULT_SAMPLES = 2_000_000;

  /** More bits would need more than a gigabyte of memory. */
  static final int MAX_BITS = 32_000_000;

  private static final int MAX_SEED = 200;

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public Sp80090bOptions {
    if (symbolBits < 1 || symbolBits > 8) {
      throw new IllegalArgumentException("a sample has 1 to 8 bits, not " + symbolBits);
    }
    if (tracks.isEmpty()) {
      throw new IllegalArgumentException("choose at least one track");
    }
    if (!(claim >= 0 && claim <= symbolBits)) {
      throw new IllegalArgumentException(
          "a sample of " + symbolBits + " bits cannot hold " + claim + " bits of entropy");
    }
    if (maxSamples < 1) {
      throw new IllegalArgumentException("read at least one sample, not " + maxSamples);
    }
    if (seed.length() > MAX_SEED) {
      throw new IllegalArgumentException("a seed has at most " + MAX_SEED + " characters");
    }
    tracks = Set.copyOf(tracks);
  }

  /**
   * {@return the estimators of the non-IID track against the claim of half a bit of min-entropy in
   * each bit: what perfect data reach with a margin, and poor data do not}
   *
   * @param symbolBits how many bits a sample has, from 1 to 8
   */
  public static Sp80090bOptions of(int symbolBits) {
    return new Sp80090bOptions(
        symbolBits,
        EnumSet.of(Track.NON_IID),
        symbolBits / 2.0,
        DEFAULT_SAMPLES,
        "",
        Optional.empty());
  }

  /** {@return how many samples are read of so many bytes} */
  int samples(long size) {
    return (int) Math.min(size, Math.min(maxSamples, MAX_BITS / symbolBits));
  }
}
