package org.astragal.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.setup.DevSiteOptions;

/**
 * Talks to a site's jackpot ledger: reads its pools as anybody may, and delivers sealed outcomes as
 * an appliance does.
 *
 * <p>Thread safety: safe for use by several threads.
 */
public final class LedgerClient {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final HttpClient appliance;
  private final HttpClient reader = HttpClient.newHttpClient();
  private final URI ingest;
  private final URI open;
  private final String origin;

  LedgerClient(HttpClient appliance, DevSiteOptions site) {
    this.appliance = appliance;
    this.ingest = URI.create("https://localhost:" + site.ledgerPort());
    this.open = URI.create("http://127.0.0.1:" + site.ledgerPublicPort());
    this.origin = site.origin();
  }

  /**
   * One level's meter.
   *
   * @param pool the pool
   * @param level the level
   * @param micro its exact value in micro-units (10^6 micro = 1 minor unit)
   */
  public record Meter(String pool, String level, long micro) {
    /** {@return the value in major units of a currency with two decimals, cut to the minor unit} */
    public String display() {
      var minor = micro / 1_000_000;
      return "%,d.%02d".formatted(minor / 100, minor % 100);
    }
  }

  /**
   * What the ledger says of its pools at one moment.
   *
   * @param meters every level, in the order of the rules
   * @param identityHolds whether the accounts of every pool balance exactly
   * @param identity both sides of that identity, for a person
   */
  public record Pools(List<Meter> meters, boolean identityHolds, String identity) {
    /** Copies {@code meters}. */
    public Pools {
      meters = List.copyOf(meters);
    }
  }

  /** {@return the pools now} */
  public Pools pools() throws SiteException, InterruptedException {
    var answer = get(reader, open.resolve("/v1/pools"));
    try {
      var meters = new ArrayList<Meter>();
      var holds = true;
      var identity = new ArrayList<String>();
      for (var item : body(answer).arr("pools")) {
        var pool = (Json.Obj) item;
        for (var levelItem : pool.arr("levels")) {
          var level = (Json.Obj) levelItem;
          var name = level.string("level");
          meters.add(new Meter(pool.string("pool"), name, Long.parseLong(level.string("micro"))));
          var sides = level.obj("identity");
          holds &= sides.bool("holds");
          identity.add(name + " " + sides.string("left") + " = " + sides.string("right"));
        }
      }
      return new Pools(meters, holds && !meters.isEmpty(), String.join(", ", identity) + " micro");
    } catch (JsonException e) {
      throw unexpected("pools", answer, e);
    }
  }

  /** {@return how many leaves of the site's log the ledger has verified and posted} */
  public long position() throws SiteException, InterruptedException {
    var answer = get(appliance, ingest.resolve("/v1/heads?log=" + encodedOrigin()));
    if (answer.statusCode() == 404) {
      return 0;
    }
    try {
      return Long.parseLong(body(answer).string("position"));
    } catch (JsonException e) {
      throw unexpected("head", answer, e);
    }
  }

  /** Waits until the ledger has posted {@code size} leaves of the log, at most {@code limit}. */
  public void awaitPosition(long size, Duration limit) throws SiteException, InterruptedException {
    var end = System.nanoTime() + limit.toNanos();
    var position = position();
    while (position < size) {
      if (System.nanoTime() > end) {
        throw new SiteException(
            SiteException.Fault.UNEXPECTED_ANSWER,
            "the ledger stands at %d of %d leaves after %d s"
                .formatted(position, size, limit.toSeconds()));
      }
      Thread.sleep(20);
      position = position();
    }
  }

  /**
   * What the ledger answered to a delivery.
   *
   * @param status the HTTP status
   * @param body the body, JSON
   */
  public record Delivery(int status, String body) {}

  /** Delivers sealed outcomes as the site's appliance would. */
  public Delivery deliver(byte[] sealedOutcome) throws SiteException, InterruptedException {
    var request =
        HttpRequest.newBuilder(ingest.resolve("/v1/ingest?log=" + encodedOrigin()))
            .timeout(LIMIT)
            .header("Content-Type", "application/x-ndjson")
            .POST(
                HttpRequest.BodyPublishers.ofByteArrays(List.of(sealedOutcome, new byte[] {'\n'})))
            .build();
    var answer = send(appliance, request);
    return new Delivery(answer.statusCode(), text(answer));
  }

  private String encodedOrigin() {
    return URLEncoder.encode(origin, StandardCharsets.UTF_8);
  }

  private static HttpResponse<byte[]> get(HttpClient client, URI uri)
      throws SiteException, InterruptedException {
    return send(client, HttpRequest.newBuilder(uri).timeout(LIMIT).GET().build());
  }

  static HttpResponse<byte[]> send(HttpClient client, HttpRequest request)
      throws SiteException, InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new SiteException(
          SiteException.Fault.UNEXPECTED_ANSWER, "no answer from " + request.uri() + ": " + e, e);
    }
  }

  private static Json.Obj body(HttpResponse<byte[]> answer) throws SiteException, JsonException {
    if (answer.statusCode() == 200 && Json.parse(answer.body()) instanceof Json.Obj object) {
      return object;
    }
    throw new SiteException(
        SiteException.Fault.UNEXPECTED_ANSWER,
        answer.uri() + " answered " + answer.statusCode() + ": " + text(answer));
  }

  private static SiteException unexpected(String what, HttpResponse<byte[]> answer, Exception e) {
    return new SiteException(
        SiteException.Fault.UNEXPECTED_ANSWER, what + ": " + e.getMessage() + ": " + text(answer));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
