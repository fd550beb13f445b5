package org.astragal.ledger;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.astragal.ledger.MeterHub.Next;

/**
 * {@code GET /v1/pools/{pool}/events}: the meters of a pool as server-sent events, for pages of
 * players. The id of an event is the ledger's position; a browser that comes back tells the last
 * one it has seen, and goes on after it. Says nothing that is not public, so pages of any origin
 * may read it.
 */
final class MeterEventsHttp implements HttpService {
  /** Without a change a comment is sent, so that who has gone away is noticed. */
  static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private static final Pattern POSITION = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
  private static final HeaderName BUFFERING = HeaderNames.create("X-Accel-Buffering");
  private static final System.Logger LOG = System.getLogger(MeterEventsHttp.class.getName());

  private final MeterSockets sockets;

  MeterEventsHttp(MeterSockets sockets) {
    this.sockets = sockets;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/pools/{pool}/events", this::events);
  }

  private void events(ServerRequest request, ServerResponse response) {
    var pool = request.path().pathParameters().get("pool");
    var from =
        request.headers().first(LAST_EVENT_ID).or(() -> request.query().first("from").asOptional());
    if (from.isPresent() && !POSITION.matcher(from.get()).matches()) {
      Problem.of(400, "malformed-query", "The position cannot be read", "Last-Event-ID, or ?from=N")
          .send(response);
      return;
    }
    if (!sockets.hub().knows(pool)) {
      Problem.of(404, "no-such-pool", "There is no such pool", "see /v1/pools").send(response);
      return;
    }
    if (!sockets.hasRoom()) {
      Problem.unavailable("too many watchers").send(response);
      return;
    }
    var pace =
        new MeterPace(sockets.hub(), from.map(Long::parseLong), MeterPace.USUAL, Optional.of(pool));
    var watcher = new Stream(Thread.currentThread(), sockets.hub());
    sockets.add(watcher);
    try (var out =
        response
            .header(HeaderNames.CONTENT_TYPE, "text/event-stream")
            .header(HeaderNames.CACHE_CONTROL, "no-store")
            .header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
            .header(BUFFERING, "no")
            .outputStream()) {
      watcher.run(pace, out);
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "a watcher was cut off");
    } catch (IOException | RuntimeException e) {
      // Helidon throws unchecked when the client is gone.
      LOG.log(System.Logger.Level.DEBUG, "a watcher went away", e);
    } finally {
      sockets.remove(watcher);
    }
  }

  /** One open stream. */
  private static final class Stream implements MeterSockets.Watcher {
    private final Thread sender;
    private final MeterHub hub;
    private volatile long sendingSince;

    private Stream(Thread sender, MeterHub hub) {
      this.sender = sender;
      this.hub = hub;
    }

    @Override
    public long sendingFor(long now) {
      var since = sendingSince;
      return since == 0 ? 0 : now - since;
    }

    @Override
    public void drop() {
      sender.interrupt();
    }

    private void run(MeterPace pace, OutputStream out) throws IOException, InterruptedException {
      send(out, "retry: 1000\n\n");
      while (true) {
        var next = pace.next(HEARTBEAT);
        send(out, text(next));
        if (next instanceof Next.Closed) {
          return;
        }
      }
    }

    private void send(OutputStream out, String text) throws IOException {
      sendingSince = System.nanoTime();
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
      sendingSince = 0;
    }

    private String text(Next next) {
      return switch (next) {
        case Next.Changes(var changes) -> changes(changes);
        case Next.Snapshot(var newest) -> snapshot(newest);
        case Next.Nothing _ -> ": nothing new\n\n";
        case Next.Closed _ -> "event: end\ndata: the ledger stops\n\n";
      };
    }

    private String changes(List<MeterChange> changes) {
      var text = new StringBuilder();
      for (var change : changes) {
        text.append("id: ").append(change.position()).append('\n');
        text.append("event: meter\ndata: ").append(change.json(hub.displays())).append("\n\n");
      }
      return text.toString();
    }

    /** Only the last event has an id: who comes back before it needs the whole again. */
    private String snapshot(List<MeterChange> newest) {
      var text = new StringBuilder();
      for (var i = 0; i < newest.size(); i++) {
        var change = newest.get(i);
        var complete = i == newest.size() - 1;
        if (complete) {
          text.append("id: ").append(change.position()).append('\n');
        }
        text.append("event: meter\ndata: ")
            .append(change.json(hub.displays(), true, complete))
            .append("\n\n");
      }
      return text.toString();
    }
  }
}
