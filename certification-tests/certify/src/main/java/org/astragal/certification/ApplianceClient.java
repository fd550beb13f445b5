package org.astragal.certification;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.astragal.service.ConfigException;
import org.astragal.service.TlsMaterial;
import tools.jackson.core.JacksonException;

/**
 * Speaks with a running appliance, with the certificate of a laboratory.
 *
 * <p>Thread safety: use by one thread.
 */
final class ApplianceClient implements AutoCloseable {
  /** How long samples may stop coming: a token may be slow. */
  static final Duration SILENCE = Duration.ofSeconds(60);

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /** Samples are given to one caller at a time: so often it is asked again, a second apart. */
  private static final int TRIES = 60;

  private static final int MAX_ANSWER_BYTES = 1 << 16;

  private final HttpClient http;
  private final URI url;
  private final Duration silence;

  private ApplianceClient(HttpClient http, URI url, Duration silence) {
    this.http = http;
    this.url = url;
    this.silence = silence;
  }

  /**
   * Prepares to speak; nothing is sent yet.
   *
   * @param silence how long samples may stop coming
   * @throws ConfigException if the certificate cannot be used
   */
  static ApplianceClient open(ApplianceAccess access, Duration silence) throws ConfigException {
    TlsMaterial tls = TlsMaterial.load(access.tls());
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(tls.context())
            .sslParameters(tls.clientParameters())
            .connectTimeout(CONNECT)
            .build();
    return new ApplianceClient(http, access.url(), silence);
  }

  /** {@return its address} */
  String name() {
    return url.getScheme() + "://" + url.getAuthority();
  }

  /**
   * Asks for samples.
   *
   * @param query of the call
   * @param bytes exactly as many as the answer must announce
   * @return the samples; ends early if none come for a while; the caller closes it
   * @throws CertifyException if there are none
   */
  InputStream samples(String query, long bytes) throws CertifyException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/v1/rng/samples?" + query)).timeout(ANSWER).build();
    HttpResponse<InputStream> response = send(request);
    for (int tries = 1; response.statusCode() == 503 && tries < TRIES; tries++) {
      drain(response);
      Thread.sleep(Duration.ofSeconds(1));
      response = send(request);
    }
    if (response.statusCode() != 200) {
      throw refused(response);
    }
    long announced = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    if (announced != bytes) {
      drain(response);
      throw new CertifyException(
          CertifyException.Fault.USAGE,
          String.format(
              Locale.ROOT,
              "the appliance does not cut draws in two: it would give %,d of %,d bytes; choose"
                  + " --bits so that they hold whole draws",
              announced,
              bytes));
    }
    return new Watched(response.body(), silence);
  }

  /**
   * Has a summary sealed.
   *
   * @param summary JSON
   * @return the sealed record
   */
  byte[] seal(byte[] summary) throws CertifyException, InterruptedException {
    HttpResponse<InputStream> response =
        send(
            HttpRequest.newBuilder(url.resolve("/v1/lab/reports"))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(summary))
                .build());
    if (response.statusCode() != 201) {
      throw refused(response);
    }
    return body(response);
  }

  private HttpResponse<InputStream> send(HttpRequest request)
      throws CertifyException, InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (SSLException e) {
      throw new CertifyException(
          CertifyException.Fault.APPLIANCE,
          "no TLS with the appliance at "
              + name()
              + ": "
              + e.getMessage()
              + ". Check tls in --config",
          e);
    } catch (IOException e) {
      throw new CertifyException(
          CertifyException.Fault.APPLIANCE,
          "the appliance at " + name() + " does not answer (" + Reasons.of(e) + "): is it running?",
          e);
    }
  }

  private CertifyException refused(HttpResponse<InputStream> response) throws CertifyException {
    String detail = "";
    try {
      detail = Json.MAPPER.readTree(body(response)).path("detail").asString("");
    } catch (JacksonException _) {
      // A proxy's page, perhaps; the status says enough.
    }
    return new CertifyException(
        CertifyException.Fault.APPLIANCE,
        "the appliance at "
            + name()
            + " refuses with status "
            + response.statusCode()
            + (detail.isEmpty() ? "" : ": " + detail));
  }

  private byte[] body(HttpResponse<InputStream> response) throws CertifyException {
    try (InputStream in = response.body()) {
      return in.readNBytes(MAX_ANSWER_BYTES);
    } catch (IOException e) {
      throw new CertifyException(
          CertifyException.Fault.APPLIANCE, "the answer of " + name() + " broke off", e);
    }
  }

  private static void drain(HttpResponse<InputStream> response) {
    try {
      response.body().close();
    } catch (IOException _) {
      // It is not wanted.
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }

  /** Ends when nothing comes for a while: a stream of the HTTP client waits for ever. */
  private static final class Watched extends FilterInputStream {
    private final Thread watch;
    private volatile long last = System.nanoTime();
    private volatile boolean closed;

    Watched(InputStream in, Duration silence) {
      super(in);
      watch = Thread.ofVirtual().name("samples-watch").start(() -> watch(silence));
    }

    private void watch(Duration silence) {
      try {
        while (!closed) {
          long left = silence.toNanos() - (System.nanoTime() - last);
          if (left <= 0) {
            in.close();
            return;
          }
          Thread.sleep(Duration.ofNanos(left));
        }
      } catch (InterruptedException | IOException _) {
        // It was closed.
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = in.read(into, offset, length);
      last = System.nanoTime();
      return read;
    }

    @Override
    public void close() throws IOException {
      closed = true;
      watch.interrupt();
      super.close();
    }
  }
}
