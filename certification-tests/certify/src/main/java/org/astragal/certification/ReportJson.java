package org.astragal.certification;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** {@code report.json}: a line for each member and for each result, so that programs can diff. */
final class ReportJson {
  /** Name of the file in the folder of a report. */
  static final String NAME = "report.json";

  private static final String RESULTS = "results";

  private ReportJson() {}

  /** Writes a report. */
  static void write(Report report, Path file) throws IOException {
    ObjectNode head = Json.MAPPER.valueToTree(withoutResults(report));
    head.remove(RESULTS);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      text(out, "{\n");
      for (var member : head.properties()) {
        out.write(Json.MAPPER.writeValueAsBytes(member.getKey()));
        text(out, ": ");
        out.write(Json.MAPPER.writeValueAsBytes(member.getValue()));
        text(out, ",\n");
      }
      text(out, "\"" + RESULTS + "\": [");
      for (Iterator<Result> results = report.results().iterator(); results.hasNext(); ) {
        text(out, "\n");
        out.write(Json.MAPPER.writeValueAsBytes(results.next()));
        text(out, results.hasNext() ? "," : "");
      }
      text(out, "\n]\n}\n");
    }
  }

  /**
   * Reads a report.
   *
   * @param file the file, or the folder that it is in
   * @throws CertifyException if it is none, or of another form
   */
  static Report read(Path file) throws CertifyException {
    Path json = Files.isDirectory(file) ? file.resolve(NAME) : file;
    try {
      Report report = Json.MAPPER.readValue(Files.readAllBytes(json), Report.class);
      if (!report.schema().equals(Report.SCHEMA)) {
        throw notReadable(json, "it is of the form " + report.schema());
      }
      return report;
    } catch (JacksonException e) {
      throw notReadable(json, String.valueOf(e.getOriginalMessage()));
    } catch (IOException e) {
      throw notReadable(json, Reasons.of(e));
    }
  }

  private static CertifyException notReadable(Path json, String why) {
    return new CertifyException(
        CertifyException.Fault.SOURCE, "cannot read the report " + json + ": " + why);
  }

  private static Report withoutResults(Report r) {
    return new Report(
        r.schema(),
        r.program(),
        r.source(),
        r.options(),
        r.verdict(),
        r.partial(),
        r.reason(),
        r.assessed(),
        r.family(),
        r.retest(),
        r.power(),
        r.portrait(),
        List.of());
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
