/** Marsaglia's Diehard tests and later ones that see what Diehard misses. */
@org.jspecify.annotations.NullMarked
module org.astragal.certification.diehard {
  requires transitive org.astragal.certification.battery;
  requires static transitive org.jspecify;

  exports org.astragal.certification.diehard;
}
