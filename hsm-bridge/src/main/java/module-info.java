/**
 * One PKCS#11 token: found by label, audited, signing, giving noise, and recovering from its own
 * failures.
 */
@org.jspecify.annotations.NullMarked
module org.astragal.hsm {
  requires static transitive org.jspecify;
  requires org.bouncycastle.provider;
  requires org.bouncycastle.pkix;
}
