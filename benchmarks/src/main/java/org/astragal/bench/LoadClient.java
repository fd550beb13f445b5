package org.astragal.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A load client for loopback: one thread, one selector, many keep-alive HTTP/1.1 connections, one
 * request at a time on each. It shares the cores with the server under test, so it does nothing per
 * request but patch two numbers, one write, one read and a look at the status.
 *
 * <p>Thread safety: one thread at a time; a run happens on the calling thread.
 */
final class LoadClient implements AutoCloseable {
  /** Bodies kept for verification after a run. */
  private static final int MAX_SAMPLES = 64;

  /** One body in so many is kept, until there are {@link #MAX_SAMPLES}. */
  private static final int SAMPLE_EVERY = 257;

  /** Longest time without any answer while some are awaited. */
  private static final Duration STALL = Duration.ofSeconds(20);

  /** Told of each answer; slows the client down, so for paced runs only. */
  interface Listener {
    /**
     * An answer arrived.
     *
     * @param planned {@link System#nanoTime} at which the request was to be sent
     * @param body the whole body
     */
    void answered(long planned, long now, byte[] body) throws LoadException;
  }

  private final RequestTemplate template;
  private final int expectedStatus;
  private final Selector selector;
  private final List<Connection> connections = new ArrayList<>();
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private final ByteBuffer input = ByteBuffer.allocate(256 * 1024);
  private long nextNumber;
  private Run run = new Run(0, 0, null);

  /** One connection and the request that is on its way. */
  private static final class Connection {
    final SocketChannel channel;
    final ByteBuffer output;
    final ResponseParser parser = new ResponseParser();
    long planned;
    boolean sampled;
    @Nullable SelectionKey key;

    Connection(SocketChannel channel, ByteBuffer output) {
      this.channel = channel;
      this.output = output;
    }
  }

  /** What one run has gathered. */
  private static final class Run {
    final Histogram latency = new Histogram();
    final List<String> samples = new ArrayList<>();
    final long end;
    final long maxRequests;
    final @Nullable Listener listener;
    long sent;
    long answered;
    long counted;
    long bodyBytes;
    long lastAnswer;
    boolean closedLoop = true;
    @Nullable LoadException failure;

    Run(long end, long maxRequests, @Nullable Listener listener) {
      this.end = end;
      this.maxRequests = maxRequests;
      this.listener = listener;
    }

    boolean maySend(long now) {
      return sent < maxRequests && now < end && failure == null;
    }
  }

  private LoadClient(RequestTemplate template, int expectedStatus, Selector selector) {
    this.template = template;
    this.expectedStatus = expectedStatus;
    this.selector = selector;
    // Unique over all runs against one site: milliseconds of the wall clock, then a counter.
    this.nextNumber = System.currentTimeMillis() << 20;
  }

