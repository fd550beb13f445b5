package org.astragal.certification.sp80022;

/** The fifteen tests, in the order of the reference program's report. */
enum Kind {
  FREQUENCY("frequency", "2.1", "Frequency"),
  BLOCK_FREQUENCY("block-frequency", "2.2", "BlockFrequency"),
  CUMULATIVE_SUMS("cumulative-sums", "2.13", "CumulativeSums"),
  RUNS("runs", "2.3", "Runs"),
  LONGEST_RUN("longest-run", "2.4", "LongestRun"),
  RANK("rank", "2.5", "Rank"),
  DFT("dft", "2.6", "FFT"),
  NON_OVERLAPPING_TEMPLATE("non-overlapping-template", "2.7", "NonOverlappingTemplate"),
  OVERLAPPING_TEMPLATE("overlapping-template", "2.8", "OverlappingTemplate"),
  UNIVERSAL("universal", "2.9", "Universal"),
  APPROXIMATE_ENTROPY("approximate-entropy", "2.12", "ApproximateEntropy"),
  RANDOM_EXCURSIONS("random-excursions", "2.14", "RandomExcursions"),
  RANDOM_EXCURSIONS_VARIANT("random-excursions-variant", "2.15", "RandomExcursionsVariant"),
  SERIAL("serial", "2.11", "Serial"),
  LINEAR_COMPLEXITY("linear-complexity", "2.10", "LinearComplexity");

  private final String test;
  private final String clause;
  private final String reference;

  Kind(String test, String section, String reference) {
    this.test = test;
    this.clause = "SP 800-22 r1a " + section;
    this.reference = reference;
  }

  /** {@return the name in our reports} */
  String test() {
    return test;
  }

  String clause() {
    return clause;
  }

  /** {@return the name in the report of the reference program} */
  String reference() {
    return reference;
  }

  /** {@return whether a sequence with too few cycles is left out of the second level} */
  boolean ofExcursions() {
    return this == RANDOM_EXCURSIONS || this == RANDOM_EXCURSIONS_VARIANT;
  }

  /**
   * {@return whether the statistic is a count less what is expected of it, which can be nothing at
   * all: then the P-value is 1. Of 10^6 bits that is one DFT in 270, and one variant of the
   * excursions in 100}
   */
  boolean ofDifference() {
    return this == FREQUENCY || this == RUNS || this == DFT || this == RANDOM_EXCURSIONS_VARIANT;
  }
}
