package org.astragal.certification.sp80090b;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.astragal.certification.battery.Binomial;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: the restart tests give what NIST's tool gives, with an exact bound instead of a drawn one.
 */
final class RestartTest {
  @Test
  void goodRowsAndColumnsValidateTheClaimWithTheFiguresOfTheTool() throws Exception {
    var findings = Runs.run(Runs.options(8, 7.0, Track.RESTART), DataSets.named("aes8"));
    var sanity = Runs.find(findings, RestartTrack.SANITY, "");
    assertEquals(15, sanity.statistic().orElseThrow());
    assertEquals(27, sanity.threshold().orElseThrow());
    assertEquals(5.02515530065e-06, Runs.detail(sanity, "alpha"), 1e-15);
    var assessed = findings.getLast();
    assertEquals(7.353758, Runs.detail(assessed, "H_r"), 5e-7);
    assertEquals(7.333766, Runs.detail(assessed, "H_c"), 5e-7);
    assertEquals(7.0, Runs.detail(assessed, "minEntropy"));
    for (Finding finding : findings) {
      assertEquals(Status.PASS, finding.status(), finding.toString());
    }
    estimate(findings, "mcv", 7.889686, 7.889686);
    estimate(findings, "lrs", 7.908303, 7.718814);
    estimate(findings, "multi-mcw", 7.935344, 7.912109);
    estimate(findings, "lag", 7.955028, 7.927527);
    estimate(findings, "multi-mmc", 7.938318, 7.941934);
    estimate(findings, "lz78y", 7.938296, 7.943723);
  }

  private static void estimate(List<Finding> findings, String test, double rows, double columns) {
    assertEquals(
        rows, Runs.find(findings, test, RestartTrack.ROWS).statistic().orElseThrow(), 5e-7);
    assertEquals(
        columns, Runs.find(findings, test, RestartTrack.COLUMNS).statistic().orElseThrow(), 5e-7);
  }

  @Test
  void aSourceThatStartsTheSameWayFailsTheSanityCheck() throws Exception {
    byte[] data = DataSets.named("aes1");
    for (int row = 0; row < 1000; row++) {
      data[row * 1000 + 17] = 1;
    }
    for (var task : new Sp80090b(Runs.options(1, 0.9, Track.RESTART)).plan(data.length)) {
      if (task.id().endsWith(RestartTrack.SANITY)) {
        var sanity = task.run(DataSets.sample(data)).getFirst();
        assertEquals(Status.FAIL, sanity.status());
        assertEquals(1000, Runs.detail(sanity, "columns"));
        assertTrue(Runs.detail(sanity, "rows") < sanity.threshold().orElseThrow());
        var assessed =
            new Sp80090b(Runs.options(1, 0.9, Track.RESTART)).conclude(List.of(sanity)).getFirst();
        assertEquals(Status.FAIL, assessed.status());
      }
    }
  }

  @Test
  void otherThanAMillionSamplesAreRefused() throws Exception {
    for (int n : new int[] {0, 1000, 999_999, 1_000_001}) {
      var findings = Runs.run(Runs.options(1, 0.5, Track.RESTART), new byte[n]);
      for (Finding finding : findings) {
        assertEquals(Status.NOT_RUN, finding.status(), finding.toString());
      }
    }
  }

  // For two symbols the greatest count is at most m if the count of either lies in [1000 - m, m].
  @ParameterizedTest
  @CsvSource({"1.0", "0.9", "0.4"})
  void theBoundForTwoSymbolsIsThatOfABinomial(double claim) {
    var cutoff = new RestartCutoff(claim, 2);
    var count = new Binomial(1000, Math.pow(2, -claim));
    for (int m : new int[] {500, 510, 550, 560, 600, 700, 800, 1000}) {
      double outside = count.upper(m + 1).p() + count.lower(999 - m).p();
      assertEquals(1 - outside, cutoff.noneAbove(m), 1e-9, "at most " + m);
    }
    int bound = cutoff.cutoff();
    assertTrue(count.upper(bound + 1).p() + count.lower(999 - bound).p() <= RestartCutoff.ALPHA);
    assertTrue(count.upper(bound).p() + count.lower(1000 - bound).p() > RestartCutoff.ALPHA);
  }

  @Test
  void theBoundGrowsAsTheClaimFallsAndEndsAtAllSamples() {
    int before = 0;
    for (double claim = 8; claim > 0; claim -= 0.5) {
      int cutoff = new RestartCutoff(claim, 256).cutoff();
      assertTrue(cutoff >= before, "claim " + claim);
      before = cutoff;
    }
    assertEquals(1000, new RestartCutoff(0.0001, 256).cutoff());
    assertThrows(IllegalArgumentException.class, () -> new RestartCutoff(3, 7));
  }
}
