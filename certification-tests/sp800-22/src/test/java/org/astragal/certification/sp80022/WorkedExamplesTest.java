package org.astragal.certification.sp80022;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.astragal.certification.battery.ChiSquare;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Goal: the worked example of every section comes out, or what it should be where the document
 * prints it wrong (2.6.4, 2.6.8 and 2.8.4; 2.9.4 takes sigma by another formula than its own).
 */
final class WorkedExamplesTest {
  private static final double MOST = 1e-10;

  private static BitSequence pi;
  private static BitSequence e;

  @BeforeAll
  static void expand() {
    pi = BitSequence.of(Expansions.pi(100), 100);
    e = BitSequence.of(Expansions.e(1_000_000), 1_000_000);
  }

  @Test
  void frequency() {
    BitSequence bits = Bench.bits("1011010101");
    assertEquals(0.5270892568655381, Frequency.monobit(10, bits.ones(0, 10)).p().p(), MOST);
    assertEquals(0.109598583399116, Frequency.monobit(100, pi.ones(0, 100)).p().p(), MOST);
  }

  @Test
  void blockFrequency() {
    assertEquals(0.8012519569012009, Frequency.block(Bench.bits("0110011010"), 3).p().p(), MOST);
    assertEquals(0.7064384496412808, Frequency.block(pi, 10).p().p(), MOST);
  }

  @Test
  void runs() {
    assertEquals(0.14723225536366571, runs(Bench.bits("1001101011")), MOST);
    assertEquals(0.5007979178870903, runs(pi), MOST);
  }

  private static double runs(BitSequence bits) {
    int n = bits.length();
    return Runs.fit(n, bits.ones(0, n), Runs.count(bits), Mode.REFERENCE).p().p();
  }

  @Test
  void longestRun() {
    BitSequence bits =
        Bench.bits(
            "1100110000010101011011000100110011100000000000100100110101010001"
                + "0001001111010110100000001101011111001100111001101101100010110010");
    LongestRun form = LongestRun.forLength(128);
    assertArrayEquals(new long[] {4, 9, 3, 0}, form.counts(bits));
    for (Mode mode : Mode.values()) {
      var fit = ChiSquare.of(form.counts(bits), form.probabilities(mode));
      assertEquals(4.882457463200341, fit.statistic(), MOST);
      assertEquals(0.1806093182397121, fit.p().p(), MOST);
    }
  }

  @Test
  void rank() {
    BitSequence bits = BitSequence.of(Expansions.e(100_000), 100_000);
    assertArrayEquals(new long[] {23, 60, 14}, Rank.counts(bits));
    var fit = ChiSquare.of(Rank.counts(bits), Rank.expected());
    assertEquals(0.5320686208924511, fit.p().p(), MOST);
  }

  @Test
  void fourierTransform() {
    double[] spectrum = Dft.spectrum(Bench.bits("1001010011"));
    assertEquals(5, Dft.peaks(spectrum, Mode.REFERENCE));
    assertEquals(0.4681599098544281, Dft.fit(10, 5, Mode.REFERENCE).p().p(), MOST);
    assertEquals(48, Dft.peaks(Dft.spectrum(pi), Mode.REFERENCE));
    assertEquals(0.6463551954902, Dft.fit(100, 48, Mode.REFERENCE).p().p(), MOST);
  }

  @Test
  void nonOverlappingTemplate() {
    int[][] counts = Templates.counts(Bench.bits("10100100101110010110"), 10, 3);
    int[] found = IntStream.of(0, 1).map(block -> counts[block][0b001]).toArray();
    assertArrayEquals(new int[] {2, 1}, found);
    var fit = Templates.nonOverlapping(found, 10, 3);
    assertEquals(2.1333333333333333, fit.statistic(), MOST);
    assertEquals(0.3441537868654125, fit.p().p(), MOST);
  }

