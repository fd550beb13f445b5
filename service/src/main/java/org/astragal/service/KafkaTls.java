package org.astragal.service;

import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives Kafka's clients the service's own TLS material, so that no password stands in their
 * settings. Made by Kafka itself; see {@link KafkaCluster#client}.
 */
public final class KafkaTls implements SslEngineFactory {
  /** The setting that holds the {@link TlsMaterial}. */
  static final String MATERIAL = "astragal.tls.material";

  private @Nullable TlsMaterial tls;

  /** Creates one that is still to be configured. */
  public KafkaTls() {}

  @Override
  public void configure(Map<String, ?> settings) {
    if (!(settings.get(MATERIAL) instanceof TlsMaterial given)) {
      throw new IllegalArgumentException("the setting " + MATERIAL + " is missing");
    }
    tls = given;
  }

  @Override
  public SSLEngine createClientSslEngine(String host, int port, String endpointIdentification) {
    TlsMaterial material = tls;
    if (material == null) {
      throw new IllegalStateException("not configured");
    }
    SSLEngine engine = material.context().createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = material.clientParameters();
    // RFC 6125: the broker must be the one that was called.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }

  @Override
  public SSLEngine createServerSslEngine(String host, int port) {
    throw new UnsupportedOperationException("this is for clients");
  }

  @Override
  public boolean shouldBeRebuilt(Map<String, Object> settings) {
    return false;
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return Set.of();
  }

  @Override
  public @Nullable KeyStore keystore() {
    return null;
  }

  @Override
  public @Nullable KeyStore truststore() {
    return null;
  }

  @Override
  public void close() {
    // The material is the service's own.
  }
}
