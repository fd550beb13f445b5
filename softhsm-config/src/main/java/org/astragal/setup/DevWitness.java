package org.astragal.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.astragal.outcome.WitnessKey;

/**
 * The key with which the site's ledger cosigns checkpoints, and the verifier key that goes with it.
 */
final class DevWitness {
  /** Name of the witness. */
  static final String NAME = "astragal.localhost/ledger-1";

  private DevWitness() {}

  /** Makes both files unless they are there. {@return the verifier key} */
  static String create(Path keyFile, Path vkeyFile) throws SetupException {
    try {
      if (!Files.exists(vkeyFile)) {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        SiteFiles.secret(keyFile, DevPki.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        // Last of all: its presence says that the key is complete.
        SiteFiles.text(vkeyFile, WitnessKey.of(NAME, pair.getPublic()).vkey() + "\n");
      }
      return Files.readString(vkeyFile).strip();
    } catch (GeneralSecurityException e) {
      throw new SetupException(SetupException.Fault.PKI, "no Ed25519 key: " + e.getMessage(), e);
    } catch (IOException e) {
      throw SiteFiles.failed(vkeyFile, e);
    }
  }
}
