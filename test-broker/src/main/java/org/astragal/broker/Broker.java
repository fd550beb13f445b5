package org.astragal.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka broker (KRaft, one node) in a process of its own on 127.0.0.1. Its class path is the one
 * that Maven resolved for this module; nothing of it is on the class path of the tests.
 *
 * <p>Thread safety: use by one thread.
 */
@SuppressWarnings("try") // close() may be interrupted like any wait
public final class Broker implements AutoCloseable {
  private static final long START_SECONDS = 60;

  private final Path directory;
  private final String cluster = Uuid.randomUuid().toString();
  private final Map<String, String> properties = new TreeMap<>();
  private final int plainPort;
  private final int tlsPort;
  private final int proxiedPort;
  private final int advertisedPort;
  private Optional<Process> process = Optional.empty();

  /**
   * Key material of the TLS listener; clients need a certificate of a trusted authority.
   *
   * @param keyStore PKCS#12
   * @param password its password
   * @param trustStore PEM
   */
  public record Tls(Path keyStore, String password, Path trustStore) {}

  private Broker(Path directory, Optional<Tls> tls) {
    this.directory = directory;
    List<Integer> ports = freePorts(5);
    this.plainPort = ports.get(0);
    this.tlsPort = ports.get(1);
    this.proxiedPort = ports.get(3);
    this.advertisedPort = ports.get(4);
    configure(ports.get(2), tls);
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param directory an empty or missing folder for all that it writes
   * @param tls what its second listener shows and trusts; without it there is only a plain one
   */
  public static Broker start(Path directory, Optional<Tls> tls)
      throws IOException, InterruptedException {
    var broker = new Broker(directory, tls);
    broker.start();
    return broker;
  }

  /** {@return host and port of the listener without TLS} */
  public String plain() {
    return "127.0.0.1:" + plainPort;
  }

  /** {@return host and port of the TLS listener} */
  public String tls() {
    return "localhost:" + tlsPort;
  }

  /**
   * {@return the port of a listener without TLS that tells its clients to come by way of {@link
   * #proxy}}
   */
  public int behindProxy() {
    return proxiedPort;
  }

  /** {@return the port on 127.0.0.1 where whoever wants to be between must listen} */
  public int proxy() {
    return advertisedPort;
  }

  /** {@return the process id} */
  public long pid() {
    return process.orElseThrow().pid();
  }

  /** Makes a topic that keeps everything. */
  public void createTopic(String name, int partitions) throws InterruptedException {
    try (Admin admin = admin()) {
      var topic = new NewTopic(name, partitions, (short) 1).configs(Map.of("retention.ms", "-1"));
      admin.createTopics(List.of(topic)).all().get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("topic " + name + " was not made", e);
    }
  }

  /** SIGKILL: nothing in the process gets to run any more. */
  public void kill() throws InterruptedException {
    process.orElseThrow().destroyForcibly().waitFor();
  }

  /** Starts it again on what it wrote, and waits until it answers. */
  public void restart() throws IOException, InterruptedException {
    if (process.orElseThrow().isAlive()) {
      throw new IllegalStateException("the broker still runs");
    }
    start();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  private void start() throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path file = directory.resolve("server.properties");
    var all = new Properties();
    all.putAll(properties);
    try (var out = Files.newOutputStream(file)) {
      all.store(out, null);
    }
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The cheapest start and the smallest process: it carries a few megabytes for a few seconds.
    command.addAll(List.of("-Xms64m", "-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Xshare:auto", "-XX:-UsePerfData", "-cp", classPath()));
    command.add(BrokerMain.class.getName());
    command.addAll(List.of(file.toString(), cluster, directory.resolve("logs").toString()));
    process =
        Optional.of(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                    ProcessBuilder.Redirect.appendTo(directory.resolve("broker.log").toFile()))
                .start());
    awaitAnswer();
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    try (Admin admin = admin()) {
      while (true) {
        try {
          admin.listTopics().names().get(2, TimeUnit.SECONDS);
          return;
        } catch (ExecutionException | TimeoutException e) {
          if (!process.orElseThrow().isAlive() || System.nanoTime() > end) {
            throw new IOException(
                "the broker does not serve: " + Files.readString(directory.resolve("broker.log")),
                e);
          }
        }
      }
    }
  }

  private Admin admin() {
    return Admin.create(
        Map.of(
            "bootstrap.servers",
            plain(),
            "reconnect.backoff.ms",
            "20",
            "reconnect.backoff.max.ms",
            "100",
            "default.api.timeout.ms",
            "60000",
            "request.timeout.ms",
            "2000"));
  }

  private void configure(int controllerPort, Optional<Tls> tls) {
    String listeners = "PLAINTEXT://127.0.0.1:" + plainPort;
    String advertised = listeners + ",PROXIED://127.0.0.1:" + advertisedPort;
    listeners += ",PROXIED://127.0.0.1:" + proxiedPort;
    if (tls.isPresent()) {
      listeners += ",SSL://localhost:" + tlsPort;
      advertised += ",SSL://localhost:" + tlsPort;
      properties.put("ssl.keystore.type", "PKCS12");
      properties.put("ssl.keystore.location", tls.get().keyStore().toString());
      properties.put("ssl.keystore.password", tls.get().password());
      properties.put("ssl.key.password", tls.get().password());
      properties.put("ssl.truststore.type", "PEM");
      properties.put("ssl.truststore.location", tls.get().trustStore().toString());
      properties.put("ssl.client.auth", "required");
      properties.put("ssl.enabled.protocols", "TLSv1.3");
    }
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", "1");
    properties.put("controller.quorum.bootstrap.servers", "127.0.0.1:" + controllerPort);
    properties.put("listeners", listeners + ",CONTROLLER://127.0.0.1:" + controllerPort);
    properties.put(
        "advertised.listeners", advertised + ",CONTROLLER://127.0.0.1:" + controllerPort);
    properties.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,SSL:SSL,CONTROLLER:PLAINTEXT");
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("log.dirs", directory.resolve("logs").toString());
    for (String single :
        List.of(
            "offsets.topic.replication.factor",
            "offsets.topic.num.partitions",
            "transaction.state.log.replication.factor",
            "transaction.state.log.min.isr",
            "transaction.state.log.num.partitions",
            "share.coordinator.state.topic.replication.factor",
            "share.coordinator.state.topic.min.isr",
            "share.coordinator.state.topic.num.partitions",
            "num.network.threads",
            "background.threads")) {
      properties.put(single, "1");
    }
    properties.put("num.io.threads", "2");
    properties.put("log.cleaner.enable", "false");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("group.min.session.timeout.ms", "1000");
    properties.put("auto.create.topics.enable", "false");
    // A broker that was killed comes back as soon as its old registration has expired.
    properties.put("broker.session.timeout.ms", "2000");
    properties.put("broker.heartbeat.interval.ms", "500");
  }

  /** This module's own classes, and what Maven wrote down beside them when it packaged it. */
  private static String classPath() throws IOException {
    try {
      Path own = Path.of(Broker.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path resolved = own.resolveSibling("module.path");
      if (!Files.exists(resolved)) {
        throw new IllegalStateException(
            resolved + " is missing: build the module test-broker with the goal package");
      }
      return own + java.io.File.pathSeparator + Files.readString(resolved).strip();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("where this class is from is not a file", e);
    }
  }

  private static List<Integer> freePorts(int count) {
    var sockets = new ArrayList<ServerSocket>();
    try {
      var ports = new ArrayList<Integer>();
      for (int i = 0; i < count; i++) {
        var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        ports.add(socket.getLocalPort());
      }
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
