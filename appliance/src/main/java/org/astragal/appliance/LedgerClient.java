package org.astragal.appliance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.LedgerHead;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SignedNote;
import org.astragal.outcome.VerifierKey;
import org.astragal.outcome.WitnessKey;
import org.astragal.service.TlsMaterial;

/**
 * Speaks with one ledger, with the appliance's own certificate.
 *
 * <p>Thread safety: for any threads.
 */
final class LedgerClient implements Downstream {
  /** Longest wait for a connection. */
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Longest answer that is read. */
  private static final int MAX_ANSWER_BYTES = 1 << 16;

  private static final int OUTCOME_BYTES = 2_048;

  private final HttpClient http;
  private final String name;
  private final URI heads;
  private final URI ingest;
  private final Duration timeout;
  private final Optional<WitnessKey> witness;
  private final Optional<VerifierKey> journal;

  LedgerClient(HttpClient http, ApplianceConfig.Ledger ledger, String origin, Duration timeout) {
    this.http = http;
    this.name = ledger.name();
    String query = "?log=" + URLEncoder.encode(origin, StandardCharsets.UTF_8);
    this.heads = ledger.url().resolve("/v1/heads" + query);
    this.ingest = ledger.url().resolve("/v1/ingest" + query);
    this.timeout = timeout;
    this.witness = ledger.witnessKey();
    this.journal = ledger.journalKey();
  }

  /** {@return an HTTP client that shows the appliance's certificate and speaks TLS 1.3} */
  static HttpClient http(TlsMaterial tls) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(tls.context())
        .sslParameters(tls.clientParameters())
        .connectTimeout(CONNECT)
        .build();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<Head> head(Ours ours) throws LedgerException, InterruptedException {
    HttpResponse<InputStream> response = send(HttpRequest.newBuilder(heads).GET());
    Json.Obj answer = read(response);
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    requireOk(response, answer);
    try {
      byte[] note = answer.string("checkpoint").getBytes(StandardCharsets.UTF_8);
      return Optional.of(
          new Head(answer.decimal("position"), SignedNote.parse(note), journal(answer)));
    } catch (JsonException | NoteException e) {
      throw new LedgerException(LedgerException.Fault.PROTOCOL, "its head is not usable", e);
    }
  }

  /** The head of its journal, which is kept as it is and so must be one. */
  private Optional<JournalHead> journal(Json.Obj answer)
      throws JsonException, NoteException, LedgerException {
    Optional<String> text = answer.optionalString("journal");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LedgerHead.MAX_BYTES) {
      throw new LedgerException(LedgerException.Fault.PROTOCOL, "its journal's head is too long");
    }
    SignedNote note = SignedNote.parse(bytes);
    Checkpoint head = Checkpoint.parse(note.text());
    if (journal.isPresent() && !isSigned(note, head, journal.get())) {
      throw new LedgerException(
          LedgerException.Fault.PROTOCOL, "its journal's head is not by " + journal.get().vkey());
    }
    return Optional.of(new JournalHead(note, head.size()));
  }

  private static boolean isSigned(SignedNote note, Checkpoint head, VerifierKey key) {
    byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
    return head.origin().equals(key.name())
        && note.signatures().stream()
            .anyMatch(s ->
                s.name().equals(key.name())
                    && s.keyId() == key.keyId()
                    && key.verify(text, s.signature()));
  }

  @Override
  public Delivery deliver(List<SealedOutcome> outcomes)
      throws LedgerException, InterruptedException {
    var lines = new ByteArrayOutputStream(outcomes.size() * OUTCOME_BYTES);
    for (SealedOutcome outcome : outcomes) {
      lines.writeBytes(outcome.bytes());
      lines.write('\n');
    }
    HttpResponse<InputStream> response =
        send(
            HttpRequest.newBuilder(ingest)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArray(lines.toByteArray())));
    Json.Obj answer = read(response);
    try {
      if (response.statusCode() == 409) {
        return new Delivery.Elsewhere(answer.decimal("position"));
      }
      requireOk(response, answer);
      return taken(answer);
    } catch (JsonException e) {
      throw new LedgerException(LedgerException.Fault.PROTOCOL, "its answer is not usable", e);
    }
  }

  private Delivery.Taken taken(Json.Obj answer) throws JsonException, LedgerException {
    long position = answer.decimal("position");
    if (answer.find("checkpoint").isEmpty()) {
      return new Delivery.Taken(position, Optional.empty(), false);
    }
    try {
      String note = answer.string("checkpoint");
      SignedNote checkpoint = SignedNote.parse(note.getBytes(StandardCharsets.UTF_8));
      boolean cosigned = witness.isPresent() && answer.find("cosignature").isPresent();
      if (cosigned) {
        requireCosigned(note + answer.string("cosignature"), witness.get());
      }
      return new Delivery.Taken(position, Optional.of(checkpoint), cosigned);
    } catch (NoteException e) {
      throw new LedgerException(
          LedgerException.Fault.PROTOCOL, "its checkpoint or cosignature is not usable", e);
    }
  }

  private static void requireCosigned(String note, WitnessKey key)
      throws NoteException, LedgerException {
    if (key.cosignedAt(SignedNote.parse(note.getBytes(StandardCharsets.UTF_8))).isEmpty()) {
      throw new LedgerException(
          LedgerException.Fault.PROTOCOL, "its cosignature is not by " + key.vkey());
    }
  }

  /** The HTTP client is not its own. */
  @Override
  public void close() {}

  private HttpResponse<InputStream> send(HttpRequest.Builder request)
      throws LedgerException, InterruptedException {
    HttpRequest built = request.timeout(timeout).build();
    try {
      return http.send(built, HttpResponse.BodyHandlers.ofInputStream());
    } catch (HttpTimeoutException e) {
      throw unreachable(e);
    } catch (IOException first) {
      // A kept connection that the ledger has closed meanwhile shows only now.
      try {
        return http.send(built, HttpResponse.BodyHandlers.ofInputStream());
      } catch (IOException e) {
        e.addSuppressed(first);
        throw unreachable(e);
      }
    }
  }

  private static LedgerException unreachable(IOException e) {
    return new LedgerException(LedgerException.Fault.UNREACHABLE, e.getClass().getSimpleName(), e);
  }

  private static Json.Obj read(HttpResponse<InputStream> response) throws LedgerException {
    try (InputStream in = response.body()) {
      byte[] bytes = in.readNBytes(MAX_ANSWER_BYTES);
      return Json.parse(bytes) instanceof Json.Obj object ? object : Json.Obj.EMPTY;
    } catch (JsonException _) {
      // A proxy's page, perhaps; the status says enough.
      return Json.Obj.EMPTY;
    } catch (IOException e) {
      throw new LedgerException(LedgerException.Fault.UNREACHABLE, "the answer broke off", e);
    }
  }

  private static void requireOk(HttpResponse<?> response, Json.Obj answer) throws LedgerException {
    int status = response.statusCode();
    if (status == 200) {
      return;
    }
    String reason =
        answer
            .find("reason")
            .or(() -> answer.find("type"))
            .filter(Json.Str.class::isInstance)
            .map(text -> ", " + ((Json.Str) text).value())
            .orElse("");
    throw new LedgerException(
        status == 422
            ? LedgerException.Fault.REFUSED
            : status >= 500 ? LedgerException.Fault.UNAVAILABLE : LedgerException.Fault.PROTOCOL,
        "status " + status + reason);
  }
}
