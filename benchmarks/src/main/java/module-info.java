/** Benchmarks and load generators; never shipped. */
@org.jspecify.annotations.NullMarked
module org.astragal.bench {
  requires static transitive org.jspecify;
  requires info.picocli;
  requires io.helidon.http;
  requires io.helidon.webserver;
  requires jmh.core;
  requires java.management;
  requires java.net.http;
  requires org.astragal.demo;
  requires org.astragal.games.api;
  requires org.astragal.games.reference;
  requires org.astragal.hsm;
  requires org.astragal.outcome;
  requires org.astragal.rng;
  requires org.astragal.setup;
  requires org.astragal.signer;
  requires tools.jackson.core;

  opens org.astragal.bench to
      info.picocli;
}
