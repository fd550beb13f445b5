package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.Policy;

/**
 * A ledger in a process of its own, or several that share the books, fed from three logs without a
 * pause while its surroundings fail. Afterwards everything about the books must be true.
 */
@SuppressWarnings("try") // close() may be interrupted like any wait
final class FaultedLedger implements AutoCloseable {
  static final String RULES =
      Site.RULES.replace(
          "levels:",
          """
          jurisdictions:
            - {id: MT, decision: allow}
            - {id: US, decision: deny}
          elsewhere: deny
          levels:\
          """);

  private static final long GRAND_SEED = 5_000_000_000_000L;
  private static final long MINI_SEED = 5_000_000_000L;

  /** Records of each log that are to be posted before a fault, and after it. */
  private static final int SOME = 24;

  private final Site site;
  private final List<TestLog> logs;
  private final Map<TestLog, Feeder.Sender> senders = new HashMap<>();
  private final Map<String, String> environment;
  private final Books books;
  private final List<AutoCloseable> around = new ArrayList<>();
  private final List<LedgerProcess> running = new ArrayList<>();
  private final List<Feeder> feeders = new ArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final HttpClient client = HttpClient.newHttpClient();
  private Optional<String> topic = Optional.empty();
  private Optional<Connection> looking = Optional.empty();
  private long watched = 2;
  private int audits;
  private volatile boolean givenUp;

  /** Where the books are, by a way that does not fail. */
  @FunctionalInterface
  private interface Books {
    DatabaseAddress get() throws Exception;
  }

  /** Something that is done to the surroundings. */
  @FunctionalInterface
  interface Act {
    void run() throws Exception;
  }

  private FaultedLedger(
      Site site, List<TestLog> logs, Books books, Map<String, String> environment) {
    this.site = site;
    this.logs = logs;
    this.books = books;
    this.environment = environment;
    logs.forEach(TestLog::create);
  }

  private static List<TestLog> logs() {
    return List.of(
        new TestLog("test.example/outcomes/a"),
        new TestLog("test.example/outcomes/b"),
        new TestLog("test.example/outcomes/c"));
  }

  /** A ledger with a PostgreSQL of its own, to which every log is pushed. */
  static FaultedLedger embedded(Path directory, Surroundings surroundings) throws Exception {
    var logs = logs();
    var site = new Site(directory, logs, "embedded: {directory: postgres, port: 0}", RULES);
    var ledger =
        new FaultedLedger(
            site,
            logs,
            () -> EmbeddedDatabase.running(directory.resolve("postgres")).orElseThrow(),
            surroundings.environment());
    for (var log : logs) {
      ledger.senders.put(log, ledger.pusher());
    }
    ledger.start();
    return ledger.begun();
  }

  /**
   * Ledgers that read logs from Kafka, a partition each.
   *
   * @param instances how many, on the same books
   * @param partitions how many of the logs; the others are pushed
   * @param database the way to it; leads to {@code address}
   * @param broker host and port, as the ledgers know it
   */
  static FaultedLedger overKafka(
      Path directory,
      int instances,
      int partitions,
      DatabaseAddress address,
      Optional<FaultyLine> database,
      String broker)
      throws Exception {
    var logs = logs();
    var owner = address.owner().orElseThrow();
    var url =
        database
            .map(line -> address.url().replaceFirst(":\\d+/", ":" + line.port() + "/"))
            .orElse(address.url());
    var site =
        new Site(
            directory,
            logs,
            ("{url: '%s', user: %s, passwordFile: db.password, shared: %b,"
                    + " owner: {user: %s, passwordFile: owner.password}}")
                .formatted(url, address.user(), instances > 1, owner.user()),
            RULES);
    InProcess.password(directory.resolve("db.password"), address);
    InProcess.password(directory.resolve("owner.password"), owner);
    var topic = directory.getFileName() + "-" + System.nanoTime();
    TestBroker.get().createTopic(topic, partitions);
    Files.writeString(
        site.config(),
        TestBroker.configuration(broker, topic, topic, "3s", logs.subList(0, partitions)),
        StandardOpenOption.APPEND);
    var ledger = new FaultedLedger(site, logs, () -> owner, Map.of());
    ledger.topic = Optional.of(topic);
    for (var i = 0; i < logs.size(); i++) {
      ledger.senders.put(logs.get(i), i < partitions ? ledger.producer(topic, i) : ledger.pusher());
    }
    for (var i = 0; i < instances; i++) {
      ledger.start();
    }
    return ledger.begun();
  }

