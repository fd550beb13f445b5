/** The appliance: opens every stage in the order data flows, and serves it over REST. */
@org.jspecify.annotations.NullMarked
module org.astragal.appliance {
  requires static transitive org.jspecify;
  requires info.picocli;
  requires io.helidon.common.buffers;
  requires io.helidon.common.socket;
  requires io.helidon.http;
  requires io.helidon.metrics.api;
  requires io.helidon.webserver;
  requires java.logging;
  requires java.management;
  requires java.net.http;
  requires jdk.management;
  requires jdk.unsupported;
  requires kafka.clients;
  requires org.astragal.games.api;
  requires org.astragal.hsm;
  requires org.astragal.outcome;
  requires org.astragal.packs;
  requires org.astragal.rng;
  requires org.astragal.service;
  requires org.astragal.signer;

  opens org.astragal.appliance to
      info.picocli,
      tools.jackson.databind;

  uses io.helidon.metrics.spi.MeterRegistryFormatterProvider;
}
