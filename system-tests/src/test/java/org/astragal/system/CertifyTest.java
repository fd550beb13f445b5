package org.astragal.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.astragal.demo.Site;
import org.astragal.setup.Identity;
import org.junit.jupiter.api.Test;

/**
 * Goal: a laboratory tests samples of a running appliance with one command, gets its three reports,
 * and a summary that was sealed in the appliance's log and that anybody verifies.
 */
final class CertifyTest {
  @Test
  void samplesOfTheRunningApplianceAreTestedAndTheSummaryIsSealed() throws Exception {
    var site = Sites.create("certify");
    var report = site.directory().resolve("report");
    try (var ledger = site.startLedger();
        var appliance = site.startAppliance()) {
      var certified =
          Sites.run(
              site,
              "certify",
              "--suite=sp800-22",
              "--sequences=1",
              "--source=appliance",
              "--config=" + lab(site),
              "--stage=drbg",
              "--bits=1000000",
              "--report=" + report);
      var json = Files.readString(report.resolve("report.json"));
      // Fresh noise: of ten thousand runs one is told FAIL, and rightly so.
      var says = certified.status() == 0 ? "PASS" : "FAIL";
      assertTrue(certified.status() <= 1, certified.output());
      assertTrue(json.contains("\"verdict\": \"" + says + "\""), certified.output());
      for (var page : List.of("report.html", "report.pdf")) {
        assertTrue(Files.size(report.resolve(page)) > 10_000, page);
      }
      var pdf = Files.readString(report.resolve("report.pdf"), StandardCharsets.ISO_8859_1);
      assertTrue(pdf.startsWith("%PDF-"), "a PDF");
      assertTrue(ledger.isAlive());
      assertEquals(0, appliance.stop());
    }
    var verified =
        Sites.run(
            site,
            "verify",
            "--policy=" + site.files().policy(),
            report.resolve("sealed-summary.jsonl").toString());
    assertEquals(0, verified.status(), verified.output());
  }

  private static Path lab(Site site) throws Exception {
    var files = site.files();
    return Files.writeString(
        site.directory().resolve("lab.yaml"),
        """
        url: %s
        tls:
          keyStore: %s
          passwordFile: %s
          trustStore: %s
        """
            .formatted(
                site.appliance(),
                files.keyStore(Identity.LAB),
                files.passwordFile(Identity.LAB),
                files.authority()));
  }
}