  @Test
  void overlappingTemplate() {
    BitSequence bits = Bench.bits("10111011110010110100011100101110111110000101101001");
    long[] counts = Templates.overlappingCounts(bits, 10, 2);
    assertArrayEquals(new long[] {0, 2, 0, 1, 1, 1}, counts);
    double[] probabilities = Templates.approximate(1.125);
    double[] printed = {0.324652, 0.182617, 0.142670, 0.106645, 0.077147, 0.166269};
    assertArrayEquals(printed, probabilities, 1e-6);
    assertEquals(0.40963462458096367, ChiSquare.of(counts, probabilities).p().p(), MOST);
  }

  @Test
  void universal() {
    Universal.Sum sum = Universal.sum(Bench.bits("01011010011101010111"), 2, 4);
    assertEquals(6, sum.distances());
    assertEquals(1.1949875002403854, sum.logarithms() / 6, MOST);
    var fit = Universal.fit(sum, 2, new Universal.Law(1.5374383, 1.338));
    assertEquals(0.0634535024151588, fit.p().p(), MOST);
  }

  @Test
  void linearComplexity() {
    long[] counts = Complexity.counts(e, 1000);
    assertArrayEquals(new long[] {11, 31, 116, 501, 258, 57, 26}, counts);
    var done = (Outcome.Done) Complexity.run(e, 1000).getFirst();
    assertEquals(0.845406168821212, done.reference().p().p(), MOST);
    assertEquals(0.844738091051402, done.exact().p().p(), MOST);
  }

  @Test
  void serial() {
    var rings = Entropy.Rings.of(Bench.bits("0011011101"), 3);
    assertEquals(1.6, Entropy.serial(rings, 3, 1).statistic(), MOST);
    assertEquals(0.8, Entropy.serial(rings, 3, 2).statistic(), MOST);
    assertEquals(0.8087921354109986, Entropy.serial(rings, 3, 1).p().p(), MOST);
    assertEquals(0.6703200460356386, Entropy.serial(rings, 3, 2).p().p(), MOST);
    var ofE = Entropy.Rings.of(e, 2);
    assertEquals(0.8437643749046335, Entropy.serial(ofE, 2, 1).p().p(), MOST);
    assertEquals(0.5619146177801281, Entropy.serial(ofE, 2, 2).p().p(), MOST);
  }

  @Test
  void approximateEntropy() {
    var rings = Entropy.Rings.of(Bench.bits("0100110101"), 4);
    assertEquals(0.2619611048816654, Entropy.approximateEntropy(rings, 3).p().p(), MOST);
    var ofPi = Entropy.Rings.of(pi, 3);
    assertEquals(0.23530074585897948, Entropy.approximateEntropy(ofPi, 2).p().p(), MOST);
  }

  @Test
  void cumulativeSums() {
    var walk = CumulativeSums.walk(Bench.bits("1011010111"));
    assertEquals(4, walk.forward());
    assertEquals(0.4116586191538023, CumulativeSums.fit(10, 4, Mode.REFERENCE).p().p(), MOST);
    assertEquals(0.4115847182525979, CumulativeSums.fit(10, 4, Mode.EXACT).p().p(), MOST);
    var ofPi = CumulativeSums.walk(pi);
    for (Mode mode : Mode.values()) {
      double forward = CumulativeSums.fit(100, ofPi.forward(), mode).p().p();
      double reverse = CumulativeSums.fit(100, ofPi.reverse(), mode).p().p();
      assertEquals(0.21919399348562665, forward, MOST);
      assertEquals(0.1148662153025217, reverse, MOST);
    }
  }

  @Test
  void randomExcursions() {
    Excursions excursions = Excursions.of(Bench.bits("0110110101"));
    assertEquals(3, excursions.cycles());
    assertEquals(0.502487515435573, excursions.fit(1, Mode.EXACT).p().p(), MOST);
    assertEquals(4, excursions.visits(1));
    assertEquals(0.6830913983096087, excursions.variantFit(1).p().p(), MOST);
  }
}
