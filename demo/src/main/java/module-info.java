/** Starts a developer site and shows it at work. */
@org.jspecify.annotations.NullMarked
module org.astragal.demo {
  requires static transitive org.jspecify;
  requires info.picocli;
  requires transitive java.net.http;
  requires org.astragal.outcome;
  requires org.astragal.service;
  requires transitive org.astragal.setup;

  exports org.astragal.demo;

  opens org.astragal.demo to
      info.picocli;
}
