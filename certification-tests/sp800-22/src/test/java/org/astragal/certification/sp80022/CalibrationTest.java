package org.astragal.certification.sp80022;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.battery.Multiplicity;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.Status;
import org.astragal.certification.battery.UniformityPlot;
import org.junit.jupiter.api.Test;

/** Goal: on good data no test is secretly conservative or liberal. */
final class CalibrationTest {
  /** In the profile full, of which the picture in the documents is. */
  private static final int FULL = 1000;

  private static final int SEQUENCES = Integer.getInteger("astragal.calibration", 100);

  private static final int BITS = 1_000_000;

  @Test
  void valuesOfGoodSequencesAreUniformAndPassInTheRightShare() throws Exception {
    var options = Sp80022Battery.Options.DEFAULT.with(SEQUENCES, BITS);
    var battery = new Sp80022Battery(options);
    var sample = Sample.of(Generators.aesCtr(22).bytes(SEQUENCES * (BITS / 8)));
    List<Finding> findings = Bench.run(battery, sample);
    assertEquals(SEQUENCES * 2 * 188, findings.size());

    String picture = draw(findings);
    Set<String> seen = new TreeSet<>();
    List<String> names = new ArrayList<>();
    List<PValue> values = new ArrayList<>();
    for (Finding line : battery.conclude(findings)) {
      if (line.mode().equals(Mode.EXACT.label()) && line.status() != Status.NOT_RUN) {
        seen.add(line.test());
        names.add(line.test() + " of " + line.variant());
        values.add(PValue.of(line.pValue().getAsDouble()));
      }
    }
    assertEquals(Set.of("proportion", "uniformity", "uniformity-ks", "uniformity-ad"), seen);
    // No uniformity-ad where P-values come in steps up to 1: frequency, both cumulative sums, runs,
    // rank, DFT, 18 states.
    assertEquals(4 * 188 - 24, values.size());
    // Fixed data: this can only change with the code.
    List<PValue> adjusted = Multiplicity.holm(values);
    for (int i = 0; i < adjusted.size(); i++) {
      assertTrue(adjusted.get(i).p() > 0.01, names.get(i) + ": " + values.get(i));
    }
    if (SEQUENCES == FULL) {
      assertEquals(
          Files.readString(Path.of("../../docs/compliance/calibration-sp800-22.svg")),
          picture,
          "if a test was changed on purpose, copy target/calibration-sp800-22.svg there");
    }
  }

  /** {@return the picture of the values of this run} That in the documents is of the full one. */
  private static String draw(List<Finding> findings) throws IOException {
    Map<List<String>, List<Double>> forms = new LinkedHashMap<>();
    for (Finding line : findings) {
      if (line.mode().equals(Mode.EXACT.label()) && line.pValue().isPresent()) {
        forms
            .computeIfAbsent(List.of(line.test(), line.variant()), _ -> new ArrayList<>())
            .add(line.pValue().getAsDouble());
      }
    }
    var plot =
        new UniformityPlot(
            String.format(
                Locale.ROOT,
                "SP 800-22, exact: P-values of %,d sequences of %,d bits",
                SEQUENCES,
                BITS));
    forms.forEach((form, values) ->
        plot.add(form.getFirst(), values.stream().mapToDouble(Double::doubleValue).toArray()));
    Files.writeString(Path.of("target/calibration-sp800-22.svg"), plot.svg());
    return plot.svg();
  }
}
