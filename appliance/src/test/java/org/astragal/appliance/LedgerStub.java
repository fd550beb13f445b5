package org.astragal.appliance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SealedOutcomeException;

/** A ledger that keeps what it is sent, over real TLS with client certificates. */
final class LedgerStub implements AutoCloseable {
  /** Answers of the next deliveries; when there is none, a delivery is taken. */
  final ConcurrentLinkedQueue<Answer> script = new ConcurrentLinkedQueue<>();

  private final HttpsServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<SealedOutcome> kept = new ArrayList<>();
  private final List<String> callers = new ArrayList<>();
  private Optional<Answer> head = Optional.empty();
  private Optional<Answer> refusal = Optional.empty();
  private Optional<String> journal = Optional.empty();

  /** A fixed answer. */
  record Answer(int status, String body) {}

  private LedgerStub(int port) throws Exception {
    SSLContext context = TestSite.get().pki.context("CN=localhost,OU=ledger,O=site");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = context.getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            wanted.setProtocols(new String[] {"TLSv1.3"});
            parameters.setSSLParameters(wanted);
          }
        });
    server.createContext("/v1/heads", this::heads);
    server.createContext("/v1/ingest", this::ingest);
    server.setExecutor(executor);
    server.start();
  }

  static LedgerStub start() throws Exception {
    return new LedgerStub(0);
  }

  /** Starts one again where another one was, with nothing kept. */
  static LedgerStub start(int port) throws Exception {
    return new LedgerStub(port);
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** {@return the configuration with this ledger in it} */
  String in(String yaml) {
    return yaml.replace(
        "ledgers: []", "ledgers: [{ name: stub, url: 'https://localhost:" + port() + "' }]");
  }

  /** {@return what was taken, in order} */
  synchronized List<SealedOutcome> kept() {
    return List.copyOf(kept);
  }

  /** {@return the subjects of those who called} */
  synchronized List<String> callers() {
    return List.copyOf(callers);
  }

  /** Puts records there as if they had been delivered. */
  synchronized void keep(List<SealedOutcome> outcomes) {
    kept.addAll(outcomes);
  }

  /** Drops everything after the first {@code count} records. */
  synchronized void forget(int count) {
    kept.subList(count, kept.size()).clear();
  }

  /** Makes every question for the head be answered like this. */
  synchronized void answerHeads(Answer answer) {
    head = Optional.of(answer);
  }

  /** The head of its journal from now on. */
  synchronized void journal(String head) {
    journal = Optional.of(head);
  }

  /** Makes every delivery be answered like this. */
  synchronized void refuse(Answer answer) {
    refusal = Optional.of(answer);
  }

  /** Takes deliveries as at first. */
  synchronized void takeAgain() {
    refusal = Optional.empty();
  }

  @Override
  public void close() {
    stop();
  }

  /** Goes away in the middle of a test. */
  void stop() {
    server.stop(0);
    executor.shutdownNow();
  }

  private synchronized void heads(HttpExchange exchange) throws IOException {
    note(exchange);
    if (head.isPresent()) {
      send(exchange, head.get());
      return;
    }
    if (kept.isEmpty()) {
      send(exchange, new Answer(404, "{\"status\":404,\"type\":\"unknown-log\"}"));
      return;
    }
    try {
      var members =
          new TreeMap<String, Json>(
              Map.of(
                  "checkpoint",
                  new Json.Str(kept.getLast().receipt().checkpoint().toString()),
                  "log",
                  new Json.Str(TestSite.ORIGIN),
                  "position",
                  new Json.Str(Integer.toString(kept.size()))));
      journal.ifPresent(head -> members.put("journal", new Json.Str(head)));
      send(exchange, new Answer(200, json(members)));
    } catch (NoteException e) {
      throw new IOException(e);
    }
  }

  private synchronized void ingest(HttpExchange exchange) throws IOException {
    note(exchange);
    byte[] body = exchange.getRequestBody().readAllBytes();
    Answer scripted = refusal.orElseGet(script::poll);
    if (scripted != null) {
      send(exchange, scripted);
      return;
    }
    try {
      for (String line : new String(body, StandardCharsets.UTF_8).lines().toList()) {
        SealedOutcome outcome = SealedOutcome.parse(line.getBytes(StandardCharsets.UTF_8));
        long seq = outcome.receipt().index();
        if (seq > kept.size()) {
          send(exchange, new Answer(409, json(position())));
          return;
        }
        if (seq == kept.size()) {
          kept.add(outcome);
        }
      }
      send(exchange, new Answer(200, json(position())));
    } catch (SealedOutcomeException | NoteException e) {
      send(exchange, new Answer(422, "{\"reason\":\"malformed-envelope\",\"status\":422}"));
    }
  }

  private Map<String, Json> position() {
    return Map.of("position", new Json.Str(Integer.toString(kept.size())));
  }

  private void note(HttpExchange exchange) throws SSLPeerUnverifiedException {
    callers.add(
        ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName()
            + " "
            + exchange.getRequestURI());
  }

  private static String json(Map<String, ? extends Json> members) {
    return new String(
        new JcsWriter().value(Json.Obj.of(members)).toBytes(), StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
