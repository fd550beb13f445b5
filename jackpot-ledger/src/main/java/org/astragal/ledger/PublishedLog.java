package org.astragal.ledger;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.astragal.service.TlsMaterial;

/**
 * The log of a running appliance under {@code /log/}, over mutual TLS. What does not answer is
 * asked again for a while. Used by one thread.
 */
final class PublishedLog implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 6;
  private static final long FIRST_PAUSE_MILLIS = 200;

  private final HttpClient http;
  private final URI base;

  /**
   * A log.
   *
   * @param appliance its address, such as https://localhost:8443
   */
  PublishedLog(URI appliance, TlsMaterial tls) {
    this.base = appliance.resolve("/log/");
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(tls.context())
            .sslParameters(tls.clientParameters())
            .connectTimeout(CONNECT)
            .build();
  }

  /**
   * {@return the bytes of a resource}
   *
   * @param most bytes that it can have
   * @throws IOException if there is none, or nobody has answered for about 6 s
   */
  byte[] get(String path, int most) throws IOException, InterruptedException {
    var pause = FIRST_PAUSE_MILLIS;
    for (var attempt = 1; ; attempt++) {
      try {
        return once(path, most);
      } catch (AwayException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        Thread.sleep(pause);
        pause *= 2;
      }
    }
  }

  /** It may answer another time. */
  private static final class AwayException extends IOException {
    private static final long serialVersionUID = 1L;

    AwayException(String message, Throwable cause) {
      super(message, cause);
    }

    AwayException(String message) {
      super(message);
    }
  }

  private byte[] once(String path, int most) throws IOException, InterruptedException {
    var uri = base.resolve(path);
    var request = HttpRequest.newBuilder(uri).timeout(ANSWER).GET().build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        var bytes = body.readNBytes(most + 1);
        return switch (response.statusCode()) {
          case 200 -> {
            if (bytes.length > most) {
              throw new IOException(uri + " gives more than " + most + " bytes");
            }
            yield bytes;
          }
          case 403 ->
              throw new IOException(
                  uri + " is refused: records need a certificate with OU=auditor, lab or ledger");
          case 429, 503 -> throw new AwayException(uri + ": status " + response.statusCode());
          default -> throw new IOException(uri + ": status " + response.statusCode());
        };
      }
    } catch (AwayException e) {
      throw e;
    } catch (SSLHandshakeException e) {
      throw new IOException(uri + ": no TLS connection: " + e.getMessage(), e);
    } catch (ConnectException | HttpTimeoutException e) {
      throw new AwayException(uri + " does not answer", e);
    } catch (SocketException | EOFException e) {
      throw new AwayException(uri + ": the connection broke off", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
