package org.astragal.ledger;

import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.astragal.ledger.LedgerConfig.TlsFiles;

/** TLS 1.3 for a listener, from PKCS#12 files, whatever alias their key has. */
final class TlsServer {
  private TlsServer() {}

  /**
   * Reads the files.
   *
   * @param clients whether a certificate of a trusted authority is demanded of clients
   */
  static Tls of(TlsFiles files, boolean clients) throws ConfigException {
    var parameters = new SSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setNeedClientAuth(clients);
    return Tls.builder()
        .sslContext(context(files))
        .sslParameters(parameters)
        .clientAuth(clients ? TlsClientAuth.REQUIRED : TlsClientAuth.NONE)
        // A server that "identifies" its clients' host names refuses all of them: helidon 10429.
        .endpointIdentificationAlgorithm(Tls.ENDPOINT_IDENTIFICATION_NONE)
        .addEnabledProtocol("TLSv1.3")
        .build();
  }

  private static SSLContext context(TlsFiles files) throws ConfigException {
    var password = LedgerConfig.password(files.passwordFile());
    try {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(load(files.keyStore(), password, true), password);
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      var trustPassword = LedgerConfig.password(files.trustPasswordFile());
      trust.init(load(files.trustStore(), trustPassword, false));
      Arrays.fill(trustPassword, ' ');
      var context = SSLContext.getInstance("TLSv1.3");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new ConfigException(files.keyStore() + ": cannot be used: " + e.getMessage());
    } finally {
      Arrays.fill(password, ' ');
    }
  }

  private static KeyStore load(Path file, char[] password, boolean key) throws ConfigException {
    try (var in = Files.newInputStream(file)) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      for (var alias : java.util.Collections.list(store.aliases())) {
        if (key ? store.isKeyEntry(alias) : store.isCertificateEntry(alias)) {
          return store;
        }
      }
      throw new ConfigException(
          file + ": holds no " + (key ? "private key" : "trusted certificate"));
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigException(file + ": cannot be read as PKCS#12: " + e.getMessage());
    }
  }
}
