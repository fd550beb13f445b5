/** The fifteen tests of NIST SP 800-22, as the reference program computes them and exactly. */
@SuppressWarnings("module") // The name of the document ends in digits.
@org.jspecify.annotations.NullMarked
module org.astragal.certification.sp80022 {
  requires static transitive org.jspecify;
  requires transitive org.astragal.certification.battery;
  requires JLargeArrays;
  requires JTransforms;

  exports org.astragal.certification.sp80022;
}