  /** Sends the first record of each log. */
  private FaultedLedger begun() throws Exception {
    for (var log : logs) {
      senders.get(log).send(log, 0, 1);
    }
    return this;
  }

  List<TestLog> all() {
    return logs;
  }

  Site site() {
    return site;
  }

  /** {@return a process that serves} */
  LedgerProcess process() {
    return running.getFirst();
  }

  void start() throws IOException, InterruptedException {
    running.add(LedgerProcess.serve(site, environment));
  }

  /** SIGKILL to the ledger that was started first. */
  void kill() throws InterruptedException {
    running.removeFirst().kill();
  }

  /** Delivers lines. {@return the answer} */
  HttpResponse<String> push(TestLog log, List<byte[]> lines)
      throws IOException, InterruptedException, JsonException {
    var body = TestLog.body(lines);
    return Site.push(site.appliance(), process().ingestPort(), log.origin(), body);
  }

  /** Writes into the partition of a log, whatever its key. */
  void write(TestLog log, String key, List<byte[]> lines) {
    TestBroker.write(topic.orElseThrow(), logs.indexOf(log), key, lines);
  }

  /** {@return how often a delivery was refused for now, so far} */
  int refusals() {
    return refusals.get();
  }

  /** Waits until so many more records of the first log are sealed. */
  void outlast(int records) throws Exception {
    var until = feeders.getFirst().sealed() + records;
    await(() -> feeders.getFirst().sealed() >= until);
  }

  /**
   * Under load does harm, and undoes it; then everything that was sealed must be posted, and what
   * is sealed after it, and all of it must be true.
   */
  void survives(String fault, Act harm, Act heal) throws Exception {
    try {
      for (var log : logs) {
        feeders.add(Feeder.start(log, senders.get(log)));
      }
      awaitMore();
      harm.run();
      var began = System.nanoTime();
      heal.run();
      var healed = System.nanoTime();
      awaitPosted(feeders.stream().map(Feeder::sealed).toList());
      System.out.printf(
          "%s: undone in %d ms, %d ms later all was posted%n",
          fault, millis(healed - began), millis(System.nanoTime() - healed));
      awaitMore();
      rest();
    } catch (Exception | AssertionError e) {
      givenUp = true;
      throw e;
    }
    assertWhole();
  }

  private static long millis(long nanos) {
    return Duration.ofNanos(nanos).toMillis();
  }

  private void rest() throws InterruptedException {
    try {
      for (var feeder : feeders) {
        feeder.close();
      }
    } finally {
      feeders.clear();
    }
  }

  private void awaitMore() throws Exception {
    awaitPosted(feeders.stream().map(feeder -> feeder.sealed() + SOME).toList());
  }

  private void awaitPosted(List<Long> sizes) throws Exception {
    await(() -> {
      var positions = positions();
      for (var i = 0; i < logs.size(); i++) {
        if (!feeders.isEmpty()) {
          feeders.get(i).sealed();
        }
        if (positions.getOrDefault(logs.get(i).origin(), 0L) < sizes.get(i)) {
          return false;
        }
      }
      return true;
    });
  }

  /** {@return where the logs stand; nothing while PostgreSQL is away} */
  private Map<String, Long> positions() throws Exception {
    try (var s = connection().createStatement();
        var r = s.executeQuery("select origin, position from log")) {
      var positions = new HashMap<String, Long>();
      while (r.next()) {
        positions.put(r.getString(1), r.getLong(2));
      }
      return positions;
    } catch (SQLException | NoSuchElementException e) {
      looking = Optional.empty();
      return Map.of();
    }
  }

  /** {@return records of a log that are posted} */
  long posted(TestLog log) throws Exception {
    return positions().getOrDefault(log.origin(), 0L);
  }

  /** {@return a connection that is made once: each costs more than many looks} */
  private Connection connection() throws Exception {
    if (looking.isEmpty()) {
      var address = books.get();
      looking = Optional.of(DriverManager.getConnection(address.url(), address.properties()));
    }
    return looking.get();
  }

  /** {@return the number that a query of the books comes to} */
  long number(String query) throws Exception {
    try (var s = connection().createStatement();
        var r = s.executeQuery(query)) {
      r.next();
      return r.getLong(1);
    }
  }

  /** Waits for something; the test has a time limit. */
  static void await(Condition condition) throws Exception {
    while (!condition.holds()) {
      new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
    }
  }

  /** Something that comes to be true. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  /** {@return what {@code GET} of the read-only listener gives} */
  Json.Obj get(String path) throws Exception {
    return Site.json(Site.get(client, process().open() + path).body());
  }

