/** The jackpot ledger: verifies outcomes, posts contributions, pushes meters. */
@org.jspecify.annotations.NullMarked
module org.astragal.ledger {
  requires static transitive org.jspecify;
  requires static org.checkerframework.checker.qual; // named by the PostgreSQL driver's classes
  requires org.astragal.outcome;
  requires org.astragal.service;
  requires java.logging;
  requires java.net.http;
  requires java.sql;
  requires jdk.unsupported;
  requires com.fasterxml.jackson.annotation;
  requires com.zaxxer.hikari;
  requires embedded.postgres;
  requires flyway.core;
  requires info.picocli;
  requires io.helidon.common.socket;
  requires io.helidon.health;
  requires io.helidon.http;
  requires io.helidon.logging.jul;
  requires io.helidon.metrics.api;
  requires io.helidon.webserver;
  requires io.helidon.webserver.observe;
  requires io.helidon.webserver.observe.health;
  requires io.helidon.webserver.observe.metrics;
  requires io.helidon.webserver.websocket;
  requires io.helidon.websocket;
  requires kafka.clients;
  requires org.apache.commons.codec; // this and the next four: embedded.postgres names no modules
  requires org.apache.commons.compress;
  requires org.apache.commons.io;
  requires org.apache.commons.lang3;
  requires org.apache.pdfbox;
  requires org.bouncycastle.provider;
  requires org.postgresql.jdbc;
  requires org.tukaani.xz;
  requires org.apache.commons.logging; // this and jdk.unsupported: PDFBox names no modules
  requires tools.jackson.core;

  opens org.astragal.ledger to
      info.picocli,
      tools.jackson.databind;
}
