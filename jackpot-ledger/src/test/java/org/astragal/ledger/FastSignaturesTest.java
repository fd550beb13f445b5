package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.Test;

/** Goal: a signature of the JDK's is right for its own key and text, and for nothing else. */
final class FastSignaturesTest {
  /** FIPS 186-5, SP 800-186 3.2.1.3: the order of P-256. */
  private static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private final FastSignatures check = new FastSignatures();

  @Test
  void whatTheJdkSignedIsRightAndEveryChangeOfItIsWrong() throws Exception {
    var random = new Random(1);
    var other = (ECPublicKey) keys().getPublic();
    for (var run = 0; run < 20; run++) {
      var keys = keys();
      var key = (ECPublicKey) keys.getPublic();
      var text = new byte[random.nextInt(300)];
      random.nextBytes(text);
      var signature = sign(keys, text);
      assertTrue(check.verifies(key, text, signature));
      assertFalse(check.verifies(other, text, signature));
      var pair = StandardDSAEncoding.INSTANCE.decode(N, signature);
      assertFalse(check.verifies(key, text, encoded(pair[1], pair[0])));
      assertFalse(check.verifies(key, text, encoded(pair[0].xor(BigInteger.TWO), pair[1])));
      assertFalse(check.verifies(key, new byte[301], signature));
    }
  }

  @Test
  void numbersOutOfRangeAreWrong() throws Exception {
    var keys = keys();
    var key = (ECPublicKey) keys.getPublic();
    for (var bad :
        List.of(BigInteger.ZERO, N, N.negate(), BigInteger.ONE.negate(), N.shiftLeft(9))) {
      assertFalse(check.verifies(key, new byte[1], der(bad, BigInteger.ONE)), bad::toString);
      assertFalse(check.verifies(key, new byte[1], der(BigInteger.ONE, bad)), bad::toString);
    }
  }

  @Test
  void bytesThatAreNoSignatureAreWrong() throws Exception {
    var key = (ECPublicKey) keys().getPublic();
    for (var length : List.of(0, 1, 2, 70, 1000)) {
      assertFalse(check.verifies(key, new byte[1], new byte[length]));
    }
  }

  private static KeyPair keys() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static byte[] sign(KeyPair keys, byte[] text) throws Exception {
    var signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(keys.getPrivate());
    signer.update(text);
    return signer.sign();
  }

  private static byte[] encoded(BigInteger r, BigInteger s) throws Exception {
    return StandardDSAEncoding.INSTANCE.encode(N, r, s);
  }

  /** DER of any two numbers; the encoder above refuses those that are out of range. */
  private static byte[] der(BigInteger r, BigInteger s) throws Exception {
    return new DERSequence(new ASN1Encodable[] {new ASN1Integer(r), new ASN1Integer(s)})
        .getEncoded();
  }
}
