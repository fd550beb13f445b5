package org.astragal.certification.diehard;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One test of the battery, or a part of one that is computed by itself.
 *
 * @param id of its task
 * @param test its name
 * @param variants what its outcomes are called, in their order
 * @param words that one sample takes: exactly, or on average where that depends on the data
 * @param once the most words that its only sample takes, or 0 if it is repeated on fresh words
 * @param nanos for each word, roughly
 * @param memory in bytes
 * @param source of the test
 * @param trial makes one
 */
record TestSpec(
    String id,
    String test,
    List<String> variants,
    long words,
    long once,
    int nanos,
    long memory,
    String source,
    Supplier<Trial> trial) {
  private static final String DIEHARD = "Marsaglia, Diehard (1995)";
  private static final String TSANG = "Marsaglia and Tsang, JSS 7(3) (2002)";
  private static final List<String> PLAIN = List.of("");
  private static final long SMALL = 16L << 20;
  private static final int GROUP = 8;

  /** {@return the tests, in the order of the report} */
  static List<TestSpec> all(DiehardOptions options) {
    var specs = new ArrayList<TestSpec>();
    specs.add(repeated("birthday-spacings", 38_400, 8, Birthdays::new));
    specs.add(
        repeated(
            "overlapping-5-permutation",
            OverlappingPermutations.WORDS + 5L,
            15,
            OverlappingPermutations::new));
    for (int side : new int[] {31, 32}) {
      specs.add(
          repeated(
              "rank-" + side + "x" + side,
              side * 40_000L,
              20,
              () -> new BinaryRank(side, side, Integer.SIZE - side, 40_000)));
    }
    specs.add(repeated("rank-6x8", 600_000, 8, () -> new BinaryRank(6, 8, 0, 100_000)));
    specs.add(repeated("bitstream", 65_537, 60, () -> MissingWords.bitstream(0)));
    specs.add(repeated("opso", 2_097_152, 5, MissingWords::opso));
    specs.add(repeated("oqso", 1_398_104, 5, MissingWords::oqso));
    specs.add(repeated("dna", 655_371, 20, MissingWords::dna));
    specs.add(repeated("count-the-1s-stream", 64_001, 15, () -> new CountOnes(true)));
    specs.add(repeated("count-the-1s-bytes", 1_280_000, 4, () -> new CountOnes(false)));
    specs.add(repeated("parking-lot", 24_000, 20, ParkingLot::new));
    specs.add(repeated("minimum-distance", 16_000, 60, MinimumDistance::square));
    specs.add(repeated("3d-spheres", 12_000, 100, MinimumDistance::cube));
    specs.add(repeated("squeeze", 2_340_000, 6, Squeeze::new));
    if (options.overlappingSums()) {
      specs.add(repeated("overlapping-sums", 199, 60, OverlappingSums::new));
    }
    specs.add(
        new TestSpec(
            "runs", "runs", List.of("up", "down"), Runs.WORDS, 0, 5, SMALL, DIEHARD, Runs::new));
    specs.add(
        new TestSpec(
            "craps",
            "craps",
            List.of("wins", "throws"),
            1_350_000,
            0,
            8,
            SMALL,
            DIEHARD,
            Craps::new));
    specs.addAll(later());
    return specs;
  }

  /** What came after Diehard. */
  private static List<TestSpec> later() {
    var specs = new ArrayList<TestSpec>();
    specs.add(
        new TestSpec(
            "gcd",
            "gcd",
            List.of("steps", "divisors"),
            2_000_000,
            0,
            60,
            SMALL,
            TSANG,
            () -> new GreatestCommonDivisor(1_000_000)));
    for (int from = 0; from < Integer.SIZE; from += GROUP) {
      int first = from;
      specs.add(
          new TestSpec(
              "gorilla/" + from,
              "gorilla",
              places(from),
              Gorilla.WORDS,
              Gorilla.WORDS,
              60,
              (GROUP + 1) * (8L << 20) + SMALL,
              TSANG,
              () -> new Gorilla(first, first + GROUP)));
    }
    specs.add(
        new TestSpec(
            "monobit/total",
            "monobit",
            List.of("total"),
            1000,
            Long.MAX_VALUE,
            2,
            SMALL,
            "SP 800-22 r1a 2.1, on all data",
            Monobit::total));
    specs.add(
        new TestSpec(
            "monobit/blocks",
            "monobit",
            List.of("blocks"),
            Monobit.BLOCK,
            0,
            2,
            SMALL,
            "SP 800-22 r1a 2.1, as in dieharder 3.31",
            Monobit::blocks));
    for (int from = 0; from < Integer.SIZE; from += GROUP) {
      int first = from;
      specs.add(
          new TestSpec(
              "linear-complexity/" + from,
              "linear-complexity",
              places(from),
              PlaneComplexity.LEAST,
              PlaneComplexity.MOST,
              5_000,
              SMALL,
              "Rueppel (1986)",
              () -> new PlaneComplexity(first, first + GROUP)));
    }
    specs.add(
        new TestSpec(
            "hamming-weight",
            "hamming-weight",
            PLAIN,
            HammingWeights.WORDS + 7L,
            0,
            5,
            SMALL,
            "after Blackman and Vigna (2022)",
            HammingWeights::new));
    specs.add(
        new TestSpec(
            "byte-distribution",
            "byte-distribution",
            PLAIN,
            3 * ByteDistribution.LEAST,
            ByteDistribution.MOST_WORDS,
            5,
            SMALL,
            "Bauer, dieharder 3.31",
            ByteDistribution::new));
    specs.add(
        new TestSpec(
            "word-collisions",
            "word-collisions",
            PLAIN,
            WordCollisions.LEAST,
            WordCollisions.MOST,
            100,
            WordCollisions.MOST * 4L + SMALL,
            "Knuth, TAOCP 2, 3.3.2 I",
            WordCollisions::new));
    for (int lag : new int[] {0, 1, 3, 7, 15, 31}) {
      specs.add(
          new TestSpec(
              "lagged-sum/" + lag,
              "lagged-sum",
              List.of("lag " + lag),
              (lag + 1) * 10_000L,
              0,
              3,
              SMALL,
              "Brown, dieharder 3.31",
              () -> new LaggedSum(lag, 10_000)));
    }
    return specs;
  }

  private static TestSpec repeated(String name, long words, int nanos, Supplier<Trial> trial) {
    return new TestSpec(name, name, PLAIN, words, 0, nanos, SMALL, DIEHARD, trial);
  }

  private static List<String> places(int from) {
    return IntStream.range(from, from + GROUP).mapToObj(bit -> "bit " + bit).toList();
  }

  boolean repeated() {
    return once == 0;
  }

  /** {@return roughly what it costs on so much data, in milliseconds} */
  long cost(long available, int samples) {
    long most = repeated() ? samples * words : once;
    return available < words ? 1 : 1 + Math.min(available, most) * nanos / 1_000_000;
  }
}
