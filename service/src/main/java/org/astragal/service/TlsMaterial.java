package org.astragal.service;

import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * A service's certificate and the authorities it trusts, ready for use in both directions. TLS 1.3
 * and nothing older.
 *
 * <p>Thread safety: immutable.
 */
public final class TlsMaterial {
  /** The only version spoken; an older one is refused in the handshake. */
  private static final String PROTOCOL = "TLSv1.3";

  private final SSLContext context;
  private final List<X509Certificate> authorities;

  private TlsMaterial(SSLContext context, List<X509Certificate> authorities) {
    this.context = context;
    this.authorities = List.copyOf(authorities);
  }

  /**
   * Reads the files.
   *
   * @param files where they are
   * @return the material
   * @throws ConfigException if one of them cannot be used; the message names it
   */
  public static TlsMaterial load(TlsFiles files) throws ConfigException {
    char[] password = Secrets.read(files.passwordFile());
    try {
      var keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(keyStore(files.keyStore(), password), password);
      var trust = TrustManagerFactory.getInstance("PKIX");
      List<X509Certificate> authorities = authorities(files.trustStore());
      trust.init(trustStore(authorities));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return new TlsMaterial(context, authorities);
    } catch (GeneralSecurityException e) {
      throw unusable(files.keyStore(), "its key cannot be used", e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  /** {@return the authorities whose certificates are trusted} */
  public List<X509Certificate> authorities() {
    return authorities;
  }

  /** {@return the context, for clients} */
  public SSLContext context() {
    return context;
  }

  /**
   * {@return what a listener insists on}
   *
   * @param clients whether callers need a certificate of a trusted authority
   */
  public Tls server(boolean clients) {
    SSLParameters parameters = context.getDefaultSSLParameters();
    parameters.setProtocols(new String[] {PROTOCOL});
    parameters.setNeedClientAuth(clients);
    return Tls.builder()
        .sslContext(context)
        .sslParameters(parameters)
        .clientAuth(clients ? TlsClientAuth.REQUIRED : TlsClientAuth.NONE)
        .addEnabledProtocol(PROTOCOL)
        // Without this Helidon 4.2 checks the client's certificate against a host name (10429).
        .endpointIdentificationAlgorithm(Tls.ENDPOINT_IDENTIFICATION_NONE)
        .build();
  }

  /** {@return what calls to other services insist on} */
  public SSLParameters clientParameters() {
    SSLParameters parameters = context.getDefaultSSLParameters();
    parameters.setProtocols(new String[] {PROTOCOL});
    return parameters;
  }

  private static KeyStore keyStore(Path file, char[] password) throws ConfigException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      List<String> keys =
          Collections.list(store.aliases()).stream().filter(a -> isKey(store, a)).toList();
      if (keys.size() != 1) {
        throw new ConfigException(
            ConfigException.Fault.KEY_STORE,
            "tls.keyStore " + file + " must hold one private key, not " + keys.size());
      }
      return store;
    } catch (IOException e) {
      boolean wrongPassword = e.getCause() instanceof GeneralSecurityException;
      throw unusable(
          file,
          wrongPassword ? "its password is not the one in tls.passwordFile" : "unreadable",
          e);
    } catch (GeneralSecurityException e) {
      throw unusable(file, "not a PKCS#12 key store", e);
    }
  }

  private static boolean isKey(KeyStore store, String alias) {
    try {
      return store.isKeyEntry(alias);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the store was loaded", e);
    }
  }

  private static List<X509Certificate> authorities(Path file) throws ConfigException {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (certificates.isEmpty()) {
        throw new ConfigException(
            ConfigException.Fault.KEY_STORE, "tls.trustStore " + file + " holds no certificate");
      }
      return certificates;
    } catch (IOException e) {
      throw unusable(file, "unreadable", e);
    } catch (GeneralSecurityException e) {
      throw unusable(file, "not a PEM file of certificates", e);
    }
  }

  private static KeyStore trustStore(List<X509Certificate> authorities)
      throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int n = 0;
      for (X509Certificate authority : authorities) {
        store.setCertificateEntry("authority-" + n++, authority);
      }
      return store;
    } catch (IOException e) {
      throw new IllegalStateException("an empty key store is not read from anywhere", e);
    }
  }

  private static ConfigException unusable(Path file, String why, Exception cause) {
    return new ConfigException(
        ConfigException.Fault.KEY_STORE, "cannot use " + file + ": " + why, cause);
  }
}
