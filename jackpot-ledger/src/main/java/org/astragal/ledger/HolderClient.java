package org.astragal.ledger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.service.TlsMaterial;

/**
 * Asks an appliance over mutual TLS. What it answers is not read: only the record counts, which
 * comes with its log and is verified there. Thread-safe.
 */
final class HolderClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);

  /** Longest answer that is read. */
  private static final int MAX_ANSWER = 1 << 18;

  private static final int MAX_DETAIL = 300;

  private final HttpClient http;

  HolderClient(TlsMaterial tls) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(tls.context())
            .sslParameters(tls.clientParameters())
            .connectTimeout(CONNECT)
            .build();
  }

  /** What came of a question. */
  sealed interface Reply {
    /** It is answered: the record is in the log, or will be. */
    record Answered() implements Reply {}

    /** It does not follow from what the appliance knows; its log may say more soon. */
    record Refused(String detail) implements Reply {}

    /** Not known; ask again. */
    record Away(String detail) implements Reply {}
  }

  Reply ask(URI holder, Question question) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(holder.resolve("/v1/jackpots/" + question.call()))
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(question.bytes()))
            .build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (var in = response.body()) {
        var body = in.readNBytes(MAX_ANSWER);
        return switch (response.statusCode()) {
          case 200, 201 -> new Reply.Answered();
          case 503 -> new Reply.Away("status 503, " + detail(body));
          default -> new Reply.Refused("status " + response.statusCode() + ", " + detail(body));
        };
      }
    } catch (IOException e) {
      return new Reply.Away(e.getClass().getSimpleName());
    }
  }

  private static String detail(byte[] problem) {
    try {
      var text =
          Json.parse(problem) instanceof Json.Obj json
              ? json.optionalString("detail").orElse("")
              : "";
      return Texts.storable(text, MAX_DETAIL);
    } catch (JsonException e) {
      return "no problem that can be read";
    }
  }
}
