package org.astragal.setup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.astragal.hsm.SigningKey;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.outcome.VerifierKey;

/**
 * One folder with all that an appliance and a ledger need on a developer's machine. Immutable; safe
 * for use by many threads.
 */
public final class DevSite {
  private static final Object ONE_AT_A_TIME = new Object();

  private final Path directory;

  private DevSite(Path directory) {
    this.directory = directory;
  }

  /** {@return the site in a folder, whether it was made already or not} */
  public static DevSite at(Path directory) {
    return new DevSite(directory.toAbsolutePath().normalize());
  }

  /**
   * Makes a site, or completes it: keys, certificates and rules that are there stay, the two
   * configuration files are written anew with these options. May be called again and again, by
   * several processes too. Takes a process of its own for the token when SOFTHSM2_CONF of this one
   * does not name the site.
   *
   * @param directory the folder; created with mode 0700 if missing
   * @param options ports and the name of the log
   * @throws SetupException if the site is not complete; another call goes on where this one ended
   */
  public static DevSite create(Path directory, DevSiteOptions options) throws SetupException {
    DevSite site = at(directory);
    Path module = DevToken.module();
    SiteFiles.folder(site.directory);
    synchronized (ONE_AT_A_TIME) {
      if (site.needsOtherProcess()) {
        SetupProcess.run(site, options);
      }
      try (FileChannel file =
              FileChannel.open(
                  site.directory.resolve(".setup.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = file.lock()) {
        site.complete(options, module, lock);
      } catch (IOException e) {
        throw SiteFiles.failed(site.directory, e);
      }
    }
    return site;
  }

  /** {@code lock} is held by the caller while the site is worked on. */
  private void complete(DevSiteOptions options, Path module, FileLock lock) throws SetupException {
    if (!lock.isValid()) {
      throw new IllegalStateException("the site is not locked");
    }
    requireSameOrigin(options);
    DevPki.create(directory.resolve("pki"));
    DevPacks.create(packs());
    ConfigurationFiles.write(this, options, module);
    if (!Files.exists(policy())) {
      DevToken.configure(this);
      SigningKey key = DevToken.create(this, module);
      // Last of all: its presence says that the token is complete.
      SiteFiles.text(policy(), policyText(options.origin(), key));
    }
  }

  private static String policyText(String origin, SigningKey key) throws SetupException {
    return "log %s\nquorum none\n".formatted(VerifierKey.of(origin, key.publicKey()).vkey());
  }

  private void requireSameOrigin(DevSiteOptions options) throws SetupException {
    if (!Files.exists(policy())) {
      return;
    }
    try {
      Policy existing = Policy.load(policy());
      if (existing.keysFor(options.origin()).isEmpty()) {
        throw new SetupException(
            SetupException.Fault.OTHER_SITE,
            directory
                + " was made for "
                + existing.origins()
                + ", not for "
                + options.origin()
                + "; a key signs for one log only: use another folder");
      }
    } catch (PolicyException e) {
      throw new SetupException(SetupException.Fault.FILE, String.valueOf(e.getMessage()), e);
    }
  }

  private boolean needsOtherProcess() {
    return !Files.exists(policy())
        && !softHsmConfig().toString().equals(System.getenv(DevToken.VARIABLE));
  }

  /** {@return the folder, absolute} */
  public Path directory() {
    return directory;
  }

  /** {@return SoftHSM2's configuration} */
  public Path softHsmConfig() {
    return directory.resolve("softhsm2.conf");
  }

  /** {@return what the environment of each process that uses the token must have} */
  public Map<String, String> environment() {
    return Map.of(DevToken.VARIABLE, softHsmConfig().toString());
  }

  /** {@return the appliance's configuration} */
  public Path applianceConfig() {
    return directory.resolve("appliance.yaml");
  }

  /** {@return the ledger's configuration} */
  public Path ledgerConfig() {
    return directory.resolve("ledger.yaml");
  }

  /** {@return the trust policy with the log's key} */
  public Path policy() {
    return directory.resolve("policy");
  }

  /** {@return the key with which the ledger cosigns checkpoints, mode 0600} */
  public Path witnessKey() {
    return directory.resolve("witness.key");
  }

  /** {@return the verifier key of the ledger as a witness} */
  public Path witnessVkey() {
    return directory.resolve("witness.vkey");
  }

  /** {@return the folder of game packs: those who sign and approve them, the reference pack} */
  public Path packs() {
    return directory.resolve("packs");
  }

  /** {@return the reference pack, signed and approved by the site's own keys} */
  public Path referencePack() {
    return packs().resolve(DevPacks.PACK);
  }

  /** {@return every pack that ever came in, by hash} */
  public Path packArchive() {
    return packs().resolve("archive");
  }

  /** {@return the folder of pool rules} */
  public Path rules() {
    return directory.resolve("rules");
  }

  /** {@return the certificate of the authority, PEM} */
  public Path authority() {
    return pki("ca.pem");
  }

  /** {@return key and certificate chain, PKCS#12, mode 0600} */
  public Path keyStore(Identity identity) {
    return pki(identity.fileName() + ".p12");
  }

  /** {@return the password of {@link #keyStore}, mode 0600} */
  public Path passwordFile(Identity identity) {
    return pki(identity.fileName() + ".password");
  }

  /** {@return the certificate chain, PEM} */
  public Path certificate(Identity identity) {
    return pki(identity.fileName() + ".pem");
  }

  /** {@return the private key, PEM (PKCS#8), mode 0600} */
  public Path key(Identity identity) {
    return pki(identity.fileName() + ".key.pem");
  }

  /**
   * {@return a TLS context for a client that is this identity and trusts the site's authority}
   *
   * @throws SetupException if the site's files are missing or damaged
   */
  public SSLContext sslContext(Identity identity) throws SetupException {
    try {
      char[] password = SiteFiles.password(passwordFile(identity));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      try {
        keys.init(load(keyStore(identity), password), password);
      } finally {
        Arrays.fill(password, '\0');
      }
      char[] trustPassword = SiteFiles.password(pki("ca.password"));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      try {
        trust.init(load(pki("ca.p12"), trustPassword));
      } finally {
        Arrays.fill(trustPassword, '\0');
      }
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new SetupException(
          SetupException.Fault.PKI, "cannot use the certificates in " + directory + ": " + e, e);
    }
  }

  private static KeyStore load(Path file, char[] password)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password);
    }
    return store;
  }

  private Path pki(String name) {
    return directory.resolve("pki").resolve(name);
  }
}
