/** What every statistical battery here shares: data in, findings out, and the distributions. */
@org.jspecify.annotations.NullMarked
module org.astragal.certification.battery {
  requires static transitive org.jspecify;
  requires org.apache.commons.numbers.gamma;
  requires org.apache.commons.rng.api;
  requires org.apache.commons.rng.simple;
  requires org.apache.commons.statistics.distribution;
  requires org.apache.commons.statistics.inference;

  exports org.astragal.certification.battery;
}
