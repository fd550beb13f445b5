package org.astragal.certification.sp80022;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One sequence and what several tests count in it. Used by one thread. */
final class Sequence {
  private final BitSequence bits;
  private final Sp80022Battery.Options options;
  private Entropy.@Nullable Rings rings;
  private @Nullable Excursions excursions;

  Sequence(BitSequence bits, Sp80022Battery.Options options) {
    this.bits = bits;
    this.options = options;
  }

  List<Outcome> run(Kind kind) {
    return switch (kind) {
      case FREQUENCY -> Frequency.monobit(bits);
      case BLOCK_FREQUENCY -> Frequency.blocks(bits, options.blockFrequencyBits());
      case CUMULATIVE_SUMS -> CumulativeSums.run(bits);
      case RUNS -> Runs.run(bits);
      case LONGEST_RUN -> LongestRun.run(bits);
      case RANK -> Rank.run(bits);
      case DFT -> Dft.run(bits);
      case NON_OVERLAPPING_TEMPLATE -> Templates.nonOverlapping(bits);
      case OVERLAPPING_TEMPLATE -> Templates.overlapping(bits);
      case UNIVERSAL -> Universal.run(bits);
      case APPROXIMATE_ENTROPY -> Entropy.approximate(rings(), options.entropyBits());
      case RANDOM_EXCURSIONS -> excursions().excursions(bits.length());
      case RANDOM_EXCURSIONS_VARIANT -> excursions().variants(bits.length());
      case SERIAL -> Entropy.serial(rings(), options.serialBits());
      case LINEAR_COMPLEXITY -> Complexity.run(bits, options.complexityBits());
    };
  }

  private Entropy.Rings rings() {
    if (rings == null) {
      rings = Entropy.Rings.of(bits, Math.max(options.serialBits(), options.entropyBits() + 1));
    }
    return rings;
  }

  private Excursions excursions() {
    if (excursions == null) {
      excursions = Excursions.of(bits);
    }
    return excursions;
  }
}
