/** SP 800-90B: how much entropy samples hold. */
@org.jspecify.annotations.NullMarked
module org.astragal.certification.sp80090b {
  requires transitive org.astragal.certification.battery;
  requires static transitive org.jspecify;

  exports org.astragal.certification.sp80090b;
}
