/** From noise samples to unbiased draws. */
@org.jspecify.annotations.NullMarked
module org.astragal.rng {
  requires static transitive org.jspecify;
  requires org.bouncycastle.provider;

  exports org.astragal.rng;
}
