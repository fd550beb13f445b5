/**
 * What the two services have in common: configuration files, certificates, callers, an orderly
 * stop.
 */
@org.jspecify.annotations.NullMarked
module org.astragal.service {
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.annotation;
  requires transitive io.helidon.common.tls;
  requires io.helidon.http;
  requires transitive io.helidon.webserver;
  requires java.naming;
  requires java.management; // this and the next two: kafka.clients names no modules
  requires java.security.jgss;
  requires java.security.sasl;
  requires jdk.security.auth;
  requires transitive kafka.clients;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.yaml;

  exports org.astragal.service;
}
