package org.astragal.hsm;

import java.io.IOException;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One configured SunPKCS11 provider. After one PKCS#11 error its session pool may hold sessions
 * that are dead or still busy, so that it is thrown away and never logged out: the login belongs to
 * the whole process. It is not registered with {@link Security}, so nobody else's signatures come
 * from it, and it offers key store and ECDSA only: without its SecureRandom nobody can seed or use
 * that by mistake.
 *
 * <p>Thread safety: safe.
 */
final class ProviderInstance {
  /** SunPKCS11 tells its instances apart by name. */
  private static final AtomicLong NUMBER = new AtomicLong();

  private static final String SIGNATURE = "SHA256withECDSA";

  /**
   * SunPKCS11's thread that closes, by number, the sessions of instances that were collected is put
   * to sleep for as long as it can be, 24 days. It knows nothing of C_Finalize: it would call into
   * a library that is being started anew, which crashed the process in SoftHSM2, or close somebody
   * else's session that has the number now. {@link Rungs} sweeps up what is left behind.
   */
  private static final String NO_CLEANER =
      "cleaner.shortInterval = %1$d\ncleaner.longInterval = %1$d".formatted(Integer.MAX_VALUE);

  private final AuthProvider provider;
  private final KeyStore keys;

  /** By public key, not by label: a label may come to mean another key. */
  private final Map<ECPublicKey, PrivateKey> found = new ConcurrentHashMap<>();

  private ProviderInstance(AuthProvider provider, KeyStore keys) {
    this.provider = provider;
    this.keys = keys;
  }

  /**
   * Builds a provider on the token, logs it in and reads the list of keys.
   *
   * @param attributes lines for the templates of keys to be generated, or empty
   */
  static ProviderInstance open(Connection connection, String attributes) throws TokenException {
    TokenInfo token = connection.find();
    try {
      Provider unconfigured = Security.getProvider("SunPKCS11");
      if (unconfigured == null) {
        throw new TokenException(
            TokenException.Fault.MODULE_MISSING,
            "this Java runtime has no SunPKCS11 provider (module jdk.crypto.cryptoki)");
      }
      var provider =
          (AuthProvider)
              unconfigured.configure("--" + configuration(connection, token, attributes));
      connection.login().provider(token, provider);
      KeyStore keys = KeyStore.getInstance("PKCS11", provider);
      keys.load(null, null); // logged in already
      return new ProviderInstance(provider, keys);
    } catch (GeneralSecurityException
        | IOException
        | ProviderException
        | InvalidParameterException
        | UnsupportedOperationException e) {
      throw CkException.fromProvider("opening the token through SunPKCS11", e);
    }
  }

  private static String configuration(Connection connection, TokenInfo token, String attributes)
      throws TokenException {
    // SunPKCS11 reads a slot number as an int; the index says the same for larger ones.
    String slot =
        token.slot() <= Integer.MAX_VALUE && token.slot() >= 0
            ? "slot = " + token.slot()
            : "slotListIndex = " + connection.slotListIndex(token.slot());
    String arguments = connection.config().moduleArguments();
    return """
    name = astragal%d
    library = "%s"
    %s
    %s
    %s
    enabledMechanisms = { KeyStore CKM_EC_KEY_PAIR_GEN CKM_ECDSA CKM_ECDSA_SHA256 }
    %s
    """
        .formatted(
            NUMBER.incrementAndGet(),
            connection.library(),
            slot,
            NO_CLEANER,
            arguments.isEmpty() ? "" : "nssArgs = \"" + arguments + '"',
            attributes);
  }

  /** Signs in one go: an initialised Signature would hold a session until it is collected. */
  byte[] sign(String label, ECPublicKey expected, byte[] message) throws TokenException {
    return sign(key(label, expected), message);
  }

  /** As {@link #sign(String, ECPublicKey, byte[])}, with a key of this provider. */
  byte[] sign(PrivateKey key, byte[] message) throws TokenException {
    try {
      Signature signature = signature();
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException | ProviderException e) {
      throw CkException.fromProvider("signing", e);
    }
  }

  private Signature signature() throws GeneralSecurityException {
    return Signature.getInstance(SIGNATURE, provider);
  }

  private PrivateKey key(String label, ECPublicKey expected) throws TokenException {
    PrivateKey known = found.get(expected);
    if (known != null) {
      return known;
    }
    try {
      if (!shows(label, expected)) {
        keys.load(null, null); // the list is older than the key: somebody else made it since
      }
      if (!keys.containsAlias(label) || !(keys.getKey(label, null) instanceof PrivateKey key)) {
        throw new TokenException(
            TokenException.Fault.KEY_NOT_FOUND, "the token shows no key labelled " + label);
      }
      if (!shows(label, expected)) {
        throw new TokenException(
            TokenException.Fault.KEY_NOT_TRUSTED,
            "the key labelled " + label + " is not the one that was there before");
      }
      found.put(expected, key);
      return key;
    } catch (GeneralSecurityException | IOException | ProviderException e) {
      throw CkException.fromProvider("finding the key", e);
    }
  }

  /**
   * {@return whether the certificate under a label is of this key} A handle found again may denote
   * another key; the certificate says whose it is, and the check of each signature whether that is
   * true.
   */
  private boolean shows(String label, ECPublicKey expected) throws GeneralSecurityException {
    return keys.getCertificate(label) instanceof X509Certificate certificate
        && Arrays.equals(certificate.getPublicKey().getEncoded(), expected.getEncoded());
  }

  /** Generates a key pair with the attributes this provider was opened with. */
  KeyPair generate() throws TokenException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException | ProviderException e) {
      throw CkException.fromProvider("generating the key pair", e);
    }
  }

  /** {@return how many were made in this process} */
  static long made() {
    return NUMBER.get();
  }

  Provider provider() {
    return provider;
  }
}
