package org.astragal.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.astragal.setup.DevSiteOptions;

/**
 * The TCP ports of a developer site, all on 127.0.0.1.
 *
 * @param appliance the appliance's REST port (TLS)
 * @param ledger the ledger's port for appliances (TLS)
 * @param ledgerPublic the ledger's read-only port for meters and pages
 */
public record Ports(int appliance, int ledger, int ledgerPublic) {
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

  /** {@return three ports that are free now} */
  public static Ports free() throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    try (var a = new ServerSocket(0, 1, loopback);
        var b = new ServerSocket(0, 1, loopback);
        var c = new ServerSocket(0, 1, loopback)) {
      return new Ports(a.getLocalPort(), b.getLocalPort(), c.getLocalPort());
    }
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
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
    } catch (IOException e) {
      throw new SiteException(
          SiteException.Fault.PORT_IN_USE,
          "port " + port + " is in use; choose another with " + option,
          e);
    }
  }
}
