package org.astragal.setup;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What may differ between developer sites. Ports and the extra listener may change from one set-up
 * to the next; the origin may not.
 *
 * @param port the appliance's port, 1 to 65535, or 0 for any free one
 * @param ledgerPort the ledger's port for appliances, 1 to 65535: the appliance must know it
 * @param ledgerPublicPort the ledger's read-only port, 1 to 65535, or 0 for any free one
 * @param plainLoopbackPort the appliance's listener without TLS, for measurements; empty for none
 * @param origin the name of the outcome log, a URL without a scheme
 */
public record DevSiteOptions(
    int port, int ledgerPort, int ledgerPublicPort, OptionalInt plainLoopbackPort, String origin) {
  private static final int DEFAULT_PORT = 8_443;
  private static final int DEFAULT_LEDGER_PORT = 8_543;
  private static final int DEFAULT_LEDGER_PUBLIC_PORT = 8_580;
  private static final Pattern ORIGIN = Pattern.compile("[a-z0-9][a-zA-Z0-9./_-]{0,127}");

  /** The log of a developer site, unless told otherwise. */
  public static final String DEFAULT_ORIGIN = "astragal.localhost/outcomes/dev";

  /** Refuses ports and origins that cannot be. */
  public DevSiteOptions {
    requirePort("port", port, 0);
    requirePort("ledgerPort", ledgerPort, 1);
    requirePort("ledgerPublicPort", ledgerPublicPort, 0);
    plainLoopbackPort.ifPresent(p -> requirePort("plainLoopbackPort", p, 0));
    if (!ORIGIN.matcher(origin).matches()) {
      throw new IllegalArgumentException(
          "origin must be a URL without a scheme, such as " + DEFAULT_ORIGIN + ": " + origin);
    }
  }

  /** {@return ports 8443, 8543 and 8580, no plain listener, the usual origin} */
  public static DevSiteOptions defaults() {
    return new DevSiteOptions(
        DEFAULT_PORT,
        DEFAULT_LEDGER_PORT,
        DEFAULT_LEDGER_PUBLIC_PORT,
        OptionalInt.empty(),
        DEFAULT_ORIGIN);
  }

  /** {@return the same with these ports} */
  public DevSiteOptions withPorts(int appliance, int ledger, int ledgerPublic) {
    return new DevSiteOptions(appliance, ledger, ledgerPublic, plainLoopbackPort, origin);
  }

  /** {@return the same with a listener without TLS on this port of 127.0.0.1} */
  public DevSiteOptions withPlainLoopback(int plainPort) {
    return new DevSiteOptions(
        port, ledgerPort, ledgerPublicPort, OptionalInt.of(plainPort), origin);
  }

  /** {@return the same with another log} */
  public DevSiteOptions withOrigin(String otherOrigin) {
    return new DevSiteOptions(port, ledgerPort, ledgerPublicPort, plainLoopbackPort, otherOrigin);
  }

  private static void requirePort(String name, int port, int least) {
    if (port < least || port > 65_535) {
      throw new IllegalArgumentException(name + " must be " + least + " to 65535: " + port);
    }
  }
}
