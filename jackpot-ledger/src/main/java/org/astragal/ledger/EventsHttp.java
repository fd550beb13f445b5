package org.astragal.ledger;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.astragal.ledger.EventIntake.Result;
import org.astragal.outcome.JcsWriter;
import org.astragal.service.Caller;
import org.astragal.service.Role;

/** {@code POST /v1/events/{source}}: events of third parties, one a line. */
final class EventsHttp implements HttpService {
  /** Most events of one delivery. */
  static final int MAX_LINES = 10_000;

  private static final int MAX_BODY = 16 << 20;
  private static final System.Logger LOG = System.getLogger(EventsHttp.class.getName());

  private final EventIntake intake;
  private final Duration bodyLimit;

  EventsHttp(EventIntake intake, Duration bodyLimit) {
    this.intake = intake;
    this.bodyLimit = bodyLimit;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/events/{source}", this::take);
  }

  private void take(ServerRequest request, ServerResponse response) {
    var sender =
        Callers.certificate(request)
            .flatMap(Caller::of)
            .filter(caller -> caller.role() == Role.EVENT_SOURCE);
    if (sender.isEmpty()) {
      Problem.of(
              403,
              "wrong-role",
              "The client certificate does not allow this",
              "this needs a client certificate with OU=" + Role.EVENT_SOURCE)
          .send(response);
      return;
    }
    var source = request.path().pathParameters().get("source");
    try {
      var lines = lines(request);
      if (lines.isEmpty()) {
        Problem.of(
                400,
                "malformed-delivery",
                "This is not a delivery",
                "1 to " + MAX_LINES + " events, one a line, at most 16 MiB")
            .send(response);
        return;
      }
      answer(
          intake.take(source, Optional.of(sender.get().operator()), lines.get(), _ -> true),
          response);
    } catch (StoreException e) {
      Replies.failed(LOG, e, response);
    } catch (IOException e) {
      response.header(HeaderValues.CONNECTION_CLOSE);
      Problem.of(400, "body-incomplete", "The body broke off", String.valueOf(e.getMessage()))
          .send(response);
    }
  }

  /** {@return the lines; empty if there is none, or too much} */
  private Optional<List<byte[]>> lines(ServerRequest request) throws IOException {
    try (var body = new TimelyBody(request.content().inputStream(), bodyLimit, System::nanoTime)) {
      var lines = new Lines(body);
      var all = new ArrayList<byte[]>();
      var bytes = 0L;
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        bytes += line.get().length;
        if (all.size() == MAX_LINES || bytes > MAX_BODY) {
          return Optional.empty();
        }
        var text = line.get();
        var end = text.length > 0 && text[text.length - 1] == '\r' ? text.length - 1 : text.length;
        all.add(Arrays.copyOf(text, end));
      }
      return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }
  }

  private static void answer(Result result, ServerResponse response) {
    switch (result) {
      case Result.Taken(var accepted, var duplicates, var doubts) -> {
        var w = new JcsWriter().beginObject();
        w.name("accepted").string(Long.toString(accepted));
        w.name("duplicates").string(Long.toString(duplicates));
        w.name("quarantined").beginArray();
        for (var doubt : doubts) {
          w.beginObject().name("detail").string(doubt.detail());
          w.name("line").integer(doubt.line());
          w.name("reason").string(doubt.doubt().code()).endObject();
        }
        Replies.json(response, w.endArray().endObject().toBytes());
      }
      case Result.UnknownSource _ ->
          Problem.of(404, "unknown-source", "No mapping is for this source", "see the mappings")
              .send(response);
      case Result.WrongOperator _ ->
          Problem.of(
                  403,
                  "wrong-operator",
                  "The source is of another operator",
                  "the certificate's O must be the mapping's operator")
              .send(response);
      case Result.QuarantineFull _ ->
          Problem.of(
                  503,
                  "quarantine-full",
                  "Too many events of this source are in doubt",
                  "nothing was taken; people must decide first")
              .send(response);
    }
  }
}
