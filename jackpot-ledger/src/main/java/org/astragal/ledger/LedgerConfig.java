package org.astragal.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.astragal.service.ConfigException;
import org.astragal.service.ConfigFile;
import org.astragal.service.TlsFiles;

/**
 * Everything an operator can set; read once at start. Every key is documented in {@code
 * ledger.example.yaml}.
 *
 * @param listen the listener for appliances
 * @param tls its key and the authorities it trusts
 * @param open the read-only listener, key {@code public}
 * @param database where the books are kept
 * @param policy file of trusted log keys
 * @param followRotation whether a key that a log activates is trusted then; not if left out
 * @param rules directory of pool rules
 * @param journal the ledger's own log
 */
record LedgerConfig(
    Listen listen,
    TlsFiles tls,
    @JsonProperty("public") Open open,
    DatabaseConfig database,
    Path policy,
    Optional<Boolean> followRotation,
    Path rules,
    JournalConfig journal) {

  /**
   * The ledger's own log.
   *
   * @param name its origin, under which its heads are signed
   * @param keyFile private key on P-256, PKCS#8 in PEM
   */
  record JournalConfig(String name, Path keyFile) {
    private static final Pattern NAME = Pattern.compile("[!-*,-~]{1,255}");

    JournalConfig {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "name must be 1 to 255 visible ASCII characters without '+': " + name);
      }
    }
  }

  /** An address to bind; port 0 is any free one. */
  record Listen(String host, int port) {
    Listen {
      requirePort("port", port);
    }
  }

  /** The read-only listener; plain HTTP only on loopback and only when asked for by name. */
  record Open(String host, int port, boolean plainLoopback) {
    Open {
      requirePort("port", port);
      if (plainLoopback && !isLoopback(host)) {
        throw new IllegalArgumentException(
            "plainLoopback needs a loopback host such as 127.0.0.1, not " + host);
      }
    }
  }

  /**
   * Exactly one of {@code embedded} and ({@code url}, {@code user}, {@code passwordFile}); with the
   * latter {@code owner}, if this process may bring the schema up to date.
   */
  record DatabaseConfig(
      Optional<Embedded> embedded,
      Optional<String> url,
      Optional<String> user,
      Optional<Path> passwordFile,
      Optional<Owner> owner) {
    private static final Pattern ROLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    DatabaseConfig {
      var named = url.isPresent() && user.isPresent() && passwordFile.isPresent();
      var none = url.isEmpty() && user.isEmpty() && passwordFile.isEmpty();
      if (embedded.isPresent() ? !none : !named) {
        throw new IllegalArgumentException(
            "database needs either embedded{directory, port} or all of url, user, passwordFile");
      }
      if (embedded.isPresent() && owner.isPresent()) {
        throw new IllegalArgumentException("owner must not be there with embedded");
      }
      if (user.isPresent() && !ROLE.matcher(user.get()).matches()) {
        throw new IllegalArgumentException("user must be a plain name of a role: " + user.get());
      }
      if (user.isPresent() && owner.isPresent() && user.get().equals(owner.get().user())) {
        throw new IllegalArgumentException(
            "owner must be another role than user: the service must not own what it posts");
      }
      if (url.isPresent() && !url.get().startsWith("jdbc:postgresql:")) {
        throw new IllegalArgumentException("database.url must begin with jdbc:postgresql:");
      }
      if (url.isPresent() && url.get().contains("password=")) {
        throw new IllegalArgumentException("database.url must not hold a password: passwordFile");
      }
    }
  }

  /** The role that owns the schema. */
  record Owner(String user, Path passwordFile) {}

  /** A PostgreSQL of the ledger's own. */
  record Embedded(Path directory, int port) {
    Embedded {
      requirePort("port", port);
    }
  }

  /** Reads {@code file}; relative paths in it are relative to its directory. */
  static LedgerConfig load(Path file) throws ConfigException {
    return ConfigFile.load(file, LedgerConfig.class);
  }

  private static void requirePort(String key, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(key + " must be 0 to 65535: " + port);
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
