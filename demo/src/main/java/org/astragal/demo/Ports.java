package org.astragal.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.astragal.setup.DevSiteOptions;

/**
 * The TCP ports of a developer site, all on 127.0.0.1.
 *
 * @param appliance the appliance's REST port (TLS)
 * @param ledger the ledger's port for appliances (TLS)
 * @param ledgerPublic the ledger's read-only port for meters and pages
 */
public record Ports(int appliance, int ledger, int ledgerPublic) {
  private static final int FIRST_GIVEN_OUT = 20_000;
  private static final int GIVEN_OUT = 10_000;

  /** Programs that run at the same time begin at different places. */
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 61 % GIVEN_OUT));

  /** The ports a site has unless others are chosen. */
  public static final Ports DEFAULT = of(DevSiteOptions.defaults());

  /** Refuses a port outside 1 to 65535 and a port used twice. */
  public Ports {
    for (var port : new int[] {appliance, ledger, ledgerPublic}) {
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("a port must be 1 to 65535: " + port);
      }
    }
    if (appliance == ledger || appliance == ledgerPublic || ledger == ledgerPublic) {
      throw new IllegalArgumentException("the three ports must differ");
    }
  }

  private static Ports of(DevSiteOptions options) {
    return new Ports(options.port(), options.ledgerPort(), options.ledgerPublicPort());
  }

  /**
   * {@return three ports that are free now, and that this program gives out only once}
   *
   * <p>They are below those that systems take for connections (32768 and up on Linux): a process
   * that is killed finds its port free when it comes back.
   *
   * <p>Thread safety: may be called by several threads.
   */
  public static Ports free() throws IOException {
    return new Ports(nextFree(), nextFree(), nextFree());
  }

  private static int nextFree() throws IOException {
    for (int i = 0; i < GIVEN_OUT; i++) {
      int port = FIRST_GIVEN_OUT + Math.floorMod(NEXT.getAndIncrement(), GIVEN_OUT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("no port from " + FIRST_GIVEN_OUT + " on is free");
  }

  /**
   * Makes sure that nobody listens on these ports.
   *
   * @throws SiteException if one is in use, naming it and the option that chooses another
   */
  public void requireFree() throws SiteException {
    requireFree(appliance, "--port");
    requireFree(ledger, "--ledger-port");
    requireFree(ledgerPublic, "--ledger-public-port");
  }

  private static void requireFree(int port, String option) throws SiteException {
    if (!isFree(port)) {
      throw new SiteException(
          SiteException.Fault.PORT_IN_USE,
          "port " + port + " is in use; choose another with " + option);
    }
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
