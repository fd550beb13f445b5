package org.astragal.ledger;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.websocket.WsCloseCodes;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import io.helidon.websocket.WsUpgradeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.astragal.ledger.MeterHub.Next;

/**
 * {@code /ws/meters?from=N&pool=P}: one watcher. Sends what changed after N, of all pools or of
 * one, at the {@linkplain MeterPace usual pace}, or with {@code coalesce=off} every single change;
 * without N, or when N is too old, first a snapshot marked as such.
 *
 * <p>One thread sends, so the session needs no lock; a watcher that does not read is cut off by
 * {@link MeterSockets}.
 */
final class MeterSocket implements WsListener, MeterSockets.Watcher {
  /** Where it is served. */
  static final String PATH = "/ws/meters";

  private static final System.Logger LOG = System.getLogger(MeterSocket.class.getName());

  /** The server closes a connection on which the client is silent; the answer to a ping counts. */
  private static final Duration PING_AFTER = Duration.ofSeconds(20);

  private final MeterSockets sockets;
  private final AtomicReference<Optional<Long>> position = new AtomicReference<>(Optional.empty());
  private volatile Optional<String> pool = Optional.empty();
  private volatile Duration apart = MeterPace.USUAL;
  private volatile Optional<Thread> sender = Optional.empty();
  private volatile long sendingSince;

  MeterSocket(MeterSockets sockets) {
    this.sockets = sockets;
  }

  @Override
  public Optional<Headers> onHttpUpgrade(HttpPrologue prologue, Headers headers)
      throws WsUpgradeException {
    if (!sockets.hasRoom()) {
      throw new WsUpgradeException("too many watchers");
    }
    var query = prologue.query();
    if (query.contains("from")) {
      try {
        var from = Long.parseLong(query.get("from"));
        if (from < 0) {
          throw new WsUpgradeException("from must be a ledger position, 0 or more");
        }
        position.set(Optional.of(from));
      } catch (NumberFormatException e) {
        throw new WsUpgradeException("from must be a ledger position, 0 or more");
      }
    }
    if (query.contains("pool")) {
      if (!sockets.hub().knows(query.get("pool"))) {
        throw new WsUpgradeException("there is no such pool");
      }
      pool = Optional.of(query.get("pool"));
    }
    if (query.contains("coalesce")) {
      if (!query.get("coalesce").equals("off")) {
        throw new WsUpgradeException("coalesce can only be off");
      }
      apart = Duration.ZERO;
    }
    return Optional.empty();
  }

  @Override
  public void onOpen(WsSession opened) {
    sockets.add(this);
    sender = Optional.of(Thread.ofVirtual().name("meter-sender").start(() -> send(opened)));
  }

  @Override
  public void onMessage(WsSession from, String text, boolean last) {
    from.close(WsCloseCodes.CANNOT_ACCEPT, "nothing is accepted here");
    end();
  }

  @Override
  public void onMessage(WsSession from, BufferData data, boolean last) {
    from.close(WsCloseCodes.CANNOT_ACCEPT, "nothing is accepted here");
    end();
  }

  @Override
  public void onClose(WsSession from, int status, String reason) {
    end();
  }

  @Override
  public void onError(WsSession from, Throwable t) {
    LOG.log(System.Logger.Level.DEBUG, "a watcher went away", t);
    end();
  }

  @Override
  public long sendingFor(long now) {
    var since = sendingSince;
    return since == 0 ? 0 : now - since;
  }

  @Override
  public void drop() {
    sender.ifPresent(Thread::interrupt);
    end();
  }

  private void send(WsSession to) {
    try {
      var pace = new MeterPace(sockets.hub(), position.get(), apart, pool);
      var open = true;
      while (open) {
        open = step(to, pace.next(PING_AFTER));
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "a watcher was cut off");
    } catch (RuntimeException e) {
      // Helidon throws unchecked when the client is gone, and this thread's interrupt closes it.
      LOG.log(System.Logger.Level.DEBUG, "a watcher went away", e);
    } finally {
      sendingSince = 0;
      end();
    }
  }

  private boolean step(WsSession to, Next next) {
    sendingSince = System.nanoTime();
    var displays = sockets.hub().displays();
    switch (next) {
      case Next.Changes(var changes) -> {
        for (var change : changes) {
          to.send(change.json(displays), true);
        }
      }
      case Next.Snapshot(var newest) -> {
        for (var i = 0; i < newest.size(); i++) {
          to.send(newest.get(i).json(displays, true, i == newest.size() - 1), true);
        }
      }
      case Next.Nothing _ -> to.ping(BufferData.empty());
      case Next.Closed _ -> {
        to.close(WsCloseCodes.GOING_AWAY, "the ledger stops");
        return false;
      }
    }
    sendingSince = 0;
    return true;
  }

  private void end() {
    sockets.remove(this);
  }
}
