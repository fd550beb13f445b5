package org.astragal.certification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Goal: the report of real batteries is what its schema says, and the pages for people need no
 * other file, show what the JSON says, and hold whatever a file name holds.
 */
final class ReportPagesTest {
  /** A name that breaks a page which trusts it, with a letter that the font of the PDF lacks. */
  private static final String NAME = "<img src=x onerror=alert(1)>\"&骰.bin";

  @TempDir static Path folder;
  private static Path report;

  @BeforeAll
  static void test() throws Exception {
    Path file = folder.resolve(NAME);
    Files.write(file, Bench.good(62_500));
    report = folder.resolve("report");
    Bench.Ended ended =
        Bench.run(
            Batteries.ALL,
            "--suite",
            "sp800-22",
            "--sequences",
            "20",
            "--source",
            file.toString(),
            "--report",
            report.toString());
    // 25,000 bits are too short for some tests.
    assertEquals(3, ended.status(), ended.err());
  }

  private static String html() throws Exception {
    return Files.readString(report.resolve("report.html"));
  }

  @Test
  void jsonIsWhatItsSchemaSays() throws Exception {
    JsonNode schema = Schema.ours();
    JsonNode document = Bench.report(report);
    assertEquals(List.of(), Schema.check(schema, document));
    // The check itself finds what is wrong.
    JsonNode wrong = Json.MAPPER.readTree(document.toString().replace("\"UNDECIDED\"", "\"OK\""));
    assertEquals(1, Schema.check(schema, wrong).size());
  }

  @Test
  void jsonHasTheFieldsThatLaboratoriesAskFor() throws Exception {
    JsonNode document = Bench.report(report);
    assertEquals(500_000, document.at("/source/bits").asLong());
    int exact = 0;
    for (JsonNode result : document.get("results")) {
      boolean line =
          result.get("suite").asString().equals("sp800-22")
              && result.get("test").asString().equals("non-overlapping-template")
              && result.get("mode").asString().equals("exact")
              && result.get("sequence").asInt() == 19;
      if (line) {
        exact++;
        assertEquals("SP 800-22 r1a 2.7", result.get("clause").asString());
        assertTrue(result.get("variant").asString().matches("[01]{9}"));
        // The next sequence begins on a whole word of 32 bits.
        assertEquals(24_992, result.get("size").asLong());
        assertTrue(result.get("pValue").isNumber());
        assertTrue(result.get("statistic").isNumber());
        assertTrue(result.get("holm").isNumber());
      }
    }
    assertEquals(148, exact);
  }

  @Test
  void jsonReadAgainIsTheSameReport() throws Exception {
    Report read = ReportJson.read(report);
    Path again = folder.resolve("again.json");
    ReportJson.write(read, again);
    assertArrayEquals(Files.readAllBytes(report.resolve("report.json")), Files.readAllBytes(again));
    Path pdf = folder.resolve("again.pdf");
    ReportPdf.write(read, pdf);
    assertArrayEquals(Files.readAllBytes(report.resolve("report.pdf")), Files.readAllBytes(pdf));
    assertEquals(html(), ReportHtml.of(read));
  }

  @Test
  void pageNeedsNothingFromElsewhere() throws Exception {
    String html = html();
    assertFalse(Pattern.compile("<(script|link|iframe)\\b").matcher(html).find());
    assertFalse(Pattern.compile("(src|href)=\"(?!data:image/png;base64,)").matcher(html).find());
    assertFalse(html.contains("url("));
    String drawn = html.replaceAll("base64,[^\"]*", "");
    assertFalse(drawn.contains("NaN"), "a plot without a place");
    assertFalse(drawn.contains("Infinity"));
  }

  @Test
  void pageShowsTheNameAndDoesNotObeyIt() throws Exception {
    String html = html();
    assertFalse(html.contains("<img"));
    assertTrue(html.contains("&lt;img src=x onerror=alert(1)&gt;&quot;&amp;骰.bin"));
  }

  @Test
  void pageShowsWhatTheJsonSays() throws Exception {
    String html = html();
    JsonNode document = Bench.report(report);
    assertTrue(html.contains("<span class=verdict>UNDECIDED</span>"));
    assertTrue(html.contains(Html.escape(document.get("reason").asString())));
    assertTrue(html.contains(document.at("/source/sha256").asString()));
    assertTrue(html.contains(document.at("/program/sha256").asString()));
    assertTrue(html.contains("aria-label=\"Tests by sequences\""));
    assertTrue(
        html.contains("aria-label=\"frequency\"") || html.contains("frequency: 20 P-values"));
    assertTrue(html.contains("not run: needs"), "what a test needs");
    assertTrue(html.contains(Html.escape(Retest.RULE)));
  }

  @Test
  void pdfShowsWhatTheJsonSays() throws Exception {
    try (PDDocument pdf = Loader.loadPDF(report.resolve("report.pdf").toFile())) {
      String text = new PDFTextStripper().getText(pdf).replaceAll("\\s+", " ");
      JsonNode document = Bench.report(report);
      assertTrue(text.contains("UNDECIDED"));
      assertTrue(text.contains(document.get("reason").asString()));
      assertTrue(text.contains(document.at("/source/sha256").asString()));
      assertTrue(text.contains("<img src=x onerror=alert(1)>\"&?.bin"));
      assertTrue(text.contains("page 1 of " + pdf.getNumberOfPages()));
      assertTrue(pdf.getNumberOfPages() > 5);
    }
  }

  @Test
  void tableOfTheReferenceProgramIsThere() throws Exception {
    String table = Files.readString(report.resolve("finalAnalysisReport.txt"));
    assertTrue(table.contains("generator is <" + NAME + ">"));
    assertTrue(table.contains("NonOverlappingTemplate"));
  }

  @Test
  void comparisonOfAReportWithItselfFindsNothing() throws Exception {
    Path page = folder.resolve("both.html");
    Bench.Ended ended =
        Bench.run(
            Batteries.ALL,
            "compare",
            report.toString(),
            report.resolve("report.json").toString(),
            "--html",
            page.toString());
    assertEquals(0, ended.status(), ended.err());
    assertTrue(ended.out().contains("The same data and the same findings"), ended.out());
    assertFalse(Files.readString(page).contains("Largest differences"));
  }

  @Test
  void comparisonFindsTheLineThatDiffers() throws Exception {
    Path changed = folder.resolve("changed.json");
    Report read = ReportJson.read(report);
    ReportJson.write(read, changed);
    String json = Files.readString(changed);
    var p = Pattern.compile("\"test\":\"runs\".*?\"sequence\":3.*?\"pValue\":([0-9.]+)");
    var found = p.matcher(json);
    assertTrue(found.find());
    Files.writeString(
        changed, json.substring(0, found.start(1)) + "0.125" + json.substring(found.end(1)));
    Bench.Ended ended = Bench.run(Batteries.ALL, "compare", report.toString(), changed.toString());
    assertEquals(0, ended.status(), ended.err());
    assertTrue(ended.out().contains("1 of those in both differ"), ended.out());
    assertTrue(ended.out().contains("first sp800-22 runs  sts-2.1.2 3: P "), ended.out());
  }
}
