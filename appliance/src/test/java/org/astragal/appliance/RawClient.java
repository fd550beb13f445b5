package org.astragal.appliance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.astragal.outcome.Json;

/** A client that sends what it is told, byte by byte: what no HTTP library would. */
final class RawClient implements AutoCloseable {
  private final Socket socket;

  /** An answer as it came. */
  record Answer(int status, String head, String body) {
    Json.Obj problem() throws Exception {
      return (Json.Obj) Json.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return the last part of a problem's type, whose status is the answer's} */
    String type() throws Exception {
      if (!head.toLowerCase(Locale.ROOT).contains("application/problem+json")
          || problem().integer("status") != status) {
        return "no whole problem: " + status + " " + body;
      }
      return problem().string("type").replace("urn:astragal:problem:", "");
    }
  }

  private RawClient(Socket socket) {
    this.socket = socket;
  }

  /** {@return a client that has not begun a handshake} */
  static RawClient plain(int port) throws IOException {
    return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** {@return a game server with its handshake done} */
  static RawClient tls(int port) throws Exception {
    SSLContext context = TestSite.get().pki.context("CN=x,OU=game-server,O=op-1");
    var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    socket.startHandshake();
    return new RawClient(socket);
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Reads one answer whole. */
  Answer answer() throws IOException {
    InputStream in = socket.getInputStream();
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("the answer broke off: " + head);
      }
      head.append((char) c);
    }
    int length =
        head.toString()
            .lines()
            .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElse(0);
    return new Answer(
        Integer.parseInt(head.substring(9, 12)),
        head.toString(),
        new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  /** Waits until the other side has closed. {@return whether it sent nothing before} */
  boolean awaitClosed() {
    try {
      var rest = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(rest);
      return rest.size() == 0;
    } catch (IOException _) {
      return true;
    }
  }

  /** Sends a byte now and then until the connection is cut, which is when this returns. */
  void drip(byte piece) throws InterruptedException {
    try {
      while (true) {
        send(new byte[] {piece});
        Thread.sleep(20);
      }
    } catch (IOException _) {
      // Cut.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
