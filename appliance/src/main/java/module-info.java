/** The appliance: wires every stage and serves it over REST. */
@org.jspecify.annotations.NullMarked
module org.astragal.appliance {
  requires static transitive org.jspecify;
}
