package org.astragal.ledger;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.astragal.outcome.JcsWriter;
import org.astragal.service.Caller;
import org.astragal.service.Role;

/**
 * {@code POST /v1/ingest} and {@code GET /v1/heads}, for appliances. Translates; decides nothing.
 */
final class IngestHttp implements HttpService {
  /** Largest delivery, bytes. */
  static final int MAX_BODY = 64 << 20;

  /** Deliveries whose lines are held in memory at a time. */
  private static final int MAX_DELIVERIES = 2;

  private static final long PATIENCE_SECONDS = 20;
  private static final System.Logger LOG = System.getLogger(IngestHttp.class.getName());

  private final Ingest ingest;
  private final Queries queries;
  private final Optional<Witness> witness;
  private final Duration bodyLimit;
  private final Semaphore room = new Semaphore(MAX_DELIVERIES, true);

  /**
   * Creates one.
   *
   * @param witness cosigns what was posted
   * @param bodyLimit longest wait for the bytes of a delivery: until they are there, no other
   *     delivery of that log is looked at
   */
  IngestHttp(Ingest ingest, Queries queries, Optional<Witness> witness, Duration bodyLimit) {
    this.ingest = ingest;
    this.queries = queries;
    this.witness = witness;
    this.bodyLimit = bodyLimit;
  }

  /** {@return longest wait for the bytes of a delivery} */
  Duration bodyLimit() {
    return bodyLimit;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/ingest", forAppliances(this::ingest)).get("/heads", forAppliances(this::heads));
  }

  private static boolean mayDeliver(ServerRequest request) {
    return request
        .remotePeer()
        .tlsCertificates()
        .filter(chain -> chain.length > 0)
        .flatMap(chain -> Caller.of((X509Certificate) chain[0]))
        .filter(caller -> caller.role() == Role.APPLIANCE)
        .isPresent();
  }

  private static Handler forAppliances(Handler handler) {
    return (request, response) -> {
      if (!mayDeliver(request)) {
        Problem.of(
                403,
                "wrong-role",
                "The client certificate does not allow this",
                "this needs a client certificate with OU=" + Role.APPLIANCE)
            .send(response);
        return;
      }
      handler.handle(request, response);
    };
  }

  private void ingest(ServerRequest request, ServerResponse response) throws Exception {
    var log = request.query().first("log").orElse("");
    if (log.isEmpty()) {
      missingLog().send(response);
      return;
    }
    if (!room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      Problem.unavailable("too many deliveries at a time").send(response);
      return;
    }
    try (var body = new TimelyBody(request.content().inputStream(), bodyLimit, System::nanoTime)) {
      answer(deliver(log, body), response);
    } catch (StoreException e) {
      Replies.failed(LOG, e, response);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a delivery broke off", e);
      // The rest of it is not waited for.
      response.header(HeaderValues.CONNECTION_CLOSE);
      Problem.of(400, "body-incomplete", "The body broke off", String.valueOf(e.getMessage()))
          .send(response);
    } finally {
      room.release();
    }
  }

  private IngestResult deliver(String log, InputStream body) throws StoreException, IOException {
    try {
      return ingest.deliver(log, body);
    } finally {
      // Who still sends does not listen: a refusal, too, is told when all of it is there.
      body.transferTo(OutputStream.nullOutputStream());
    }
  }

  private void answer(IngestResult result, ServerResponse response) {
    switch (result) {
      case IngestResult.Accepted(
              var accepted,
              var duplicates,
              var position,
              var checkpoint,
              var newest) -> {
        var w = new JcsWriter().beginObject();
        w.name("accepted").string(Long.toString(accepted));
        w.name("checkpoint").string(checkpoint);
        if (newest && witness.isPresent()) {
          var text = checkpoint.substring(0, checkpoint.lastIndexOf("\n\n") + 1);
          w.name("cosignature").string(witness.get().cosign(text).line());
        }
        w.name("duplicates").string(Long.toString(duplicates));
        w.name("position").string(Long.toString(position));
        Replies.json(response, w.endObject().toBytes());
      }
      case IngestResult.Gap(var position) ->
          new Problem(
                  409,
                  "gap",
                  "Records are missing before this delivery",
                  "deliver from seq " + position,
                  Map.of("position", Long.toString(position)))
              .send(response);
      case IngestResult.Refused(var reason, var seq, var detail) ->
          new Problem(
                  422,
                  "refused",
                  "The delivery does not verify; nothing was posted",
                  detail.isEmpty() ? reason : detail,
                  seq < 0
                      ? Map.of("reason", reason)
                      : Map.of("reason", reason, "seq", Long.toString(seq)))
              .send(response);
      case IngestResult.Stopped(var reason, var position, var checkpoint) ->
          new Problem(
                  422,
                  "log-stopped",
                  "Nothing of this log is posted until people have looked",
                  "the log contradicted itself: " + reason,
                  Map.of(
                      "checkpoint", checkpoint,
                      "position", Long.toString(position),
                      "reason", Refusal.LOG_STOPPED.code()))
              .send(response);
      case IngestResult.Malformed(var detail) ->
          Problem.of(400, "malformed-delivery", "This is not a delivery", detail).send(response);
    }
  }

  private void heads(ServerRequest request, ServerResponse response) {
    var log = request.query().first("log").orElse("");
    if (log.isEmpty()) {
      missingLog().send(response);
      return;
    }
    try {
      var head = queries.head(log);
      if (head.isEmpty()) {
        Problem.of(404, "log-never-seen", "Nothing of this log has been posted", log)
            .send(response);
        return;
      }
      var w = new JcsWriter().beginObject();
      w.name("checkpoint").string(head.get().note());
      queries.journalHead().ifPresent(note -> w.name("journal").string(note));
      w.name("log").string(log);
      w.name("position").string(Long.toString(head.get().position()));
      Replies.json(response, w.endObject().toBytes());
    } catch (StoreException e) {
      Replies.failed(LOG, e, response);
    }
  }

  private static Problem missingLog() {
    return Problem.of(400, "log-missing", "The query must name a log", "?log=<origin>");
  }
}
