package org.astragal.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;

/**
 * Everything an operator can set; read once at start. Every key is documented in {@code
 * ledger.example.yaml}.
 *
 * @param listen the listener for appliances
 * @param tls its key and the authorities it trusts
 * @param open the read-only listener, key {@code public}
 * @param database where the books are kept
 * @param policy file of trusted log keys
 * @param rules directory of pool rules
 */
record LedgerConfig(
    @JsonProperty(required = true) Listen listen,
    @JsonProperty(required = true) TlsFiles tls,
    @JsonProperty(value = "public", required = true) Open open,
    @JsonProperty(required = true) DatabaseConfig database,
    @JsonProperty(required = true) Path policy,
    @JsonProperty(required = true) Path rules) {

  /** An address to bind; port 0 is any free one. */
  record Listen(
      @JsonProperty(required = true) String host, @JsonProperty(required = true) int port) {
    Listen {
      requirePort("port", port);
    }
  }

  /** PKCS#12 files and the files that hold their passwords. */
  record TlsFiles(
      @JsonProperty(required = true) Path keyStore,
      @JsonProperty(required = true) Path passwordFile,
      @JsonProperty(required = true) Path trustStore,
      @JsonProperty(required = true) Path trustPasswordFile) {}

  /** The read-only listener; plain HTTP only on loopback and only when asked for by name. */
  record Open(
      @JsonProperty(required = true) String host,
      @JsonProperty(required = true) int port,
      @JsonProperty(required = true) boolean plainLoopback) {
    Open {
      requirePort("port", port);
      if (plainLoopback && !isLoopback(host)) {
        throw new IllegalArgumentException(
            "plainLoopback needs a loopback host such as 127.0.0.1, not " + host);
      }
    }
  }

  /** Exactly one of {@code embedded} and ({@code url}, {@code user}, {@code passwordFile}). */
  record DatabaseConfig(
      Optional<Embedded> embedded,
      Optional<String> url,
      Optional<String> user,
      Optional<Path> passwordFile) {
    DatabaseConfig {
      var named = url.isPresent() && user.isPresent() && passwordFile.isPresent();
      var none = url.isEmpty() && user.isEmpty() && passwordFile.isEmpty();
      if (embedded.isPresent() ? !none : !named) {
        throw new IllegalArgumentException(
            "database needs either embedded{directory, port} or all of url, user, passwordFile");
      }
      if (url.isPresent() && !url.get().startsWith("jdbc:postgresql:")) {
        throw new IllegalArgumentException("database.url must begin with jdbc:postgresql:");
      }
      if (url.isPresent() && url.get().contains("password=")) {
        throw new IllegalArgumentException("database.url must not hold a password: passwordFile");
      }
    }
  }

  /** A PostgreSQL of the ledger's own. */
  record Embedded(
      @JsonProperty(required = true) Path directory, @JsonProperty(required = true) int port) {
    Embedded {
      requirePort("port", port);
    }
  }

  /** Reads {@code file}; relative paths in it are relative to its directory. */
  static LedgerConfig load(Path file) throws ConfigException {
    var read = Yaml.bind(file, Yaml.bytes(file), LedgerConfig.class);
    var base = file.toAbsolutePath().getParent();
    return base == null ? read : read.resolved(base);
  }

  private LedgerConfig resolved(Path base) {
    var files =
        new TlsFiles(
            base.resolve(tls.keyStore),
            base.resolve(tls.passwordFile),
            base.resolve(tls.trustStore),
            base.resolve(tls.trustPasswordFile));
    var books =
        new DatabaseConfig(
            database.embedded.map(e -> new Embedded(base.resolve(e.directory), e.port)),
            database.url,
            database.user,
            database.passwordFile.map(base::resolve));
    return new LedgerConfig(listen, files, open, books, base.resolve(policy), base.resolve(rules));
  }

  /**
   * {@return the password in {@code file}, without the line end} The caller clears it.
   *
   * @throws ConfigException if group or others may read the file, or it is empty
   */
  static char[] password(Path file) throws ConfigException {
    try {
      var others = EnumSet.noneOf(PosixFilePermission.class);
      others.addAll(Files.getPosixFilePermissions(file));
      others.remove(PosixFilePermission.OWNER_READ);
      others.remove(PosixFilePermission.OWNER_WRITE);
      if (!others.isEmpty()) {
        throw new ConfigException(file + ": holds a password and must have mode 0600 or 0400");
      }
      var text = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        throw new ConfigException(file + ": is empty");
      }
      return text.toCharArray();
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage());
    }
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
