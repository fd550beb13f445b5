/** Starts a developer site and shows it at work. */
@org.jspecify.annotations.NullMarked
module org.astragal.demo {
  requires static transitive org.jspecify;
}
