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
  private static final String BROWN = "Brown, dieharder 3.31";
  private static final long SMALL = 16L << 20;

  /** So many places of a word are one task: their strings are in memory together. */
  private static final int GROUP = 8;

  private static final int SUM_TERMS = 10_000;

  /** {@return the tests, in the order of the report} */
  static List<TestSpec> all(DiehardOptions options) {
    var specs = new ArrayList<TestSpec>();
    specs.addAll(matricesAndMonkeys());
    specs.addAll(numbers());
    if (options.overlappingSums()) {
      specs.add(
          repeated("overlapping-sums", DIEHARD, 2 * OverlappingSums.SUMS - 1, 60)
              .of(OverlappingSums::new));
    }
    specs.addAll(planes());
    specs.addAll(totals());
    return specs;
  }

  /** The bits of words. */
  private static List<TestSpec> matricesAndMonkeys() {
    return List.of(
        repeated("birthday-spacings", DIEHARD, 38_400, 70).of(Birthdays::new),
        repeated("overlapping-5-permutation", DIEHARD, OverlappingPermutations.WORDS + 5L, 17)
            .of(OverlappingPermutations::new),
        repeated("rank-31x31", DIEHARD, 31 * 40_000L, 28)
            .of(() -> new BinaryRank(31, 31, 1, 40_000)),
        repeated("rank-32x32", DIEHARD, 32 * 40_000L, 28)
            .of(() -> new BinaryRank(32, 32, 0, 40_000)),
        repeated("rank-6x8", DIEHARD, 600_000, 12).of(() -> new BinaryRank(6, 8, 0, 100_000)),
        repeated("bitstream", DIEHARD, 65_537, 40).of(() -> MissingWords.bitstream(0)),
        repeated("opso", DIEHARD, 2_097_152, 8).of(MissingWords::opso),
        repeated("oqso", DIEHARD, 1_398_104, 9).of(MissingWords::oqso),
        repeated("dna", DIEHARD, 655_371, 28).of(MissingWords::dna),
        repeated("count-the-1s-stream", DIEHARD, 64_001, 20).of(() -> new CountOnes(true)),
        repeated("count-the-1s-bytes", DIEHARD, 1_280_000, 4).of(() -> new CountOnes(false)));
  }

  /** Words as numbers. */
  private static List<TestSpec> numbers() {
    return List.of(
        repeated("parking-lot", DIEHARD, 2L * ParkingLot.TRIES, 38).of(ParkingLot::new),
        repeated("minimum-distance", DIEHARD, 16_000, 290).of(MinimumDistance::square),
        repeated("3d-spheres", DIEHARD, 12_000, 210).of(MinimumDistance::cube),
        repeated("squeeze", DIEHARD, 2_340_000, 10).of(Squeeze::new),
        repeated("runs", DIEHARD, Runs.WORDS, 9).named("up", "down").of(Runs::new),
        repeated("craps", DIEHARD, 1_350_000, 7).named("wins", "throws").of(Craps::new),
        repeated("gcd", TSANG, 2_000_000, 36)
            .named("steps", "divisors")
            .of(() -> new GreatestCommonDivisor(1_000_000)));
  }

  /** One place of all words. */
  private static List<TestSpec> planes() {
    var specs = new ArrayList<TestSpec>();
    for (int from = 0; from < Integer.SIZE; from += GROUP) {
      int first = from;
      specs.add(
          once("gorilla/" + from, "gorilla", TSANG, Gorilla.LEAST, Gorilla.MOST)
              .named(places(from))
              .taking(60, (GROUP + 1L) * (8 << 20) + SMALL)
              .of(() -> new Gorilla(first, first + GROUP)));
    }
    for (int from = 0; from < Integer.SIZE; from += GROUP) {
      int first = from;
      specs.add(
          once(
                  "linear-complexity/" + from,
                  "linear-complexity",
                  "Rueppel (1986)",
                  PlaneComplexity.LEAST,
                  PlaneComplexity.MOST)
              .named(places(from))
              .taking(5_000, SMALL)
              .of(() -> new PlaneComplexity(first, first + GROUP)));
    }
    return specs;
  }

  /** Long counts and sums. */
  private static List<TestSpec> totals() {
    var specs = new ArrayList<TestSpec>();
    String monobit = "SP 800-22 r1a 2.1";
    specs.add(
        once("monobit/total", "monobit", monobit + ", on all data", Monobit.LEAST, Long.MAX_VALUE)
            .named("total")
            .of(Monobit::total));
    specs.add(
        repeated("monobit/blocks", monobit + ", as in dieharder 3.31", Monobit.BLOCK, 3)
            .called("monobit")
            .named("blocks")
            .of(Monobit::blocks));
    specs.add(
        repeated("hamming-weight", "after Blackman and Vigna (2022)", HammingWeights.WORDS + 7L, 10)
            .of(HammingWeights::new));
    specs.add(
        once(
                "byte-distribution",
                "byte-distribution",
                "Bauer, dieharder 3.31",
                3 * ByteDistribution.LEAST,
                ByteDistribution.MOST_WORDS)
            .of(ByteDistribution::new));
    specs.add(
        once(
                "word-collisions",
                "word-collisions",
                "Knuth, TAOCP 2, 3.3.2 I",
                WordCollisions.LEAST,
                WordCollisions.MOST)
            .taking(30, WordCollisions.MOST * 4L + SMALL)
            .of(WordCollisions::new));
    for (int lag : new int[] {0, 1, 3, 7, 15, 31}) {
      specs.add(
          repeated("lagged-sum/" + lag, BROWN, (lag + 1L) * SUM_TERMS, 5)
              .called("lagged-sum")
              .named("lag " + lag)
              .of(() -> new LaggedSum(lag, SUM_TERMS)));
    }
    return specs;
  }

  private static TestSpec repeated(String id, String source, long words, int nanos) {
    return new TestSpec(id, id, List.of(""), words, 0, nanos, SMALL, source, TestSpec::none);
  }

  private static TestSpec once(String id, String test, String source, long least, long most) {
    return new TestSpec(id, test, List.of(""), least, most, 5, SMALL, source, TestSpec::none);
  }

  /** What a test does before {@link #of} gives it its own. */
  private static Trial none() {
    return words -> List.of();
  }

  private TestSpec called(String test) {
    return new TestSpec(id, test, variants, words, once, nanos, memory, source, trial);
  }

  private TestSpec named(String... variants) {
    return new TestSpec(id, test, List.of(variants), words, once, nanos, memory, source, trial);
  }

  private TestSpec taking(int nanos, long memory) {
    return new TestSpec(id, test, variants, words, once, nanos, memory, source, trial);
  }

  private TestSpec of(Supplier<Trial> trial) {
    return new TestSpec(id, test, variants, words, once, nanos, memory, source, trial);
  }

  private static String[] places(int from) {
    return IntStream.range(from, from + GROUP).mapToObj(bit -> "bit " + bit).toArray(String[]::new);
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
