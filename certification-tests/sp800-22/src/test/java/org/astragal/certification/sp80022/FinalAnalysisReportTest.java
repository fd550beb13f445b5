package org.astragal.certification.sp80022;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Generators;
import org.junit.jupiter.api.Test;

/** Goal: a laboratory that compares our table with the reference program's finds no difference. */
final class FinalAnalysisReportTest {
  @Test
  void tableIsTheOneOfTheReferenceProgram() throws Exception {
    List<Finding> findings =
        Bench.run(100, 1_000_000, Generators.named("aes-ctr").bytes(12_500_000));
    assertEquals(
        Bench.resource("finalAnalysisReport.txt"),
        FinalAnalysisReport.of(findings, "peers/data/aesctr-100Mbit.bin"));
  }

  @Test
  void fewAndShortSequencesGiveTheReferencesDashes() throws Exception {
    List<Finding> findings = Bench.run(9, 1000, Generators.named("aes-ctr").bytes(2000));
    String table = FinalAnalysisReport.of(findings, "x");
    String first = table.lines().skip(7).findFirst().orElseThrow();
    assertTrue(first.endsWith("     ----       9/9       Frequency"), first);
    assertTrue(table.contains("  0     ----     ------     Universal\n"), table);
    assertTrue(table.contains("(variant) test is undefined."), table);
  }
}
