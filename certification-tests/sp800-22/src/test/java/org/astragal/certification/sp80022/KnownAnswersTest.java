package org.astragal.certification.sp80022;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Generators;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: every P-value is the one of the reference program, and the exact one beside it. */
final class KnownAnswersTest {
  private static final int BITS = 1_000_000;

  @ParameterizedTest
  @ValueSource(strings = {"e", "pi", "sqrt2", "aesctr"})
  void allValuesOfBothModesAreThoseOfTheOtherImplementations(String data) throws Exception {
    byte[] bytes =
        switch (data) {
          case "e" -> Expansions.e(BITS);
          case "pi" -> Expansions.pi(BITS);
          case "sqrt2" -> Expansions.sqrt2(BITS);
          default -> Generators.named("aes-ctr").bytes(BITS / 8);
        };
    List<Finding> findings = Bench.run(1, BITS, bytes);
    assertEquals(2 * 188, findings.size());
    compare(data, "reference-pvalues.csv", values(findings, Mode.REFERENCE), 1e-8);
    compare(data, "exact-pvalues.csv", values(findings, Mode.EXACT), 1e-9);
  }

  private static void compare(String data, String file, Map<String, Double> values, double most)
      throws Exception {
    int seen = 0;
    int notRun = 0;
    for (String line : Bench.resource(file).lines().skip(1).toList()) {
      String[] fields = line.split(",", -1);
      if (fields[0].equals(data)) {
        double expected = Double.parseDouble(fields[3]);
        Double value = values.get(fields[1] + "," + fields[2]);
        if (value == null) {
          // Too few cycles: the reference program writes 0, the other implementation goes on.
          assertEquals("aesctr", data);
          assertTrue(fields[1].startsWith("RandomExcursions"), line);
          notRun++;
        } else {
          assertEquals(expected, value, most, line);
        }
        seen++;
      }
    }
    assertEquals(188, seen);
    assertEquals(data.equals("aesctr") ? 26 : 0, notRun);
  }

  /** {@return the values by the name and the index that the reference program gives them} */
  private static Map<String, Double> values(List<Finding> findings, Mode mode) {
    Map<String, Double> values = new TreeMap<>();
    for (Kind kind : Kind.values()) {
      int index = 0;
      for (Finding finding : findings) {
        if (finding.test().equals(kind.test()) && finding.mode().equals(mode.label())) {
          String name = kind.reference() + "," + index++;
          finding.pValue().ifPresent(value -> values.put(name, value));
        }
      }
    }
    return values;
  }
}
