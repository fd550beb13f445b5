package org.astragal.ledger;

import java.io.IOException;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.astragal.outcome.Hash;
import org.astragal.outcome.SignatureCheck;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * Verifies signatures with Bouncy Castle, in a tenth of the time that the JDK needs. A log has a
 * checkpoint every few milliseconds, and none of them goes unverified. Thread-safe.
 *
 * @spec fips186-5.html#6.4.2 FIPS 186-5, 6.4.2 ECDSA signature verification
 */
final class FastSignatures implements SignatureCheck {
  private static final ECDomainParameters P256 =
      new ECDomainParameters(CustomNamedCurves.getByName("secp256r1"));

  /** The keys of a policy are few; multiples of a point are kept with it. */
  private final Map<ECPublicKey, ECPublicKeyParameters> keys = new ConcurrentHashMap<>();

  @Override
  public boolean verifies(ECPublicKey key, byte[] text, byte[] signature) {
    try {
      BigInteger[] pair = StandardDSAEncoding.INSTANCE.decode(P256.getN(), signature);
      var verifier = new ECDSASigner();
      verifier.init(false, keys.computeIfAbsent(key, FastSignatures::parameters));
      return verifier.verifySignature(Hash.sha256(text).bytes(), pair[0], pair[1]);
    } catch (IOException | IllegalArgumentException e) {
      // Numbers out of range are a bad signature like any other.
      return false;
    }
  }

  private static ECPublicKeyParameters parameters(ECPublicKey key) {
    var point = P256.getCurve().createPoint(key.getW().getAffineX(), key.getW().getAffineY());
    return new ECPublicKeyParameters(P256.validatePublicPoint(point), P256);
  }
}
