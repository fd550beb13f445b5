package org.astragal.certification;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.astragal.certification.sp80022.FinalAnalysisReport;
import tools.jackson.databind.JsonNode;

/** The files of a report, and what is printed of it. */
final class ReportFiles {
  /** The reference program's own, so that laboratories can compare line by line. */
  private static final String TABLE = "finalAnalysisReport.txt";

  private static final String TIMES = "times.txt";
  private static final String SEALED = "sealed-summary.jsonl";

  private final RunFolder folder;
  private final PrintWriter out;

  ReportFiles(RunFolder folder, PrintWriter out) {
    this.folder = folder;
    this.out = out;
  }

  /** Writes everything, and prints what a person wants to know first. */
  void write(Run.Outcome outcome) throws CertifyException {
    Report report = outcome.report();
    folder.write(ReportJson.NAME, file -> ReportJson.write(report, file));
    folder.write("report.html", file -> text(file, ReportHtml.of(report)));
    folder.write("report.pdf", file -> ReportPdf.write(report, file));
    if (!report.partial() && report.suites().contains("sp800-22")) {
      folder.write(
          TABLE,
          file -> text(file, FinalAnalysisReport.of(outcome.findings(), report.source().name())));
    } else {
      folder.remove(TABLE);
    }
    folder.write(TIMES, file -> text(file, times(outcome.times())));
    out.print(ReportText.of(report));
    out.println("report: " + folder.path().resolve("report.html"));
    out.flush();
  }

  /** Times differ from run to run, so they are no part of the report. */
  private static String times(List<TaskStore.Entry> entries) {
    var text = new StringBuilder("milliseconds  task\n");
    entries.stream()
        .sorted(Comparator.comparingLong(TaskStore.Entry::millis).reversed())
        .forEach(entry ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%12d  %s %s %s%n",
                    entry.millis(),
                    entry.key().suite(),
                    entry.key().task(),
                    entry.key().data().substring(0, 8))));
    return text.toString();
  }

  /** Has the summary sealed in the log of the appliance that gave the samples. */
  void seal(Report report, ApplianceSource source) throws CertifyException, InterruptedException {
    String hash = "sha256:" + hash(folder.path().resolve(ReportJson.NAME));
    Path file = folder.path().resolve(SEALED);
    if (isSealed(file, hash)) {
      return;
    }
    var summary = new LinkedHashMap<String, Object>();
    summary.put("program", "sha256:" + report.program().sha256());
    summary.put("report", hash);
    summary.put(
        "source",
        Map.of(
            "bits", Long.toString(report.source().bits()),
            "sha256", "sha256:" + report.source().sha256(),
            "stage", source.origin().text()));
    summary.put("suites", List.of(report.options().getOrDefault("suite", "").split(",")));
    summary.put("verdict", report.verdict().name());
    byte[] sealed = source.client().seal(Json.MAPPER.writeValueAsBytes(summary));
    folder.write(
        SEALED, to -> text(to, new String(sealed, StandardCharsets.UTF_8).stripTrailing() + "\n"));
    JsonNode record = Json.MAPPER.readTree(sealed).path("outcome");
    out.println(
        "sealed as record "
            + record.path("seq").asString("?")
            + " of "
            + record.path("log").asString("?")
            + ": "
            + file);
    out.flush();
  }

  private static boolean isSealed(Path file, String hash) throws CertifyException {
    try {
      return Files.exists(file) && Files.readString(file).contains(hash);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static String hash(Path file) throws CertifyException {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static CertifyException unreadable(Path file, IOException e) {
    return new CertifyException(
        CertifyException.Fault.DISK, "cannot read " + file + ": " + Reasons.of(e), e);
  }

  private static void text(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
