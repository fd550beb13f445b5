package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helidon.metrics.api.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.service.ConfigException;

/** Books and ingest without listeners, in a database of their own. */
final class TestBooks implements AutoCloseable {
  /** The key of all journals of the tests. */
  static final JournalKey JOURNAL = journalKey();

  private final Database database;
  private final MeterHub hub;
  private final Queries queries;
  private final Ingest ingest;
  private final Books posting;
  private final LedgerMetrics metrics;

  private TestBooks(
      Database database,
      MeterHub hub,
      Queries queries,
      Ingest ingest,
      Books posting,
      LedgerMetrics metrics) {
    this.database = database;
    this.hub = hub;
    this.queries = queries;
    this.ingest = ingest;
    this.posting = posting;
    this.metrics = metrics;
  }

  private static JournalKey journalKey() {
    try {
      var file = Files.createTempDirectory("journal-").resolve("journal.key");
      KeyCommand.make(file);
      var key = JournalKey.load("test.example/journal", file);
      Files.delete(file);
      Files.delete(file.getParent());
      return key;
    } catch (IOException | ConfigException e) {
      throw new AssertionError(e);
    }
  }

  static TestBooks open(Path directory, String rules, List<TestLog> logs)
      throws IOException, ConfigException, StoreException, PolicyException {
    return open(TestDatabase.create(), directory, rules, logs);
  }

  static TestBooks open(DatabaseAddress address, Path directory, String rules, List<TestLog> logs)
      throws IOException, ConfigException, StoreException, PolicyException {
    return open(address, directory, rules, logs, false);
  }

  /** Opens books that follow logs where these say who their next key is, or do not. */
  static TestBooks open(
      DatabaseAddress address, Path directory, String rules, List<TestLog> logs, boolean follows)
      throws IOException, ConfigException, StoreException, PolicyException {
    return open(address, directory, rules, logs, follows, Optional.empty());
  }

  /** Opens books for which only listed game logic counts. */
  static TestBooks open(
      DatabaseAddress address,
      Path directory,
      String rules,
      List<TestLog> logs,
      boolean follows,
      Optional<Path> certified)
      throws IOException, ConfigException, StoreException, PolicyException {
    return open(address, directory, rules, logs, follows, certified, false);
  }

  /** Opens books that others have open, too. */
  static TestBooks share(DatabaseAddress address, Path directory, String rules, List<TestLog> logs)
      throws IOException, ConfigException, StoreException, PolicyException {
    return open(address, directory, rules, logs, false, Optional.empty(), true);
  }

  private static TestBooks open(
      DatabaseAddress address,
      Path directory,
      String rules,
      List<TestLog> logs,
      boolean follows,
      Optional<Path> certified,
      boolean shared)
      throws IOException, ConfigException, StoreException, PolicyException {
    Files.writeString(directory.resolve("pool.yaml"), rules);
    var database = Database.open(address);
    var tenure = shared ? Tenure.share(database) : Tenure.takeOver(database);
    var posting = Books.open(database, tenure, new Journal(JOURNAL, Clock.systemUTC()));
    posting.begin(RulesFile.loadAll(directory));
    var queries = new Queries(database);
    var hub = MeterHub.start(queries);
    var signatures = new FastSignatures();
    var metrics = new LedgerMetrics(Metrics.createMeterRegistry());
    var ingest =
        new Ingest(
            Policy.of(logs.stream().map(TestLog::key).toList()).checkedBy(signatures),
            new Delivery.Judges(
                new Assessor(),
                Certified.load(certified),
                new KeyTrail(follows, signatures),
                queries,
                Traces.OFF),
            database,
            posting,
            hub,
            metrics);
    return new TestBooks(database, hub, queries, ingest, posting, metrics);
  }

  /** {@return an intake of events by the mappings of a folder} */
  EventIntake events(Path mappings) throws ConfigException {
    return new EventIntake(
        Mappings.load(mappings), JOURNAL, posting, database, ingest, metrics, Clock.systemUTC());
  }

  Ingest ingest() {
    return ingest;
  }

  Books posting() {
    return posting;
  }

  Queries queries() {
    return queries;
  }

  MeterHub hub() {
    return hub;
  }

  Database database() {
    return database;
  }

  /** {@return a balance, micro-units} */
  long micro(String level, AccountKind kind) throws StoreException {
    return queries.pools().levels().stream()
        .filter(l -> l.level().equals(level))
        .findFirst()
        .orElseThrow()
        .of(kind);
  }

  /** {@return how often something was counted, all logs} */
  long tally(String name) throws StoreException {
    return number("select coalesce(sum(n), 0) from tally where name = '" + name + "'");
  }

  long number(String query) throws StoreException {
    return database.read(c -> {
      try (var s = c.createStatement();
          var r = s.executeQuery(query)) {
        r.next();
        return r.getLong(1);
      }
    });
  }

  /** The identity holds and every balance is the fold of the postings. */
  void assertBalanced() throws StoreException {
    for (var level : queries.pools().levels()) {
      assertTrue(Identity.of(level).holds(), () -> level.toString());
    }
    assertEquals(List.of(), queries.check());
  }

  @Override
  public void close() {
    hub.close();
    database.close();
  }
}
