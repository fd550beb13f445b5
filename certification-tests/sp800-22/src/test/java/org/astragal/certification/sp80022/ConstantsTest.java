package org.astragal.certification.sp80022;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Goal: the constants of mode exact are computed right, to the digits another program gives. */
final class ConstantsTest {
  @Test
  void longestRunInTenThousandBits() {
    double[] expected = {
      0.0866323110799525,
      0.208200648387607,
      0.248418581941696,
      0.193912786741659,
      0.121458485089004,
      0.0680110893039455,
      0.0733660974561363
    };
    var form = LongestRun.forLength(1_000_000);
    assertArrayEquals(expected, form.probabilities(Mode.EXACT), 1e-14);
    assertArrayEquals(expected, form.probabilities(Mode.REFERENCE), 0.0016);
  }

  @Test
  void longestRunInShortBlocksIsWhatTheReferenceHas() {
    for (int n : new int[] {128, 6272}) {
      var form = LongestRun.forLength(n);
      assertArrayEquals(form.probabilities(Mode.REFERENCE), form.probabilities(Mode.EXACT), 6e-10);
    }
    assertEquals(8, LongestRun.forLength(6271).blockBits());
    assertEquals(128, LongestRun.forLength(749_999).blockBits());
    assertEquals(10_000, LongestRun.forLength(750_000).blockBits());
  }

  @Test
  void overlappingTemplateOfNineOnes() {
    double[] expected = {
      0.364091053216727,
      0.185658900106240,
      0.139381130459033,
      0.100571143998778,
      0.0704323263463985,
      0.139865445872823
    };
    assertArrayEquals(expected, Templates.exact(1032, 9), 1e-14);
  }

  @Test
  void universalDistances() {
    assertEquals(6.19625065410188, Universal.Law.exact(7).mean(), 1e-12);
    assertEquals(3.12539186860888, Universal.Law.exact(7).variance(), 1e-12);
    assertEquals(5.21770524986132, Universal.Law.exact(6).mean(), 1e-12);
    assertEquals(2.95403239938168, Universal.Law.exact(6).variance(), 1e-12);
    assertEquals(1.5374383, Universal.Law.exact(2).mean(), 5e-8);
  }

  @Test
  void rankProbabilitiesAreThoseOfTheDocument() {
    assertArrayEquals(new double[] {0.2888, 0.5776, 0.1336}, Rank.expected(), 5e-5);
    assertEquals(1, DoubleStream.of(Rank.expected()).sum(), 1e-15);
  }

  @Test
  void aperiodicTemplatesAreAsManyAsTheDocumentLists() {
    int[] counts = {2, 4, 6, 12, 20, 40, 74, 148, 284};
    for (int m = 2; m <= 10; m++) {
      assertEquals(counts[m - 2], Templates.aperiodic(m).length);
    }
  }
}
