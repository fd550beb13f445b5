package org.astragal.certification.sp80090b;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.astragal.certification.battery.Status;
import org.junit.jupiter.api.Test;

/** Goal: the entropy after conditioning is that of NIST's tool, which computes with many digits. */
final class ConditioningTest {
  @Test
  void everyFunctionOfTheToolsOutputHasItsEntropy() {
    int functions = 0;
    for (String line : DataSets.lines("ea_conditioning.txt")) {
      if (line.isBlank()) {
        continue;
      }
      functions++;
      String[] words = line.split(" ", 8);
      boolean vetted = words[1].equals("-v");
      var function =
          new Conditioning(
              vetted,
              Integer.parseInt(words[2]),
              Integer.parseInt(words[3]),
              Integer.parseInt(words[4]),
              Double.parseDouble(words[5]));
      double perBit = vetted ? 1 : Double.parseDouble(words[6]);
      assertEquals(after(line, "h_out = "), function.assessed(perBit), 1e-12, line);
      if (vetted && line.contains("epsilon = 2^(-")) {
        assertEquals(
            after(line.substring(line.indexOf("h_out")), "epsilon = 2^(-"),
            function.epsilonExponent(),
            1e-9,
            line);
      }
    }
    assertEquals(9, functions);
  }

  private static double after(String line, String text) {
    String rest = line.substring(line.indexOf(text) + text.length());
    return Double.parseDouble(rest.split("[ );]", 2)[0]);
  }

  @Test
  void fullEntropyTakesSixtyFourBitsMoreInThanOut() throws Exception {
    assertEquals(Status.PASS, conclusion(new Conditioning(true, 512, 256, 256, 320)));
    assertEquals(Status.NOT_RUN, conclusion(new Conditioning(true, 512, 256, 256, 319)));
    assertEquals(Status.NOT_RUN, conclusion(new Conditioning(true, 512, 256, 128, 320)));
    assertEquals(Status.NOT_RUN, conclusion(new Conditioning(false, 512, 256, 256, 320)));
  }

  private static Status conclusion(Conditioning function) throws Exception {
    var options =
        new Sp80090bOptions(1, Set.of(Track.NON_IID), 0.5, 5000, "", Optional.of(function));
    return Runs.run(options, DataSets.named("aes1_10k")).getLast().status();
  }

  @Test
  void aFunctionThatIsNotVettedGivesNoMoreThanItsOutputWasFoundToHold() throws Exception {
    var options =
        new Sp80090bOptions(
            8,
            Set.of(Track.NON_IID),
            4,
            10_000,
            "",
            Optional.of(new Conditioning(false, 512, 256, 256, 500)));
    var findings = Runs.run(options, DataSets.named("sum4_8_10k"));
    var conditioned = findings.getLast();
    double perBit = Runs.detail(Runs.find(findings, "assessed", "non-iid"), "H_bitstring");
    assertEquals(perBit, Runs.detail(conditioned, "h'"));
    assertEquals(256 * perBit, Runs.detail(conditioned, "h_out"), 1e-9);
  }

  @Test
  void outputThatFailsTheTestsOfTheIidTrackIsNotTakenByItsMostCommonValue() throws Exception {
    byte[] turns = DataSets.biased(3_000, 16_384);
    for (int i = 1; i < turns.length; i++) {
      turns[i] ^= turns[i - 1];
    }
    var function = Optional.of(new Conditioning(false, 64, 64, 64, 50));
    var iid = new Sp80090bOptions(1, Set.of(Track.IID), 0.5, 10_000, "", function);
    var tasks =
        new Sp80090b(iid)
            .plan(turns.length).stream()
                .filter(t -> t.id().equals("chi-square") || t.id().startsWith("mcv"))
                .toList();
    var findings = new java.util.ArrayList<org.astragal.certification.battery.Finding>();
    for (var task : tasks) {
      findings.addAll(task.run(DataSets.sample(turns)));
    }
    var conditioned = new Sp80090b(iid).conclude(findings).getLast();
    assertEquals(Status.NOT_RUN, conditioned.status());
    assertEquals(java.util.OptionalDouble.empty(), conditioned.statistic());
  }

  @Test
  void widthsAndEntropiesThatCannotBeAreRefused() {
    for (var make :
        List.<org.junit.jupiter.api.function.Executable>of(
            () -> new Conditioning(true, 0, 1, 1, 1),
            () -> new Conditioning(true, 8, 0, 1, 1),
            () -> new Conditioning(true, 8, 1, 0, 1),
            () -> new Conditioning(true, 8, 8, 8, 0),
            () -> new Conditioning(true, 8, 8, 8, 8.5),
            () -> new Conditioning(true, 8, 8, 8, Double.NaN))) {
      assertThrows(IllegalArgumentException.class, make);
    }
  }
}
