package org.astragal.appliance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.astragal.service.ConfigException;
import org.astragal.service.Secrets;

/**
 * The key and the certificate of a person who signs something on the command line.
 *
 * @param key the private key
 * @param chain the certificate, and those of the authorities above it
 */
record KeyFile(PrivateKey key, List<X509Certificate> chain) {
  KeyFile {
    chain = List.copyOf(chain);
  }

  /** {@return the certificate} */
  X509Certificate certificate() {
    return chain.getFirst();
  }

  /**
   * Reads the one key of a file.
   *
   * @param file PKCS#12
   * @param passwordFile its password, mode 0600
   * @throws ConfigException if one of them cannot be used, or there is not exactly one key
   */
  static KeyFile read(Path file, Path passwordFile) throws ConfigException {
    char[] password = Secrets.read(passwordFile);
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      List<String> aliases = Collections.list(store.aliases());
      if (aliases.size() == 1
          && store.getKey(aliases.getFirst(), password) instanceof PrivateKey key) {
        return new KeyFile(key, chain(store.getCertificateChain(aliases.getFirst())));
      }
      throw new ConfigException(
          ConfigException.Fault.KEY_STORE, file + " must hold one private key and nothing else");
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigException(
          ConfigException.Fault.KEY_STORE, "the key in " + file + " cannot be used: " + e, e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private static List<X509Certificate> chain(Certificate[] chain) {
    return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
  }
}
