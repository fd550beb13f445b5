package org.astragal.appliance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.astragal.outcome.Json;
import org.astragal.service.ConfigFile;

/** An appliance that runs in this process until it is closed. */
final class TestAppliance implements AutoCloseable {
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CompletableFuture<Appliance.Running> running = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private TestAppliance() {}

  /** Starts one without ledgers and with a new log. */
  static TestAppliance start(Path folder) throws Exception {
    return start(folder, TestSite.get().yaml(folder.resolve("log")), true);
  }

  /** Starts one; what keeps it from starting is thrown. */
  static TestAppliance start(Path folder, String yaml, boolean acceptUnwitnessed) throws Exception {
    return start(folder, yaml, acceptUnwitnessed, Timetable.of(Clock.systemUTC()));
  }

  /** Starts one that does things when a test says so. */
  static TestAppliance start(Path folder, String yaml, boolean acceptUnwitnessed, Timetable times)
      throws Exception {
    Path file = folder.resolve("appliance.yaml");
    Files.writeString(file, yaml);
    ApplianceConfig config = ConfigFile.load(file, ApplianceConfig.class);
    var appliance = new TestAppliance();
    Thread.ofPlatform()
        .name("appliance")
        .start(() -> appliance.run(config, file, acceptUnwitnessed, times));
    try {
      appliance.running.get();
      return appliance;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void run(ApplianceConfig config, Path file, boolean acceptUnwitnessed, Timetable times) {
    try {
      Appliance.run(
          config,
          file,
          acceptUnwitnessed,
          stop::countDown,
          times,
          open -> {
            running.complete(open);
            stop.await();
          });
      ended.complete(null);
    } catch (Throwable e) {
      running.completeExceptionally(e);
      ended.completeExceptionally(e);
    }
  }

  String url() {
    return "https://localhost:" + running.join().port();
  }

  int port() {
    return running.join().port();
  }

  String plainUrl() {
    return "http://127.0.0.1:" + running.join().plainPort().orElseThrow();
  }

  String policy() {
    return running.join().policy();
  }

  List<Route> routes() {
    return running.join().routes();
  }

  /** {@return requests that are being answered now} */
  long inFlight() {
    return running.join().inFlight().getAsLong();
  }

  /** Asks it to stop, and does not wait. */
  void askToStop() {
    stop.countDown();
  }

  boolean isStopped() {
    return ended.isDone();
  }

  @Override
  public void close() throws IOException {
    stop.countDown();
    ended.join();
  }

  /** Plays one round as {@code op-1}. */
  HttpResponse<byte[]> play(String key, String body) throws IOException, InterruptedException {
    return play(TestSite.get().client("game-server", "op-1"), key, body);
  }

  HttpResponse<byte[]> play(HttpClient client, String key, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url() + "/v1/outcomes"))
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> post(String role, String path, byte[] body)
      throws IOException, InterruptedException {
    return TestSite.get()
        .client(role, "op-1")
        .send(
            HttpRequest.newBuilder(URI.create(url() + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String role, String path) throws IOException, InterruptedException {
    return get(TestSite.get().client(role, "op-1"), path);
  }

  HttpResponse<byte[]> get(HttpClient client, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url() + path)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  static Json.Obj json(HttpResponse<byte[]> response) throws Exception {
    return (Json.Obj) Json.parse(response.body());
  }

  /** {@return the last part of a problem's type} */
  static String problem(HttpResponse<byte[]> response) throws Exception {
    if (!response
        .headers()
        .firstValue("Content-Type")
        .orElse("")
        .equals("application/problem+json")) {
      return "no problem: " + response.statusCode() + " " + text(response);
    }
    Json.Obj problem = json(response);
    if (problem.integer("status") != response.statusCode() || problem.string("detail").isBlank()) {
      return "not a whole problem: " + text(response);
    }
    return problem.string("type").replace("urn:astragal:problem:", "");
  }

  /** {@return a round of roulette} */
  static String roulette(String round) {
    return roulette(round, "100");
  }

  static String roulette(String round, String minor) {
    return body(
        "ref.roulette.eu", round, "REAL", "{\"kind\":\"STRAIGHT\",\"numbers\":[17]}", minor);
  }

  static String body(String game, String round, String mode, String selection, String minor) {
    return """
    {"game":"%s","round":{"id":"%s","mode":"%s"},"bets":[{"id":"1","fundedBy":"CASH",\
    "player":{"channel":"MOBILE","jurisdiction":"MT","pseudonym":"9f","session":"s-3"},\
    "selection":%s,"stake":{"ccy":"EUR","exp":2,"minor":"%s"}}]}\
    """
        .formatted(game, round, mode, selection, minor);
  }
}
