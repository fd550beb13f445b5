package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.astragal.service.ConfigException;

/** A whole ledger, listeners included, on a database that somebody else runs. */
final class InProcess implements AutoCloseable {
  private final Site site;
  private Ledger ledger;
  private final HttpClient appliance;
  private final String origin;
  private boolean closed;

  private InProcess(Site site, Ledger ledger, String origin) {
    this.site = site;
    this.ledger = ledger;
    this.appliance = site.appliance();
    this.origin = origin;
  }

  static InProcess open(Path directory, TestLog log)
      throws IOException, GeneralSecurityException, ConfigException, StoreException {
    return open(directory, log, TestDatabase.create());
  }

  static InProcess open(Path directory, TestLog log, DatabaseAddress address)
      throws IOException, GeneralSecurityException, ConfigException, StoreException {
    return open(directory, log, address, 0);
  }

  static InProcess open(Path directory, TestLog log, DatabaseAddress address, int openPort)
      throws IOException, GeneralSecurityException, ConfigException, StoreException {
    return open(directory, log, address, openPort, Ledger.BODY_LIMIT);
  }

  static InProcess open(
      Path directory, TestLog log, DatabaseAddress address, int openPort, Duration bodyLimit)
      throws IOException, GeneralSecurityException, ConfigException, StoreException {
    return open(directory, List.of(log), address, openPort, bodyLimit, "");
  }

  /** Opens one whose configuration has more in it. */
  static InProcess open(Path directory, List<TestLog> logs, DatabaseAddress address, String more)
      throws IOException, GeneralSecurityException, ConfigException, StoreException {
    return open(directory, logs, address, 0, Ledger.BODY_LIMIT, more);
  }

  private static InProcess open(
      Path directory,
      List<TestLog> logs,
      DatabaseAddress address,
      int openPort,
      Duration bodyLimit,
      String more)
      throws IOException, GeneralSecurityException, ConfigException, StoreException {
    var owner = address.owner().orElseThrow();
    var site =
        new Site(
            directory,
            logs,
            "{url: '%s', user: %s, passwordFile: db.password, owner: {user: %s, passwordFile: %s}}"
                .formatted(address.url(), address.user(), owner.user(), "owner.password"),
            Site.RULES,
            openPort);
    password(directory.resolve("db.password"), address);
    password(directory.resolve("owner.password"), owner);
    Files.writeString(site.config(), more, java.nio.file.StandardOpenOption.APPEND);
    var ledger = Ledger.open(LedgerConfig.load(site.config()), () -> {}, bodyLimit);
    return new InProcess(site, ledger, logs.getFirst().origin());
  }

  static void password(Path file, DatabaseAddress of) throws IOException {
    Files.writeString(file, of.properties().getProperty("password"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  int openPort() {
    return ledger.openPort();
  }

  String openUrl() {
    return "http://127.0.0.1:" + openPort();
  }

  int ingestPort() {
    return ledger.ingestPort();
  }

  Site site() {
    return site;
  }

  HttpClient appliance() {
    return appliance;
  }

  KafkaIntake kafka() {
    return ledger.kafka().orElseThrow();
  }

  LedgerServer.Services services() {
    return ledger.services();
  }

  Queries queries() {
    return ledger.queries();
  }

  /** Ends, and begins anew on the same books. */
  void restart() throws IOException, ConfigException, StoreException {
    ledger.close();
    ledger = Ledger.open(LedgerConfig.load(site.config()), () -> {}, Ledger.BODY_LIMIT);
  }

  /** Delivers lines that must be accepted. */
  void push(List<byte[]> lines) throws IOException, InterruptedException {
    var answer = Site.push(appliance, ingestPort(), origin, TestLog.body(lines));
    assertEquals(200, answer.statusCode(), answer.body());
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      ledger.close();
    }
  }
}
