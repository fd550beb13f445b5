package org.astragal.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.astragal.service.ConfigException;
import org.astragal.service.ConfigFile;
import org.astragal.service.KafkaCluster;
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
 * @param revocations file of keys that count up to a size of their log only
 * @param certified file of the game logic that may move a pool; read again when it changes
 * @param rules directory of pool rules
 * @param journal the ledger's own log
 * @param witness the key that cosigns checkpoints
 * @param events what third parties send
 * @param settlement who pays what was won
 * @param kafka a topic that sealed outcomes also come from
 * @param holders appliances that decide over levels, and where they are asked
 * @param traces a collector of traces
 */
record LedgerConfig(
    Listen listen,
    TlsFiles tls,
    @JsonProperty("public") Open open,
    DatabaseConfig database,
    Path policy,
    Optional<Boolean> followRotation,
    Optional<Path> revocations,
    Optional<Path> certified,
    Path rules,
    JournalConfig journal,
    Optional<WitnessOf> witness,
    Optional<Events> events,
    Optional<Settlement> settlement,
    Optional<Kafka> kafka,
    Optional<List<Holder>> holders,
    Optional<Tracing> traces) {

  private static final int MAX_HOLDERS = 64;

  LedgerConfig {
    if (events.flatMap(Events::topic).isPresent() && kafka.isEmpty()) {
      throw new IllegalArgumentException("events with a topic needs the section kafka");
    }
    holders = holders.map(List::copyOf);
    var all = holders.orElse(List.of());
    if (all.size() > MAX_HOLDERS || all.stream().map(Holder::log).distinct().count() < all.size()) {
      throw new IllegalArgumentException(
          "holders must name at most " + MAX_HOLDERS + " logs, none of them twice");
    }
  }

  /**
   * An appliance that decides over levels.
   *
   * @param log the origin of its log, as the rules of a level name it
   * @param url where it is asked, over mutual TLS
   */
  record Holder(String log, URI url) {
    Holder {
      if (log.isBlank() || log.length() > 255) {
        throw new IllegalArgumentException("log must be the origin of a log");
      }
      if (!"https".equals(url.getScheme()) || url.getHost() == null) {
        throw new IllegalArgumentException("url must be like https://appliance.example:8443");
      }
    }
  }

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
   * latter {@code owner}, if this process may bring the schema up to date, and {@code shared}, if
   * other processes serve these books at the same time.
   */
  record DatabaseConfig(
      Optional<Embedded> embedded,
      Optional<String> url,
      Optional<String> user,
      Optional<Path> passwordFile,
      Optional<Owner> owner,
      Optional<Boolean> shared) {
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
      if (embedded.isPresent() && shared.isPresent()) {
        throw new IllegalArgumentException("shared must not be there with embedded");
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

    /** {@return whether other processes serve these books at the same time} */
    boolean isShared() {
      return shared.orElse(false);
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

  /**
   * The ledger as a witness.
   *
   * @param name of the witness, a URL without a scheme
   * @param keyFile Ed25519 key, PKCS#8 in PEM, mode 0600
   */
  record WitnessOf(String name, Path keyFile) {}

  /**
   * Events of third parties.
   *
   * @param mappings directory with a file for each source
   * @param topic a Kafka topic that they also come from
   */
  record Events(Path mappings, Optional<String> topic) {
    Events {
      topic.ifPresent(name -> requireName("topic", name));
    }
  }

  /**
   * Where traces go.
   *
   * @param endpoint takes OTLP/HTTP, {@code https:} or on this machine; such as {@code
   *     http://127.0.0.1:4318/v1/traces}
   */
  record Tracing(String endpoint) {
    Tracing {
      requireSafe("endpoint", endpoint);
    }
  }

  private static void requireSafe(String key, String url) {
    var to = URI.create(url);
    var plain = "http".equals(to.getScheme()) && to.getHost() != null && isLoopback(to.getHost());
    if (to.getHost() == null || !(plain || "https".equals(to.getScheme()))) {
      throw new IllegalArgumentException(
          key + " must begin with https:, or with http: and a loopback host");
    }
  }

  /**
   * Who pays what was won.
   *
   * @param url where instructions are sent; plain HTTP on this machine only
   * @param timeout longest wait for an answer
   */
  record Settlement(String url, Duration timeout) {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    Settlement {
      requireSafe("url", url);
      if (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("timeout must be above 0s and at most 1min");
      }
    }
  }

  /**
   * A Kafka topic with one log in each partition.
   *
   * @param group name of the group whose ledgers share the partitions
   * @param sessionTimeout how long a ledger may be silent before its partitions go to others
   * @param logs which partition holds which log
   */
  record Kafka(
      List<String> bootstrapServers,
      KafkaCluster.Security security,
      String topic,
      String group,
      Duration sessionTimeout,
      List<PartitionOfLog> logs) {
    Kafka {
      var _ = new KafkaCluster(bootstrapServers, security);
      bootstrapServers = List.copyOf(bootstrapServers);
      logs = List.copyOf(logs);
      requireName("topic", topic);
      requireName("group", group);
      if (sessionTimeout.compareTo(Duration.ofSeconds(1)) < 0
          || sessionTimeout.compareTo(Duration.ofMinutes(5)) > 0) {
        throw new IllegalArgumentException("sessionTimeout must be 1s to 5min");
      }
      if (logs.isEmpty()
          || logs.stream().map(PartitionOfLog::partition).distinct().count() < logs.size()
          || logs.stream().map(PartitionOfLog::log).distinct().count() < logs.size()) {
        throw new IllegalArgumentException(
            "logs must name partitions and logs, none of them twice");
      }
    }

    /** {@return the log that a partition holds} */
    Optional<String> log(int partition) {
      return logs.stream()
          .filter(one -> one.partition() == partition)
          .map(PartitionOfLog::log)
          .findFirst();
    }
  }

  /** A partition and the origin of the log in it. */
  record PartitionOfLog(int partition, String log) {
    PartitionOfLog {
      if (partition < 0) {
        throw new IllegalArgumentException("partition must be 0 or more: " + partition);
      }
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

  private static void requireName(String key, String name) {
    if (!name.matches("[A-Za-z0-9._-]{1,200}")) {
      throw new IllegalArgumentException(key + " must be 1 to 200 of A-Z a-z 0-9 . _ -: " + name);
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
