package org.astragal.ledger;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import org.astragal.outcome.NoteSignature;
import org.astragal.outcome.WitnessKey;
import org.astragal.service.ConfigException;
import org.astragal.service.PrivateKeyFile;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The ledger as a witness: cosigns checkpoints that it has verified.
 *
 * <p>Thread-safe.
 *
 * @spec tlog-cosignature.html#format c2sp.org/tlog-cosignature, Format
 */
final class Witness {
  /** What stands before the key in the SPKI of every Ed25519 key. */
  private static final byte[] SPKI_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  private final PrivateKey secret;
  private final WitnessKey key;
  private final InstantSource clock;

  private Witness(PrivateKey secret, WitnessKey key, InstantSource clock) {
    this.secret = secret;
    this.key = key;
    this.clock = clock;
  }

  /**
   * Reads the key.
   *
   * @param file PKCS#8 in PEM, Ed25519, mode 0600
   */
  static Witness load(String name, Path file, InstantSource clock) throws ConfigException {
    var encoded = new byte[0];
    try {
      encoded = PrivateKeyFile.read(file);
      var secret =
          KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
      return new Witness(secret, WitnessKey.of(name, publicKey((EdECPrivateKey) secret)), clock);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new ConfigException(
          ConfigException.Fault.KEY_STORE,
          file + ": not an Ed25519 key in PEM (PKCS#8), or not a name for one",
          e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /** {@return who verifies what this one signs} */
  WitnessKey key() {
    return key;
  }

  /**
   * Says that this is, now, the largest checkpoint of its log that was seen, and consistent with
   * all before.
   *
   * @param text the text of the note
   * @return the signature line
   */
  NoteSignature cosign(String text) {
    try {
      var now = clock.instant();
      var signer = Signature.getInstance("Ed25519");
      signer.initSign(secret);
      signer.update(WitnessKey.message(text, now));
      return key.line(now, signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform cannot sign with Ed25519", e);
    }
  }

  /** RFC 8032 5.1.5: the platform has no way from the private key to the public one. */
  private static java.security.PublicKey publicKey(EdECPrivateKey secret)
      throws GeneralSecurityException {
    var seed = secret.getBytes().orElseThrow();
    var spki = Arrays.copyOf(SPKI_HEAD, SPKI_HEAD.length + Ed25519.PUBLIC_KEY_SIZE);
    Ed25519.generatePublicKey(seed, 0, spki, SPKI_HEAD.length);
    Arrays.fill(seed, (byte) 0);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
  }
}
