package org.astragal.ledger;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import org.astragal.outcome.ConsistencyProof;
import org.astragal.outcome.OutcomeVerifier;

/**
 * {@code POST /add-checkpoint}: cosigns a checkpoint that is proven to continue the newest one.
 *
 * @spec tlog-witness.html#add-checkpoint c2sp.org/tlog-witness, add-checkpoint
 */
final class WitnessHttp implements HttpService {
  private static final System.Logger LOG = System.getLogger(WitnessHttp.class.getName());

  /** A proof of 63 lines and a note of 16 KiB. */
  private static final int MAX_BODY = 24 * 1024;

  private static final int BAD = 400;
  private static final int UNSIGNED = 403;
  private static final int UNKNOWN = 404;
  private static final int CONFLICT = 409;
  private static final int INCONSISTENT = 422;

  private final Ingest ingest;
  private final Witness witness;

  WitnessHttp(Ingest ingest, Witness witness) {
    this.ingest = ingest;
    this.witness = witness;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/add-checkpoint", this::add);
  }

  private void add(ServerRequest request, ServerResponse response) throws IOException {
    byte[] body;
    try (var in = request.content().inputStream()) {
      body = in.readNBytes(MAX_BODY + 1);
    }
    var call = body.length > MAX_BODY ? null : AddCheckpoint.parse(body).orElse(null);
    if (call == null) {
      plain(response, BAD, "not old size, proof and checkpoint\n");
      return;
    }
    try {
      add(call, response);
    } catch (StoreException e) {
      Replies.failed(LOG, e, response);
    }
  }

  private void add(AddCheckpoint call, ServerResponse response) throws StoreException {
    var origin = call.checkpoint().origin();
    if (!ingest.knows(origin)) {
      plain(response, UNKNOWN, "unknown log\n");
      return;
    }
    try (var hold = ingest.hold(origin)) {
      if (new OutcomeVerifier(hold.head().policy()).signer(call.note()).isEmpty()) {
        plain(response, UNSIGNED, "no signature of a trusted key\n");
        return;
      }
      if (hold.stop().isPresent()) {
        plain(response, UNSIGNED, "the log contradicted itself\n");
        return;
      }
      if (call.old() > call.checkpoint().size()) {
        plain(response, BAD, "the old size is larger than the checkpoint's\n");
        return;
      }
      if (hold.isContradictedBy(call.checkpoint(), call.note())) {
        plain(response, CONFLICT, "another tree of this size was signed before\n");
        return;
      }
      continueFrom(hold.newest(), call, hold, response);
    }
  }

  private void continueFrom(
      Cosigned newest, AddCheckpoint call, Ingest.Hold hold, ServerResponse response)
      throws StoreException {
    var checkpoint = call.checkpoint();
    if (call.old() != newest.size()) {
      response.header(HeaderNames.CONTENT_TYPE, "text/x.tlog.size");
      send(response, CONFLICT, newest.size() + "\n");
    } else if (!ConsistencyProof.verify(
        call.old(), newest.root(), checkpoint.size(), checkpoint.root(), call.proof())) {
      plain(response, INCONSISTENT, "the proof does not hold\n");
    } else {
      if (checkpoint.size() > newest.size()) {
        hold.cosigned(
            new Cosigned(checkpoint.size(), checkpoint.root(), call.note().toString()),
            newest.size());
      }
      plain(response, 200, witness.cosign(call.note().text()).line());
    }
  }

  private static void plain(ServerResponse response, int status, String text) {
    response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    send(response, status, text);
  }

  private static void send(ServerResponse response, int status, String text) {
    response
        .status(Status.create(status))
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .send(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
