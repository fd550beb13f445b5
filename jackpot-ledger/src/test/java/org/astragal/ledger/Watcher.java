package org.astragal.ledger;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.astragal.outcome.Json;

/** A client of {@code /ws/meters}. */
final class Watcher implements WebSocket.Listener {
  private final BlockingQueue<Json.Obj> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private Optional<WebSocket> socket = Optional.empty();

  /** One that gets every single change. */
  static Watcher open(int port, Optional<Long> from) {
    return open(port, from.map(n -> "?coalesce=off&from=" + n).orElse("?coalesce=off"));
  }

  static Watcher open(int port, String query) {
    var watcher = new Watcher();
    watcher.socket =
        Optional.of(
            HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws/meters" + query), watcher)
                .join());
    return watcher;
  }

  /** {@return the next message; fails when none comes} */
  Json.Obj next() throws InterruptedException {
    var message = messages.poll(30, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("no message came");
    }
    return message;
  }

  /** {@return the close code that the server gave} */
  int closeCode() throws Exception {
    return closed.get(30, TimeUnit.SECONDS);
  }

  void say(String text) {
    socket.orElseThrow().sendText(text, true).join();
  }

  void abort() {
    socket.ifPresent(WebSocket::abort);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      messages.add(Site.json(part.toString()));
      part.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    closed.complete(status);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }
}
