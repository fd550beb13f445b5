package org.astragal.certification.diehard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Generator;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.battery.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: poor generators are rejected by the tests that see their flaw, and good ones by none. */
final class GeneratorsTest {
  private static final int TEN_MEGABIT = 1_250_000;

  @ParameterizedTest
  @CsvSource({
    "zeros, monobit birthday-spacings bitstream runs linear-complexity byte-distribution",
    "ones, monobit birthday-spacings bitstream runs linear-complexity byte-distribution",
    "alternating, birthday-spacings bitstream count-the-1s-stream linear-complexity",
    "period-32, birthday-spacings bitstream parking-lot minimum-distance word-collisions",
    "period-4096, birthday-spacings bitstream runs linear-complexity word-collisions",
    "period-65536, bitstream runs linear-complexity word-collisions",
    "counter-8, bitstream count-the-1s-stream 3d-spheres linear-complexity",
    "counter-32, bitstream birthday-spacings runs word-collisions",
    "text, monobit birthday-spacings bitstream runs byte-distribution",
    "randu, bitstream runs 3d-spheres parking-lot linear-complexity",
    "lcg-low, birthday-spacings bitstream minimum-distance word-collisions",
    "lcg-high, word-collisions",
    "java-random, linear-complexity",
    "mt19937, linear-complexity",
    "xoshiro128-low, linear-complexity",
    "lfsr-31, bitstream 3d-spheres minimum-distance linear-complexity",
    "rc4-second, byte-distribution monobit",
    "bias-0.51, monobit count-the-1s-stream byte-distribution lagged-sum",
    "bias-0.502, monobit",
    "bias-0.501, monobit",
    "markov-0.51, bitstream count-the-1s-stream byte-distribution",
    "stuck-bit, monobit bitstream count-the-1s-stream byte-distribution",
    "twin-bytes, birthday-spacings bitstream count-the-1s-stream minimum-distance"
  })
  void aPoorGeneratorIsRejectedAtTenMegabit(String name, String tests) throws Exception {
    var failed = failed(Generators.named(name).bytes(TEN_MEGABIT), Set.of(tests.split(" ", -1)));
    for (String test : tests.split(" ", -1)) {
      assertTrue(failed.contains(test), name + " passed " + test + ", failed " + failed);
    }
  }

  /** With those above, every test is seen to reject something. */
  @ParameterizedTest
  @CsvSource({
    "java-random, oqso gorilla",
    "lcg-high, gorilla word-collisions",
    "lfsr-31, rank-31x31 rank-32x32 rank-6x8 opso squeeze craps gcd gorilla hamming-weight",
    "period-65536, overlapping-5-permutation dna count-the-1s-bytes runs lagged-sum",
    "markov-0.51, gcd hamming-weight opso dna"
  })
  void aPoorGeneratorIsRejectedAtTenMegabytes(String name, String tests) throws Exception {
    var failed = failed(Generators.named(name).bytes(10_000_000), Set.of(tests.split(" ", -1)));
    assertEquals(Set.of(tests.split(" ", -1)), failed);
  }

  @Test
  void aBiasOfOneInTwoThousandIsSeenAtAHundredMegabit() throws Exception {
    var data = Generators.named("bias-0.5005").bytes(10 * TEN_MEGABIT);
    assertEquals(Set.of("monobit"), failed(data, Set.of("monobit")));
  }

  @Test
  void thirtyOneBitsOfStateAreSeenAtTwoHundredMegabit() throws Exception {
    var data = Generators.named("minstd").bytes(20 * TEN_MEGABIT);
    assertEquals(Set.of("word-collisions"), failed(data, Set.of("word-collisions")));
  }

  /** The tests of those names that fail. */
  private static Set<String> failed(byte[] data, Set<String> tests) throws Exception {
    var findings =
        Runner.run(
            DiehardOptions.defaults(), data, task -> tests.contains(task.id().split("/", -1)[0]));
    return findings.stream()
        .filter(finding -> finding.status() == Status.FAIL)
        .map(Finding::test)
        .collect(Collectors.toSet());
  }

  static List<Arguments> goodOnes() {
    boolean full = Boolean.getBoolean("astragal.full");
    var arguments = new ArrayList<Arguments>();
    for (var generator : full ? Generators.good() : Generators.good().subList(0, 2)) {
      arguments.add(Arguments.of(generator, full ? 100_000_000 : 6_000_000));
    }
    return arguments;
  }

  @ParameterizedTest
  @MethodSource("goodOnes")
  void aGoodGeneratorPassesEverything(Generator generator, int bytes) throws Exception {
    var findings = Runner.run(DiehardOptions.defaults(), generator.bytes(bytes));
    for (Finding finding : findings) {
      assertTrue(finding.status() != Status.FAIL, finding.toString());
    }
    long ran = findings.stream().filter(f -> f.status() == Status.PASS).count();
    assertTrue(ran >= 55, ran + " findings");
  }

  @Test
  void theOverlappingSumsRunOnlyIfAskedFor() throws Exception {
    byte[] data = Generators.aesCtr(1).bytes(100_000);
    var without = Runner.run(DiehardOptions.defaults(), data);
    var with = Runner.run(new DiehardOptions(1e-4, 100, true), data);
    assertEquals(without.size() + 1, with.size());
    assertTrue(with.stream().anyMatch(f -> f.test().equals("overlapping-sums")));
  }
}