  /**
   * Opens the connections.
   *
   * @param expectedStatus the only status that is not a failure of the run
   * @param connections 1 to 4,096
   */
  static LoadClient connect(
      InetSocketAddress server, RequestTemplate template, int expectedStatus, int connections)
      throws LoadException {
    if (connections < 1 || connections > 4_096) {
      throw new IllegalArgumentException("connections must be 1 to 4096: " + connections);
    }
    try {
      LoadClient client = new LoadClient(template, expectedStatus, Selector.open());
      for (int i = 0; i < connections; i++) {
        client.open(server);
      }
      return client;
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROTOCOL, "cannot connect to " + server, e);
    }
  }

  private void open(InetSocketAddress server) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.connect(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    Connection connection = new Connection(channel, template.newBuffer());
    connection.key = channel.register(selector, SelectionKey.OP_READ, connection);
    connections.add(connection);
  }

  /**
   * Keeps every connection busy for {@code time}, or for {@code maxRequests} requests, and then
   * waits for what is on its way. Only answers within the time are counted.
   *
   * @throws LoadException on the first answer that is not as expected
   */
  LoadResult closedLoop(Duration time, long maxRequests) throws LoadException {
    long start = System.nanoTime();
    run = new Run(start + time.toNanos(), maxRequests, null);
    run.lastAnswer = start;
    for (Connection connection : connections) {
      if (run.maySend(System.nanoTime())) {
        send(connection, System.nanoTime());
      }
    }
    while (run.answered < run.sent) {
      turn(100);
    }
    long finish = run.sent == maxRequests ? Math.min(run.lastAnswer, run.end) : run.end;
    return result((finish - start) / 1e9);
  }

  /**
   * Sends at a fixed rate whatever the server does. Latency counts from the planned moment, so
   * waiting for a free connection counts too. The plan is looked at every millisecond, which is the
   * resolution of the selector.
   *
   * @param perSecond requests a second
   */
  LoadResult paced(double perSecond, Duration time, Listener listener) throws LoadException {
    long start = System.nanoTime();
    run = new Run(start + time.toNanos(), Long.MAX_VALUE, listener);
    run.closedLoop = false;
    run.lastAnswer = start;
    idle.clear();
    idle.addAll(connections);
    double gap = 1e9 / perSecond;
    long due = 0;
    while (due < run.end - start || run.answered < run.sent) {
      long now = System.nanoTime();
      while (due < run.end - start && start + due <= now && !idle.isEmpty()) {
        send(idle.remove(), start + due);
        due = (long) (gap * run.sent);
      }
      turn(1);
    }
    return result(time.toNanos() / 1e9);
  }

  private LoadResult result(double seconds) {
    return new LoadResult(
        run.counted,
        run.counted * template.outcomes(),
        run.answered * template.outcomes(),
        seconds,
        run.latency,
        run.answered == 0 ? 0 : (double) run.bodyBytes / run.answered,
        run.samples);
  }

  private void turn(long timeoutMillis) throws LoadException {
    try {
      selector.select(this::ready, timeoutMillis);
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROTOCOL, "selector failed", e);
    }
    if (run.failure != null) {
      throw run.failure;
    }
    if (run.answered < run.sent && System.nanoTime() - run.lastAnswer > STALL.toNanos()) {
      throw new LoadException(
          LoadException.Fault.STALLED,
          (run.sent - run.answered)
              + " requests without an answer for "
              + STALL.toSeconds()
              + " s");
    }
  }

  private void send(Connection connection, long planned) throws LoadException {
    template.patch(connection.output, nextNumber);
    nextNumber += template.outcomes();
    connection.output.rewind();
    connection.planned = planned;
    connection.sampled = run.sent % SAMPLE_EVERY == 0 && run.samples.size() < MAX_SAMPLES;
    connection.parser.reset(connection.sampled || run.listener != null);
    run.sent++;
    try {
      write(connection);
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROTOCOL, "connection lost", e);
    }
  }

  private static void write(Connection connection) throws IOException {
    connection.channel.write(connection.output);
    int interest =
        connection.output.hasRemaining()
            ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
            : SelectionKey.OP_READ;
    SelectionKey key = connection.key;
    if (key != null && key.interestOps() != interest) {
      key.interestOps(interest);
    }
  }

  private void ready(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (key.isWritable()) {
        write(connection);
      }
      if (key.isReadable()) {
        read(connection);
      }
    } catch (IOException e) {
      run.failure = new LoadException(LoadException.Fault.PROTOCOL, "connection lost", e);
    } catch (LoadException e) {
      run.failure = e;
    }
  }

  private void read(Connection connection) throws IOException, LoadException {
    input.clear();
    int n = connection.channel.read(input);
    if (n < 0) {
      throw new LoadException(LoadException.Fault.PROTOCOL, "the server closed a connection");
    }
    connection.parser.feed(input.array(), n);
    if (n > 0 && connection.parser.done()) {
      answered(connection);
    }
  }

  private void answered(Connection connection) throws LoadException {
    long now = System.nanoTime();
    ResponseParser parser = connection.parser;
    if (parser.status() != expectedStatus) {
      throw new LoadException(LoadException.Fault.STATUS, describe(connection));
    }
    run.answered++;
    run.lastAnswer = now;
    run.bodyBytes += parser.bodyBytes();
    if (now <= run.end || !run.closedLoop) {
      run.counted++;
      run.latency.record(now - connection.planned);
    }
    if (connection.sampled) {
      run.samples.add(new String(parser.body(), UTF_8));
    }
    Listener listener = run.listener;
    if (listener != null) {
      listener.answered(connection.planned, now, parser.body());
    }
    if (!run.closedLoop) {
      idle.add(connection);
    } else if (run.maySend(now)) {
      send(connection, now);
    }
  }

  private String describe(Connection connection) {
    String text = "status " + connection.parser.status() + " instead of " + expectedStatus;
    int end = Math.min(input.position(), 2_048);
    return text + ": " + new String(input.array(), 0, end, UTF_8).replace("\r\n", " | ");
  }

  @Override
  public void close() {
    try {
      for (Connection connection : connections) {
        connection.channel.close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a socket does not close", e);
    }
  }
}
