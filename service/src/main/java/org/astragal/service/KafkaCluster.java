package org.astragal.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SslConfigs;

/**
 * How a service reaches the brokers of a Kafka cluster. TLS 1.3 with the service's own certificate;
 * plain text only on loopback and only when it is asked for by name.
 *
 * @param bootstrapServers {@code host:port} of some brokers
 * @param security how the connections are protected
 */
public record KafkaCluster(List<String> bootstrapServers, Security security) {
  private static final int MAX_SERVERS = 32;

  /** How connections are protected. */
  public enum Security {
    /** TLS 1.3; both sides show certificates. */
    TLS,
    /** Not at all; every broker must have a loopback address. */
    PLAINTEXT_LOOPBACK
  }

  /** Refuses what is no address, and plain text to other machines. */
  public KafkaCluster {
    bootstrapServers = List.copyOf(bootstrapServers);
    if (bootstrapServers.isEmpty() || bootstrapServers.size() > MAX_SERVERS) {
      throw new IllegalArgumentException("bootstrapServers must have 1 to 32 entries host:port");
    }
    for (String server : bootstrapServers) {
      int colon = server.lastIndexOf(':');
      if (colon < 1 || !isPort(server.substring(colon + 1))) {
        throw new IllegalArgumentException("bootstrapServers must be host:port, not " + server);
      }
      if (security == Security.PLAINTEXT_LOOPBACK && !isLoopback(server.substring(0, colon))) {
        throw new IllegalArgumentException(
            "security plaintext-loopback needs brokers such as 127.0.0.1:9092, not " + server);
      }
    }
  }

  /**
   * {@return the settings of a client that reaches this cluster; the caller's own map}
   *
   * @param tls what the client shows and whom it trusts
   */
  public Map<String, Object> client(TlsMaterial tls) {
    var settings = new HashMap<String, Object>();
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, String.join(",", bootstrapServers));
    if (security == Security.TLS) {
      settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SSL");
      settings.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, KafkaTls.class);
      settings.put(KafkaTls.MATERIAL, tls);
    }
    return settings;
  }

  private static boolean isPort(String text) {
    return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535;
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
