package org.astragal.packs;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A key with a certificate: of a signer, a laboratory, or an authority that issues for them. */
record TestKeys(PrivateKey key, List<X509Certificate> chain) {
  /** Tests live in this moment, so that no certificate of theirs ever ends. */
  static final Instant NOW = Instant.parse("2026-06-08T12:00:00Z");

  /** One that nobody issued, to be pinned. */
  static TestKeys alone(String name) throws Exception {
    return alone(name, NOW.plus(Duration.ofDays(365)));
  }

  static TestKeys alone(String name, Instant until) throws Exception {
    KeyPair pair = pair();
    var subject = new X500Name("CN=" + name);
    return new TestKeys(
        pair.getPrivate(),
        List.of(
            issue(
                subject, pair, subject, pair.getPrivate(), until, KeyPurposeId.id_kp_codeSigning)));
  }

  /** An authority. */
  static TestKeys authority(String name) throws Exception {
    KeyPair pair = pair();
    var subject = new X500Name("CN=" + name);
    Instant until = NOW.plus(Duration.ofDays(3_650));
    return new TestKeys(
        pair.getPrivate(), List.of(issue(subject, pair, subject, pair.getPrivate(), until, null)));
  }

  /** One that this authority issued. */
  TestKeys issued(String name, KeyPurposeId purpose) throws Exception {
    KeyPair pair = pair();
    var issuer = new X500Name(chain.getFirst().getSubjectX500Principal().getName());
    Instant until = NOW.plus(Duration.ofDays(365));
    return new TestKeys(
        pair.getPrivate(),
        List.of(
            issue(new X500Name("CN=" + name), pair, issuer, key, until, purpose),
            chain.getFirst()));
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }

  private static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509Certificate issue(
      X500Name subject,
      KeyPair pair,
      X500Name issuer,
      PrivateKey issuerKey,
      Instant until,
      @Nullable KeyPurposeId purpose)
      throws Exception {
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(64, new SecureRandom()).setBit(63),
            Date.from(NOW.minus(Duration.ofDays(30))),
            Date.from(until),
            subject,
            pair.getPublic());
    builder.addExtension(
        Extension.basicConstraints,
        true,
        purpose == null ? new BasicConstraints(0) : new BasicConstraints(false));
    if (purpose != null) {
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey)));
  }
}
