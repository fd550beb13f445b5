package org.astragal.ledger;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.Semaphore;

/**
 * {@code GET /v1/reports/daily?day=DAY}, for auditors and supervisors. A report folds all postings,
 * so one is made at a time.
 */
final class ReportHttp implements HttpService {
  private static final System.Logger LOG = System.getLogger(ReportHttp.class.getName());

  private final Database database;
  private final Semaphore room = new Semaphore(1);

  ReportHttp(Database database) {
    this.database = database;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/reports/daily", this::daily);
  }

  private void daily(ServerRequest request, ServerResponse response) {
    if (Callers.person(request, TraceHttp.ROLES, response).isEmpty()) {
      return;
    }
    if (!room.tryAcquire()) {
      Problem.unavailable("another report is being made").send(response);
      return;
    }
    try {
      var format = ReportFormat.of(request.query().first("format").orElse("json"));
      var section = request.query().first("section").orElse("activity");
      var day = LocalDate.parse(request.query().first("day").orElse(""));
      var report = database.survey(c -> ReportReader.read(c, day, Instant.now()));
      var body = format.bytes(report, section);
      var name = "attachment; filename=\"jackpot-%s.%s\"".formatted(day, format.text());
      response
          .header(HeaderNames.CONTENT_TYPE, format.mediaType())
          .header(HeaderNames.CACHE_CONTROL, "no-store")
          .header(HeaderNames.CONTENT_DISPOSITION, name)
          .send(body);
    } catch (DateTimeException | IllegalArgumentException e) {
      Problem.of(
              400,
              "malformed-query",
              "The query must name a day",
              "?day=2026-06-08&format=json, csv or pdf; csv with section=activity and others")
          .send(response);
    } catch (StoreException e) {
      Replies.failed(LOG, e, response);
    } catch (IOException e) {
      throw new IllegalStateException("memory takes whatever is written to it", e);
    } finally {
      room.release();
    }
  }

  /** How a report is written down. */
  enum ReportFormat {
    /** All sections, canonical JSON. */
    JSON("application/json"),
    /** One section, RFC 4180. */
    CSV("text/csv; charset=utf-8"),
    /** All sections, on paper. */
    PDF("application/pdf");

    private final String mediaType;

    ReportFormat(String mediaType) {
      this.mediaType = mediaType;
    }

    String mediaType() {
      return mediaType;
    }

    String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    static ReportFormat of(String text) {
      for (var format : values()) {
        if (format.text().equals(text)) {
          return format;
        }
      }
      throw new IllegalArgumentException("format must be json, csv or pdf: " + text);
    }

    /**
     * {@return the report in this form}
     *
     * @param section the one that a CSV file holds
     * @throws IllegalArgumentException if there is no such section
     */
    byte[] bytes(Report report, String section) throws IOException {
      return switch (this) {
        case JSON -> (report.json() + "\n").getBytes(StandardCharsets.UTF_8);
        case CSV ->
            report
                .section(section)
                .orElseThrow(() -> new IllegalArgumentException("no section: " + section))
                .csv()
                .getBytes(StandardCharsets.UTF_8);
        case PDF -> ReportPdf.bytes(report);
      };
    }
  }
}
