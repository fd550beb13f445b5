package org.astragal.ledger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import org.astragal.service.TlsMaterial;

/** Sends instructions as HTTP POST, each with its signature and its idempotency key. */
final class Webhook implements SettlementPort, AutoCloseable {
  static final String SIGNATURE = "Astragal-Signature";
  static final String SIGNED_BY = "Astragal-Signed-By";
  static final String KEY = "Idempotency-Key";

  /** Longest answer that is taken. */
  static final int MAX_ANSWER = 16 * 1024;

  private final HttpClient client;
  private final URI url;
  private final Duration timeout;
  private final String signer;

  /**
   * A webhook.
   *
   * @param signer verifier key of the signatures
   */
  Webhook(LedgerConfig.Settlement config, TlsMaterial tls, String signer) {
    this.url = URI.create(config.url());
    this.timeout = config.timeout();
    this.signer = signer;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(config.timeout())
            .sslContext(tls.context())
            .sslParameters(tls.clientParameters())
            .build();
  }

  @Override
  public Answer send(Instruction instruction) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header(KEY, instruction.key())
            .header(SIGNATURE, Base64.getEncoder().encodeToString(instruction.signature()))
            .header(SIGNED_BY, signer)
            .POST(HttpRequest.BodyPublishers.ofByteArray(instruction.body()))
            .build();
    var response =
        client.send(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER));
    return new Answer(response.statusCode(), response.body());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
