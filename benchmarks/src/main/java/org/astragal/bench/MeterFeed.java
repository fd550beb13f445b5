package org.astragal.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.jspecify.annotations.Nullable;

/**
 * Listens to one jackpot level on {@code /ws/meters} and keeps when each value arrived.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class MeterFeed implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /**
   * One push.
   *
   * @param micro the meter's value in micro-units
   * @param arrived {@link System#nanoTime} of its arrival
   */
  record Push(long micro, long arrived) {}

  private final HttpClient client;
  private final Reader reader;
  private final WebSocket socket;

  private MeterFeed(HttpClient client, Reader reader, WebSocket socket) {
    this.client = client;
    this.reader = reader;
    this.socket = socket;
  }

  /** Opens the feed; pushes of other pools and levels are passed over. */
  static MeterFeed open(URI meters, String pool, String level) {
    HttpClient client = HttpClient.newHttpClient();
    Reader reader = new Reader(pool, level);
    WebSocket socket =
        client
            .newWebSocketBuilder()
            .connectTimeout(LIMIT)
            .buildAsync(meters, reader)
            .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
            .join();
    return new MeterFeed(client, reader, socket);
  }

  /** {@return the pushes so far, in the order of their arrival} */
  List<Push> pushes() {
    return reader.pushes();
  }

  /**
   * Waits for a value.
   *
   * @throws LoadException if it has not come after {@code limit}
   */
  void await(long micro, Duration limit) throws LoadException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (reader.last() < micro) {
      if (System.nanoTime() > end) {
        throw new LoadException(
            LoadException.Fault.STALLED,
            "the meter stands at " + reader.last() + " instead of " + micro);
      }
      Thread.sleep(20);
    }
  }

  @Override
  public void close() {
    socket.abort();
    client.close();
  }

  /** Reads the messages on the client's threads, one at a time. */
  private static final class Reader implements WebSocket.Listener {
    private final String pool;
    private final String level;
    private final StringBuilder partial = new StringBuilder();
    private final List<Push> pushes = new ArrayList<>();

    Reader(String pool, String level) {
      this.pool = pool;
      this.level = level;
    }

    synchronized List<Push> pushes() {
      return List.copyOf(pushes);
    }

    synchronized long last() {
      return pushes.isEmpty() ? -1 : pushes.getLast().micro();
    }

    private synchronized void add(Push push) {
      pushes.add(push);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      long now = System.nanoTime();
      partial.append(data);
      if (last) {
        read(partial.toString(), now);
        partial.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void read(String message, long now) {
      try {
        Json json = Json.parse(message.getBytes(StandardCharsets.UTF_8));
        if (json instanceof Json.Obj meter
            && meter.string("pool").equals(pool)
            && meter.string("level").equals(level)) {
          add(new Push(Long.parseLong(meter.string("micro")), now));
        }
      } catch (JsonException e) {
        throw new IllegalStateException("not a meter: " + message, e);
      }
    }
  }
}