  /** All is posted once; the identity, the fold, the audit, the totals and the meters hold. */
  void assertWhole() throws Exception {
    awaitPosted(logs.stream().map(TestLog::size).toList());
    var rounds = logs.stream().mapToLong(log -> log.size() - 1).sum();
    assertEquals(rounds, number("select count(*) from settlement"));
    assertEquals(0, number("select count(*) from ledger_check() where stored <> folded"));
    var view = get("/v1/pools");
    assertTrue(view.bool("identityHolds"), view::toString);
    var stakes = logs.stream().mapToLong(log -> Feeder.stakes(log.size())).sum();
    var due = Map.of("GRAND", GRAND_SEED + stakes * 5000, "MINI", MINI_SEED + stakes * 4000);
    for (var pool : view.arr("pools")) {
      for (var level : ((Json.Obj) pool).arr("levels")) {
        var one = (Json.Obj) level;
        assertEquals(
            due.get(one.string("level")), Long.valueOf(one.string("micro")), one.string("level"));
      }
    }
    audited(due);
    meters(due, Long.parseLong(view.string("position")));
  }

  private void audited(Map<String, Long> due) throws Exception {
    var folder = Files.createDirectories(site.directory().resolve("audits/" + audits++));
    var files = new ArrayList<Path>();
    for (var log : logs) {
      var file = folder.resolve(files.size() + ".jsonl");
      Files.write(file, TestLog.body(log.lines(0, Math.toIntExact(log.size()))));
      files.add(file);
    }
    var exported = folder.resolve("books");
    Export.write(books.get(), exported);
    var journal =
        JournalKey.load("ledger.example/journal", site.directory().resolve("journal.key"));
    var keys = logs.stream().map(TestLog::key).collect(Collectors.toCollection(ArrayList::new));
    keys.add(journal.verifier());
    var result =
        Audit.run(
            exported,
            files,
            Policy.of(keys).checkedBy(new FastSignatures()),
            new KeyTrail(false, new FastSignatures()),
            Optional.empty(),
            Audit.Known.NOTHING,
            Replay.Observer.NOBODY);
    assertTrue(result.holds(), () -> result.findings().kept().toString());
    var pool = result.pools().pool("global.2026").orElseThrow();
    for (var level : pool.levels()) {
      assertEquals(due.get(level.name()), level.micro(AccountKind.POOL), level.name());
    }
  }

  /** Whoever resumes where they were sees each change once, and at last what the books hold. */
  private void meters(Map<String, Long> due, long position) throws Exception {
    for (var process : running) {
      var watcher = Watcher.open(process.openPort(), Optional.of(watched));
      var newest = new HashMap<String, Long>();
      for (var next = watched + 1; next <= position; next++) {
        var change = watcher.next();
        assertTrue(change.find("snapshot").isEmpty(), "a gap");
        assertEquals(Long.toString(next), change.string("position"));
        newest.put(change.string("level"), Long.valueOf(change.string("micro")));
      }
      watcher.abort();
      assertEquals(due, newest);
    }
    watched = position;
  }

  private Feeder.Sender pusher() {
    var appliance = site.appliance();
    return (log, from, to) -> {
      var body = TestLog.body(log.lines(from, to));
      while (!givenUp) {
        try {
          var answer = Site.push(appliance, process().ingestPort(), log.origin(), body);
          if (answer.statusCode() == 200) {
            return;
          }
          assertEquals(503, answer.statusCode(), answer.body());
          refusals.incrementAndGet();
        } catch (IOException | NoSuchElementException e) {
          // The process is gone or not there yet: the same delivery again.
          refusals.incrementAndGet();
        }
        new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
      }
    };
  }

  private Feeder.Sender producer(String topic, int partition) {
    var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                TestBroker.get().plain(),
                "acks",
                "all",
                "reconnect.backoff.max.ms",
                "200"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    around.add(producer);
    return (log, from, to) -> {
      var key = log.origin().getBytes(StandardCharsets.UTF_8);
      var sent =
          log.lines(from, to).stream()
              .map(line -> producer.send(new ProducerRecord<>(topic, partition, key, line)))
              .toList();
      for (var one : sent) {
        try {
          one.get();
        } catch (ExecutionException e) {
          throw new AssertionError("the broker was away for longer than a producer waits", e);
        }
      }
    };
  }

  @Override
  public void close() throws Exception {
    try {
      rest();
    } finally {
      for (var process : running) {
        process.close();
      }
      for (var resource : around) {
        resource.close();
      }
      if (looking.isPresent()) {
        looking.get().close();
      }
    }
  }
}
