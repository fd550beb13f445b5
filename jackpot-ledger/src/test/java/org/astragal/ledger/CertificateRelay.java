package org.astragal.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * Stands between a browser and the ledger, and shows the ledger the certificate of one person, as a
 * browser does whose owner has chosen it. Bytes pass as they are. It can be cut.
 */
final class CertificateRelay implements AutoCloseable {
  private static final int BACKLOG = 50;

  private final SSLServerSocket listener;
  private final SSLContext person;
  private final int ledger;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  private CertificateRelay(SSLServerSocket listener, SSLContext person, int ledger) {
    this.listener = listener;
    this.person = person;
    this.ledger = ledger;
  }

  /**
   * Opens one.
   *
   * @param server what the browser sees
   * @param person who the ledger sees
   * @param ledger the ledger's port
   */
  static CertificateRelay open(SSLContext server, SSLContext person, int ledger)
      throws IOException {
    var listener =
        (SSLServerSocket)
            server
                .getServerSocketFactory()
                .createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    var relay = new CertificateRelay(listener, person, ledger);
    Thread.ofVirtual().start(relay::accept);
    return relay;
  }

  String url() {
    return "https://127.0.0.1:" + listener.getLocalPort();
  }

  /** Ends every connection, and every new one until {@link #mend}. */
  void cut() {
    cut = true;
    open.forEach(CertificateRelay::end);
  }

  void mend() {
    cut = false;
  }

  @Override
  public void close() {
    cut();
    end(listener);
  }

  private void accept() {
    try {
      while (true) {
        var browser = listener.accept();
        Thread.ofVirtual().start(() -> carry(browser));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void carry(Socket browser) {
    open.add(browser);
    try (browser;
        var upstream = person.getSocketFactory().createSocket("127.0.0.1", ledger)) {
      open.add(upstream);
      if (!cut) {
        var back = Thread.ofVirtual().start(() -> pump(upstream, browser));
        pump(browser, upstream);
        back.join();
      }
      open.remove(upstream);
    } catch (IOException | InterruptedException _) {
      // One of the two went away.
    }
    open.remove(browser);
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // One of the two went away: so does the other one.
    }
    end(from);
    end(to);
  }

  private static void end(Closeable socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone.
    }
  }
}
