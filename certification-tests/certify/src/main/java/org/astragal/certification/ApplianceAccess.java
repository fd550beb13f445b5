package org.astragal.certification;

import java.net.URI;
import org.astragal.service.TlsFiles;

/**
 * A running appliance as a laboratory reaches it; the file that {@code --config} names.
 *
 * @param url where it listens, {@code https://host:port}
 * @param tls the laboratory's key and certificate, whose {@code OU} is {@code lab}, and the
 *     authorities that the appliance's certificate may come from
 */
record ApplianceAccess(URI url, TlsFiles tls) {
  ApplianceAccess {
    String path = url.getPath();
    if (!"https".equals(url.getScheme())
        || url.getHost() == null
        || !(path == null || path.isEmpty() || path.equals("/"))) {
      throw new IllegalArgumentException("url must be https://host:port");
    }
  }
}
