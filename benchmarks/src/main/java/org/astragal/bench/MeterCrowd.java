package org.astragal.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Thousands of WebSocket clients of {@code /ws/meters} on one thread, each with a connection of its
 * own from one of several loopback addresses. They answer pings and count what they get.
 *
 * <p>Thread safety: one thread opens and closes it; the counts may be read by any thread.
 */
final class MeterCrowd implements AutoCloseable {
  /** Ports of one address: well below what Linux gives out. */
  private static final int PER_ADDRESS = 5_000;

  /** Connections that may be under way: below the backlog of the server. */
  private static final int UNDER_WAY = 64;

  private static final int LARGEST_FRAME = 1 << 16;
  private static final int DEAF_BUFFER = 4_096;
  private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};
  private static final String AT = "{\"at\":\"";
  private static final int TIME_CHARS = 24;

  private final InetSocketAddress server;
  private final Selector selector;
  private final Thread thread;
  private final List<Client> clients = new ArrayList<>();
  private final ByteBuffer shared = ByteBuffer.allocateDirect(LARGEST_FRAME);
  private Histogram delays = new Histogram();
  private final AtomicLong frames = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private volatile boolean closing;

  /** What a client does. */
  record Kind(String query, boolean reads) {
    /** One that watches a pool, or all of them if it is empty. */
    static Kind of(String pool) {
      return new Kind(pool.isEmpty() ? "" : "?pool=" + pool, true);
    }

    /** One that asks for every change and reads none. */
    static Kind deaf() {
      return new Kind("?coalesce=off", false);
    }
  }

  private MeterCrowd(InetSocketAddress server) throws IOException {
    this.server = server;
    this.selector = Selector.open();
    this.thread = Thread.ofPlatform().name("meter-crowd").unstarted(this::run);
  }

  /**
   * Opens clients, and waits until all are connected.
   *
   * @throws LoadException if one is refused, or not all are connected within {@code limit}
   */
  static MeterCrowd open(InetSocketAddress server, Kind kind, int count, Duration limit)
      throws LoadException, InterruptedException {
    MeterCrowd crowd = started(server);
    boolean isOpen = false;
    try {
      long end = System.nanoTime() + limit.toNanos();
      for (int i = 0; i < count; i++) {
        while (i - crowd.open.get() >= UNDER_WAY) {
          crowd.check(end, count);
          Thread.sleep(1);
        }
        crowd.connect(kind, i);
      }
      while (crowd.open.get() < count) {
        crowd.check(end, count);
        Thread.sleep(1);
      }
      isOpen = true;
      return crowd;
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROTOCOL, "no more clients: " + e, e);
    } finally {
      if (!isOpen) {
        crowd.close();
      }
    }
  }

  private static MeterCrowd started(InetSocketAddress server) throws LoadException {
    try {
      MeterCrowd crowd = new MeterCrowd(server);
      crowd.thread.start();
      return crowd;
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROTOCOL, "no selector: " + e, e);
    }
  }

  private void check(long end, int count) throws LoadException {
    if (ended.get() > 0 || System.nanoTime() > end) {
      throw new LoadException(
          LoadException.Fault.STALLED,
          open + " of " + count + " clients are connected, " + ended + " were refused");
    }
  }

  private void connect(Kind kind, int i) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    if (!kind.reads()) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, DEAF_BUFFER);
    }
    byte[] local = {127, 0, 0, (byte) (2 + i / PER_ADDRESS)};
    channel.bind(new InetSocketAddress(InetAddress.getByAddress(local), 0));
    channel.connect(server);
    Client client = new Client(channel, kind);
    synchronized (clients) {
      clients.add(client);
    }
    channel.register(selector, SelectionKey.OP_CONNECT, client);
    selector.wakeup();
  }

  /** {@return meters received so far, those of snapshots too} */
  long frames() {
    return frames.get();
  }

  /** {@return clients whose connection the server has ended} */
  int ended() {
    return ended.get();
  }

  /** {@return from a change's time in the books to its arrival, of those since the last call} */
  Histogram delays() {
    synchronized (clients) {
      Histogram taken = delays;
      delays = new Histogram();
      return taken;
    }
  }

  /** {@return the newest value that each client has of a level, lowest first} */
  List<Long> newest(String level) {
    synchronized (clients) {
      return clients.stream().map(client -> client.newest(level)).sorted().toList();
    }
  }

  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (selector) {
      while (!closing) {
        selector.select(100);
        for (SelectionKey key : selector.selectedKeys()) {
          serve(key);
        }
        selector.selectedKeys().clear();
      }
      synchronized (clients) {
        for (Client client : clients) {
          client.channel.close();
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("the clients' selector failed", e);
    }
  }

  private void serve(SelectionKey key) {
    if (key.attachment() instanceof Client client) {
      try {
        if (key.isValid() && key.isConnectable()) {
          client.greet(key);
        } else if (key.isValid() && key.isReadable()) {
          client.read(key);
        }
      } catch (IOException e) {
        ended(key);
      }
    }
  }

  private void ended(SelectionKey key) {
    key.cancel();
    ended.incrementAndGet();
  }

  /** One connection. Its fields are of the crowd's thread, but for the newest values. */
  private final class Client {
    private final SocketChannel channel;
    private final Kind kind;
    private byte[] rest = new byte[0];
    private boolean isOpen;
    private volatile String meters = "";

    private Client(SocketChannel channel, Kind kind) {
      this.channel = channel;
      this.kind = kind;
    }

    private void greet(SelectionKey key) throws IOException {
      channel.finishConnect();
      String head =
          "GET /ws/meters"
              + kind.query()
              + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
      channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
      key.interestOps(SelectionKey.OP_READ);
    }

    private void read(SelectionKey key) throws IOException {
      shared.clear();
      shared.put(rest);
      if (channel.read(shared) < 0) {
        ended(key);
        return;
      }
      long now = System.currentTimeMillis();
      shared.flip();
      if (!isOpen && !upgraded(key)) {
        rest = rest();
        return;
      }
      while (frame(now)) {
        // Each frame is dealt with as it is found.
      }
      rest = rest();
    }

    private byte[] rest() {
      byte[] left = new byte[shared.remaining()];
      shared.get(left);
      return left;
    }

    /** {@return whether the server's answer is there and was passed over} */
    private boolean upgraded(SelectionKey key) throws IOException {
      String text = StandardCharsets.ISO_8859_1.decode(shared.duplicate()).toString();
      int end = text.indexOf("\r\n\r\n");
      if (end < 0) {
        return false;
      }
      if (!text.startsWith("HTTP/1.1 101 ")) {
        throw new IOException(text.substring(0, text.indexOf('\r')));
      }
      shared.position(shared.position() + end + 4);
      isOpen = true;
      open.incrementAndGet();
      if (!kind.reads()) {
        key.interestOps(0);
      }
      return true;
    }

    /** RFC 6455 5.2: takes one frame of the server. {@return whether it was there} */
    private boolean frame(long now) throws IOException {
      if (shared.remaining() < 2) {
        return false;
      }
      int at = shared.position();
      int length = shared.get(at + 1) & 0x7F;
      int head = 2;
      if (length == 126) {
        if (shared.remaining() < 4) {
          return false;
        }
        length = shared.getShort(at + 2) & 0xFFFF;
        head = 4;
      }
      if (shared.remaining() < head + length) {
        return false;
      }
      int opcode = shared.get(at) & 0x0F;
      byte[] payload = new byte[length];
      shared.position(at + head);
      shared.get(payload);
      switch (opcode) {
        case 1 -> meter(new String(payload, StandardCharsets.UTF_8), now);
        case 9 -> channel.write(ByteBuffer.wrap(PONG));
        default -> throw new IOException("closed by the server: " + Arrays.toString(payload));
      }
      return true;
    }

    private void meter(String text, long now) {
      frames.incrementAndGet();
      boolean isSnapshot = text.contains("\"snapshot\"");
      if (!isSnapshot && text.startsWith(AT)) {
        try {
          long at =
              Instant.parse(text.substring(AT.length(), AT.length() + TIME_CHARS)).toEpochMilli();
          synchronized (clients) {
            delays.record(Math.max(now - at, 0) * 1_000_000);
          }
        } catch (DateTimeParseException e) {
          throw new IllegalStateException("not a meter: " + text, e);
        }
      }
      String level = member(text, "level");
      meters = without(meters, level) + level + '=' + member(text, "micro") + ';';
    }

    private static String without(String meters, String level) {
      int from = meters.indexOf(level + '=');
      return from < 0
          ? meters
          : meters.substring(0, from) + meters.substring(meters.indexOf(';', from) + 1);
    }

    private static String member(String text, String name) {
      String mark = "\"" + name + "\":\"";
      int from = text.indexOf(mark) + mark.length();
      return text.substring(from, text.indexOf('"', from));
    }

    private long newest(String level) {
      String all = meters;
      int from = all.indexOf(level + '=');
      return from < 0
          ? -1
          : Long.parseLong(all.substring(from + level.length() + 1, all.indexOf(';', from)));
    }
  }
}
