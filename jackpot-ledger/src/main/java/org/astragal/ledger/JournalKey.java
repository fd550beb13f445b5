package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.NoteSignature;
import org.astragal.outcome.SignedNote;
import org.astragal.outcome.VerifierKey;
import org.astragal.service.ConfigException;
import org.astragal.service.PrivateKeyFile;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/**
 * The key that signs the heads of the ledger's journal and its instructions. It is none of the keys
 * that seal outcomes: with it alone no money can be made to appear, for the journal must follow
 * from the logs. Thread-safe.
 */
final class JournalKey {
  private static final String SIGNATURE = "SHA256withECDSA";

  private final PrivateKey key;
  private final VerifierKey verifier;

  private JournalKey(PrivateKey key, VerifierKey verifier) {
    this.key = key;
    this.verifier = verifier;
  }

  /**
   * Reads a key.
   *
   * @param name the journal's name, its origin
   * @param file PEM, PKCS#8, P-256; readable by its owner only
   * @throws ConfigException if the file is no such key, or others may read it
   */
  static JournalKey load(String name, Path file) throws ConfigException {
    var der = new byte[0];
    try {
      der = PrivateKeyFile.read(file);
      var factory = KeyFactory.getInstance("EC");
      if (factory.generatePrivate(new PKCS8EncodedKeySpec(der)) instanceof ECPrivateKey found
          && found.getParams().getCurve().getField().getFieldSize() == 256) {
        var own = publicKey(factory, found);
        var loaded = new JournalKey(found, VerifierKey.of(name, own));
        if (loaded.verifier.verify(new byte[1], loaded.sign(new byte[1]))) {
          return loaded;
        }
      }
      throw new ConfigException(ConfigException.Fault.MALFORMED, file + " is not a key on P-256");
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new ConfigException(
          ConfigException.Fault.MALFORMED,
          file
              + " must hold a private key on P-256 as PKCS#8 in PEM; make one with"
              + " ./astragal ledger journal-key",
          e);
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  /** PKCS#8 need not hold the public key: it is the base point times the private one. */
  private static ECPublicKey publicKey(KeyFactory factory, ECPrivateKey key)
      throws GeneralSecurityException {
    var point = CustomNamedCurves.getByName("secp256r1").getG().multiply(key.getS()).normalize();
    var w =
        new ECPoint(point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
    return (ECPublicKey) factory.generatePublic(new ECPublicKeySpec(w, key.getParams()));
  }

  /** {@return the public key under the journal's name} */
  VerifierKey verifier() {
    return verifier;
  }

  /** {@return the same key under the name of a log that the ledger keeps beside its journal} */
  JournalKey named(String name) {
    return new JournalKey(key, VerifierKey.of(name, verifier.publicKey()));
  }

  /** {@return a DER signature of SHA-256 over {@code message}} */
  byte[] sign(byte[] message) {
    try {
      var signer = Signature.getInstance(SIGNATURE);
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that signed at the start does not sign", e);
    }
  }

  /** {@return the head of a journal, signed} */
  SignedNote sign(Checkpoint head) {
    var text = head.text();
    var signature = sign(text.getBytes(StandardCharsets.UTF_8));
    return SignedNote.of(
        text, List.of(new NoteSignature(verifier.name(), verifier.keyId(), signature)));
  }
}
