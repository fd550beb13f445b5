package org.astragal.signer;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.astragal.outcome.NoteSignature;
import org.astragal.outcome.VerifierKey;

/** A signer with a key in memory that can be made slow, and made to fail. */
final class SoftwareSigner implements CheckpointSigner {
  private final KeyPair pair;
  private final VerifierKey key;
  private final AtomicLong delayNanos = new AtomicLong();
  private final AtomicInteger signatures = new AtomicInteger();
  private volatile boolean failing;

  SoftwareSigner(String origin) {
    this(origin, generate());
  }

  private SoftwareSigner(String origin, KeyPair pair) {
    this.pair = pair;
    this.key = VerifierKey.of(origin, pair.getPublic());
  }

  private static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@return the key, for {@link #load} in another process} */
  String save() {
    var base64 = Base64.getEncoder();
    return base64.encodeToString(pair.getPublic().getEncoded())
        + ":"
        + base64.encodeToString(pair.getPrivate().getEncoded());
  }

  /** {@return a signer with a key that was saved} */
  static SoftwareSigner load(String origin, String saved) throws GeneralSecurityException {
    int colon = saved.indexOf(':');
    var base64 = Base64.getDecoder();
    var factory = KeyFactory.getInstance("EC");
    return new SoftwareSigner(
        origin,
        new KeyPair(
            factory.generatePublic(
                new X509EncodedKeySpec(base64.decode(saved.substring(0, colon)))),
            factory.generatePrivate(
                new PKCS8EncodedKeySpec(base64.decode(saved.substring(colon + 1))))));
  }

  void delayMillis(long millis) {
    delayNanos.set(millis * 1_000_000);
  }

  void failing(boolean fails) {
    failing = fails;
  }

  int signatures() {
    return signatures.get();
  }

  VerifierKey key() {
    return key;
  }

  @Override
  public List<VerifierKey> keys() {
    return List.of(key);
  }

  @Override
  public List<NoteSignature> sign(byte[] noteText) throws SigningException {
    long end = System.nanoTime() + delayNanos.get();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    if (failing) {
      throw new SigningException(SigningException.Fault.DEVICE_ERROR, "unplugged by the test");
    }
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(noteText);
      signatures.incrementAndGet();
      return List.of(new NoteSignature(key.name(), key.keyId(), signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
