package org.astragal.ledger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Headless Chromium through its DevTools protocol, one page. */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();

  private Browser(Process process, Path profile, String page) {
    this.process = process;
    this.profile = profile;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(page), new Listener())
            .join();
  }

  static Browser start() throws IOException, InterruptedException {
    if (!Files.isExecutable(CHROMIUM)) {
      throw new AssertionError(
          "this test drives " + CHROMIUM + ": install the Debian package chromium");
    }
    var profile = Files.createTempDirectory("chromium-");
    var process =
        new ProcessBuilder(
                CHROMIUM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--ignore-certificate-errors", // the authority of a test is known to nobody
                "--window-size=1100,900",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("chromium.log").toFile())
            .start();
    return new Browser(process, profile, page(process, profile));
  }

  /** Opens {@code url} and listens for complaints from then on. */
  void open(String url) throws Exception {
    complaints.clear();
    call("Page.navigate", Map.of("url", "about:blank"));
    call("Runtime.enable", Map.of());
    call("Log.enable", Map.of());
    call("Page.enable", Map.of());
    call("Page.navigate", Map.of("url", url));
  }

  /** Waits until a JavaScript expression is true. */
  void await(String expression) throws Exception {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    // Before the page is there, an expression may well throw.
    while (!ask("!!(" + expression + ")").path("result").path("value").asBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            expression + " never became true; page: " + evaluate("document.body.innerText"));
      }
      Thread.sleep(20);
    }
  }

  /** {@return what a JavaScript expression, or its promise, comes to} */
  JsonNode evaluate(String expression) throws Exception {
    var answer = ask(expression);
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  private JsonNode ask(String expression) throws Exception {
    return call(
        "Runtime.evaluate",
        Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
  }

  /** Writes a picture of the page. */
  void screenshot(Path file) throws Exception {
    var png =
        call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
            .path("data")
            .asString();
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, Base64.getDecoder().decode(png));
  }

  /** Sets the width of the window and whether it prefers dark colours. */
  void look(int width, boolean dark) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** {@return errors and warnings of the console so far} */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
    var files = new ArrayList<Path>();
    try (var tree = Files.walk(profile)) {
      tree.forEach(files::addFirst);
    }
    for (var file : files) {
      Files.deleteIfExists(file);
    }
  }

  private JsonNode call(String method, Map<String, Object> parameters) throws Exception {
    var id = ids.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    answers.put(id, answer);
    var text = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
    socket.sendText(text, true).get(30, TimeUnit.SECONDS);
    var message = answer.get(60, TimeUnit.SECONDS);
    if (message.has("error")) {
      throw new AssertionError(method + ": " + message.path("error"));
    }
    return message.path("result");
  }

  /** The debugger's address of the first page, as Chromium tells it in its profile. */
  private static String page(Process process, Path profile)
      throws IOException, InterruptedException {
    var file = profile.resolve("DevToolsActivePort");
    while (!Files.exists(file) || Files.size(file) == 0) {
      if (!process.isAlive()) {
        throw new AssertionError(
            "chromium ended: " + Files.readString(profile.resolve("chromium.log")));
      }
      Thread.sleep(50);
    }
    var port = Files.readAllLines(file).getFirst();
    while (true) {
      var list = Site.get(HttpClient.newHttpClient(), "http://127.0.0.1:" + port + "/json/list");
      for (var target : JSON.readTree(list.body())) {
        if ("page".equals(target.path("type").asString())) {
          return target.path("webSocketDebuggerUrl").asString();
        }
      }
      Thread.sleep(50);
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder part = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        take(JSON.readTree(part.toString()));
        part.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }

    private void take(JsonNode message) {
      if (message.has("id")) {
        var answer = answers.remove(message.path("id").asInt());
        if (answer != null) {
          answer.complete(message);
        }
        return;
      }
      var parameters = message.path("params");
      switch (message.path("method").asString()) {
        case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
        case "Log.entryAdded" -> {
          if (!"info".equals(parameters.path("entry").path("level").asString())) {
            complaints.add(parameters.toString());
          }
        }
        case "Runtime.consoleAPICalled" -> {
          if (!"log".equals(parameters.path("type").asString())) {
            complaints.add(parameters.toString());
          }
        }
        default -> {}
      }
    }
  }
}
