package org.astragal.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** TCP between two programs that can be cut, fall silent, and be healed. */
final class FaultyLine implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final ServerSocket server;
  private final int target;
  private final Set<Call> calls = ConcurrentHashMap.newKeySet();
  private volatile State state = State.WHOLE;

  private enum State {
    WHOLE,
    CUT,
    SILENT
  }

  private FaultyLine(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
    Thread.ofVirtual().name("line-to-" + target).start(this::accept);
  }

  /**
   * Opens one from a port of 127.0.0.1, 0 for any free one, to another.
   *
   * @param target where it leads; may be away
   */
  static FaultyLine open(int port, int target) throws IOException {
    var server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return new FaultyLine(server, target);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Every connection is reset, and every new one, until it is healed. */
  void cut() {
    state = State.CUT;
    calls.forEach(Call::reset);
  }

  /**
   * Nothing comes through, and neither side is told. The connections of now stay dead when it is
   * healed, as behind a firewall that has forgotten them: only new ones work.
   */
  void fallSilent() {
    calls.forEach(call -> call.lost = true);
    state = State.SILENT;
    calls.forEach(call -> call.lost = true);
  }

  void heal() {
    state = State.WHOLE;
  }

  @Override
  public void close() throws IOException {
    server.close();
    calls.forEach(Call::reset);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var call = new Call(server.accept());
        calls.add(call);
        call.begin();
      } catch (IOException e) {
        // Closed, or the other side is away: its caller sees that.
      }
    }
  }

  private final class Call {
    private final Socket near;
    private final Socket far = new Socket();
    private volatile boolean lost;

    private Call(Socket near) {
      this.near = near;
    }

    private void begin() {
      switch (state) {
        case CUT -> reset();
        case SILENT -> {
          lost = true;
          pump(near, far);
        }
        case WHOLE -> {
          try {
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            pump(near, far);
            pump(far, near);
          } catch (IOException e) {
            reset();
          }
        }
      }
    }

    private void pump(Socket from, Socket to) {
      Thread.ofVirtual()
          .start(() -> {
            var buffer = new byte[BUFFER];
            try {
              InputStream in = from.getInputStream();
              for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!lost) {
                  OutputStream out = to.getOutputStream();
                  out.write(buffer, 0, n);
                }
              }
            } catch (IOException e) {
              // The end of it.
            }
            if (!lost) {
              reset();
            }
          });
    }

    private void reset() {
      calls.remove(this);
      for (var socket : new Socket[] {near, far}) {
        try {
          socket.setSoLinger(true, 0);
        } catch (IOException e) {
          // It is closed already.
        }
        try {
          socket.close();
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
    }
  }
}
