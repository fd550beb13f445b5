/**
 * One PKCS#11 token: found by label, audited, signing, giving noise, and recovering from its own
 * failures.
 */
@org.jspecify.annotations.NullMarked
module org.astragal.hsm {
  requires static transitive org.jspecify;
  requires jdk.crypto.cryptoki;
  requires jdk.security.auth;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;

  exports org.astragal.hsm;
}
