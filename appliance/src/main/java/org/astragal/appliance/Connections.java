package org.astragal.appliance;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The connections of one listener, as many as allowed, each with a time by which it must have gone
 * on. Helidon 4.2 bounds only each single read, so that a byte now and then would keep a handshake,
 * a head, a body or an unread answer, and with it the connection, for ever. It has a limit of
 * connections, too, but counts one that fails in its handshake as open for ever.
 *
 * <p>Thread safety: for any threads.
 */
final class Connections implements Filter, AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Connections.class.getName());

  private static final Duration LOOK_AT_MOST = Duration.ofSeconds(1);

  private static final Duration FULL_PAUSE = Duration.ofMillis(20);

  /** A limit is kept to this part of itself. */
  private static final int LOOKS_IN_A_LIMIT = 8;

  private final ConcurrentMap<SocketAddress, Connection> open = new ConcurrentHashMap<>();
  private final ApplianceConfig.Limits limits;
  private final Metrics metrics;
  private final Duration pause;
  private final Thread watch;

  /**
   * Begins to watch.
   *
   * @param limits how long each part of a connection's life may take
   * @param metrics counts what is cut
   */
  Connections(ApplianceConfig.Limits limits, Metrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
    Duration part = limits.headTimeout().dividedBy(LOOKS_IN_A_LIMIT);
    this.pause = part.compareTo(LOOK_AT_MOST) < 0 ? part : LOOK_AT_MOST;
    this.watch = Thread.ofPlatform().name("connections").daemon().start(this::run);
  }

  /** One connection; it is cut once its time is over. */
  private static final class Connection {
    private final Socket socket;
    private volatile long deadline;

    Connection(Socket socket, Duration longest) {
      this.socket = socket;
      within(longest);
    }

    void within(Duration longest) {
      deadline = System.nanoTime() + longest.toNanos();
    }

    boolean isOver(long now) {
      return now - deadline > 0;
    }
  }

  /** {@return options for the listener, through which it tells of each connection it accepts} */
  SocketOptions options() {
    // A single read is bounded, too, by the longest time that any part may take.
    return new Accepted(
        SocketOptions.builder().readTimeout(limits.idleTimeout()).build(), this::accepted);
  }

  /** By the thread that accepts: while it waits here, further connections wait in the backlog. */
  private void accepted(Socket socket) {
    try {
      while (open.size() >= limits.connections()) {
        look();
        if (open.size() >= limits.connections()) {
          Thread.sleep(FULL_PAUSE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped before a connection found room", e);
    }
    // Until its first request is there: the handshake and the head.
    open.put(socket.getRemoteSocketAddress(), new Connection(socket, limits.headTimeout()));
  }

  /** The head of a request is complete: now its body, its work and its answer have their time. */
  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    Connection connection = open.get(request.remotePeer().address());
    if (connection == null) {
      // It was cut in this moment.
      chain.proceed();
      return;
    }
    connection.within(limits.requestTimeout());
    try {
      chain.proceed();
    } finally {
      connection.within(limits.idleTimeout());
    }
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(pause);
        look();
      }
    } catch (InterruptedException _) {
      // Told to end.
    }
  }

  private void look() {
    long now = System.nanoTime();
    for (Iterator<Connection> all = open.values().iterator(); all.hasNext(); ) {
      Connection connection = all.next();
      if (connection.socket.isClosed()) {
        all.remove();
      } else if (connection.isOver(now)) {
        all.remove();
        metrics.cut();
        // On a thread of its own: closing TLS may wait for whoever is writing.
        Thread.ofVirtual().name("cut").start(() -> cut(connection.socket));
      }
    }
  }

  private static void cut(Socket socket) {
    try {
      // Without lingering nothing waits for the peer.
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "a connection could not be cut", e);
    }
  }

  /** {@return connections that are open} */
  int count() {
    return open.size();
  }

  /** Watches no longer. */
  @Override
  public void close() {
    watch.interrupt();
  }

  /** Options as built; whoever applies them to a connection is heard. */
  private record Accepted(SocketOptions usual, Listener listener) implements SocketOptions {
    /** Hears of a connection before anything is read from it. */
    @FunctionalInterface
    private interface Listener {
      void accepted(Socket socket);
    }

    @Override
    public void configureSocket(Socket socket) {
      usual.configureSocket(socket);
      listener.accepted(socket);
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
      return usual.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
      return usual.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
      return usual.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
      return usual.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
      return usual.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
      return usual.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
      return usual.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
      return usual.tcpNoDelay();
    }
  }
}
