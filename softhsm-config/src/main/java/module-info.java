/** A developer site on SoftHSM2: token, keys, certificates, configuration. */
@org.jspecify.annotations.NullMarked
module org.astragal.setup {
  requires static transitive org.jspecify;
}
