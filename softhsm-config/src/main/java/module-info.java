/** A developer site on SoftHSM2: token, keys, certificates, configuration. */
@org.jspecify.annotations.NullMarked
module org.astragal.setup {
  requires static transitive org.jspecify;
  requires info.picocli;
  requires org.astragal.hsm;
  requires org.astragal.outcome;
  requires org.astragal.packs;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;

  exports org.astragal.setup;

  opens org.astragal.setup to
      info.picocli;
}
