package org.astragal.ledger;

import io.helidon.metrics.api.Metrics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.outcome.SignatureCheck;
import org.astragal.service.ConfigException;
import org.astragal.service.Secrets;
import org.astragal.service.TlsMaterial;

/** A ledger in service: everything between its books and its listeners. */
final class Ledger implements AutoCloseable {
  /** Far more than a full delivery takes on a slow line; an appliance gives up before. */
  static final Duration BODY_LIMIT = Duration.ofSeconds(30);

  private static final System.Logger LOG = System.getLogger(Ledger.class.getName());
  private static final Duration TRIM_EVERY = Duration.ofSeconds(30);

  private final Optional<EmbeddedDatabase> embedded;
  private final WriterLock lock;
  private final Database database;
  private final MeterHub hub;
  private final MeterSockets sockets;
  private final RulesWatch watch;
  private final Holders holders;
  private final LedgerServer server;
  private final Optional<KafkaIntake> kafka;
  private final Optional<KafkaIntake> eventTopic;
  private final Optional<Mappings> mappings;
  private final Optional<Settlements> settlements;
  private final Optional<TraceExport> traces;
  private final Queries queries;
  private final Thread trimmer;

  private Ledger(
      Optional<EmbeddedDatabase> embedded,
      WriterLock lock,
      Database database,
      MeterHub hub,
      MeterSockets sockets,
      RulesWatch watch,
      Holders holders,
      LedgerServer server,
      Optional<KafkaIntake> kafka,
      Optional<KafkaIntake> eventTopic,
      Optional<Mappings> mappings,
      Optional<Settlements> settlements,
      Optional<TraceExport> traces) {
    this.embedded = embedded;
    this.lock = lock;
    this.database = database;
    this.hub = hub;
    this.sockets = sockets;
    this.watch = watch;
    this.holders = holders;
    this.server = server;
    this.kafka = kafka;
    this.eventTopic = eventTopic;
    this.mappings = mappings;
    this.settlements = settlements;
    this.traces = traces;
    this.queries = new Queries(database);
    this.trimmer = Thread.ofVirtual().name("trimmer").start(() -> trim(database));
  }

  /**
   * Opens the books, then the listeners.
   *
   * @param fenced run when another process has taken over the books
   * @throws ConfigException if a file, or another process, forbids it
   * @throws StoreException if the books cannot be opened
   * @throws IOException if PostgreSQL does not start
   */
  static Ledger open(LedgerConfig config, Runnable fenced)
      throws ConfigException, StoreException, IOException {
    return open(config, fenced, BODY_LIMIT);
  }

  /**
   * As {@link #open(LedgerConfig, Runnable)}.
   *
   * @param bodyLimit longest wait for the bytes of a delivery
   */
  static Ledger open(LedgerConfig config, Runnable fenced, Duration bodyLimit)
      throws ConfigException, StoreException, IOException {
    var signatures = new FastSignatures();
    var policy = policy(config, signatures);
    var trail = new KeyTrail(config.followRotation().orElse(false), signatures);
    var witness = witness(config);
    var certified = Certified.load(config.certified());
    var rules = RulesFile.loadAll(config.rules());
    var closing = new Closing();
    try {
      var embedded = embedded(config);
      embedded.ifPresent(closing::push);
      var address = address(config, embedded);
      var shared = config.database().isShared();
      var lock = closing.push(shared ? WriterLock.share(address) : WriterLock.take(address));
      var database = closing.push(Database.open(address));
      var tenure = shared ? Tenure.share(database) : Tenure.takeOver(database);
      var journalKey = JournalKey.load(config.journal().name(), config.journal().keyFile());
      var journal = new Journal(journalKey, Clock.systemUTC());
      var books = Books.open(database, tenure, journal);
      books.whenFenced(fenced);
      books.begin(rules);
      var queries = new Queries(database);
      var hub = closing.push(MeterHub.start(queries, shared));
      var sockets = closing.push(new MeterSockets(hub));
      var metrics = new LedgerMetrics(Metrics.globalRegistry());
      metrics.watchers(sockets);
      var watch = closing.push(RulesWatch.start(config.rules(), rules, books, hub));
      metrics.rules(watch);
      var tls = TlsMaterial.load(config.tls());
      var holders =
          closing.push(
              Holders.start(database, config.holders().orElse(List.of()), tls, lock::leads));
      books.whenPosted(holders::posted);
      metrics.decisions(holders::waiting);
      var export = config.traces().map(t -> TraceExport.start(t, tls, config.journal().name()));
      export.ifPresent(closing::push);
      export.ifPresent(e -> metrics.traces(e::dropped));
      var traces = export.map(e -> Traces.to(e::take)).orElse(Traces.OFF);
      var judges = new Delivery.Judges(new Assessor(), certified, trail, queries, traces);
      var ingest = new Ingest(policy, judges, database, books, hub, metrics);
      var proposals = new Proposals(database, InstantSource.system());
      var mappings = mappings(config);
      mappings.ifPresent(closing::push);
      var events =
          mappings.map(m ->
              new EventIntake(
                  m, journalKey, books, database, ingest, metrics, InstantSource.system()));
      var services =
          new LedgerServer.Services(
              new IngestHttp(ingest, queries, witness, bodyLimit),
              witness.map(w -> new WitnessHttp(ingest, w)),
              events.map(e -> new EventsHttp(e, bodyLimit)),
              new OrdersHttp(books, hub, proposals),
              new RulingsHttp(database, books, hub, proposals, events, InstantSource.system()),
              new TraceHttp(database),
              new ReportHttp(database),
              new FiguresHttp(database, queries, metrics.pulse(), policy, journal.vkey()),
              new OpenHttp(queries, watch, hub),
              new WatchHttp(database, witness),
              new DecisionsHttp(books, holders),
              hub,
              sockets,
              () -> isReady(queries));
      var server = closing.push(LedgerServer.start(config, tls, services));
      var kafka = config.kafka().map(k -> KafkaIntake.ofLogs(k, tls, ingest, database, metrics));
      var eventTopic =
          config
              .events()
              .flatMap(LedgerConfig.Events::topic)
              .map(topic ->
                  KafkaIntake.ofEvents(
                      config.kafka().orElseThrow(),
                      topic,
                      tls,
                      events.orElseThrow(),
                      books,
                      database));
      var settlements =
          config
              .settlement()
              .map(s ->
                  Settlements.start(
                      database,
                      books,
                      journalKey,
                      new Webhook(s, tls, journal.vkey()),
                      lock::leads));
      return new Ledger(
          embedded,
          lock,
          database,
          hub,
          sockets,
          watch,
          holders,
          server,
          kafka,
          eventTopic,
          mappings,
          settlements,
          export);
    } catch (ConfigException | StoreException | IOException | RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  /** {@return one JSON object for whoever started this process} */
  String ready(LedgerConfig config) {
    var scheme = config.open().plainLoopback() ? "http" : "https";
    var w = new JcsWriter().beginObject();
    w.name("ingest").string("https://" + config.listen().host() + ":" + server.ingestPort());
    w.name("ingestPort").integer(server.ingestPort());
    w.name("journal").string(config.journal().name());
    w.name("pid").integer(ProcessHandle.current().pid());
    embedded
        .flatMap(EmbeddedDatabase::postmaster)
        .ifPresent(pid -> w.name("postgresPid").integer(pid));
    w.name("public").string(scheme + "://" + config.open().host() + ":" + server.openPort());
    w.name("publicPort").integer(server.openPort());
    return new String(w.endObject().toBytes(), java.nio.charset.StandardCharsets.UTF_8);
  }

  Queries queries() {
    return queries;
  }

  Optional<KafkaIntake> kafka() {
    return kafka;
  }

  LedgerServer.Services services() {
    return server.services();
  }

  int ingestPort() {
    return server.ingestPort();
  }

  int openPort() {
    return server.openPort();
  }

  @Override
  public void close() throws IOException {
    kafka.ifPresent(KafkaIntake::close);
    eventTopic.ifPresent(KafkaIntake::close);
    mappings.ifPresent(Mappings::close);
    settlements.ifPresent(Settlements::close);
    server.close();
    traces.ifPresent(TraceExport::close);
    trimmer.interrupt();
    holders.close();
    watch.close();
    sockets.close();
    hub.close();
    database.close();
    lock.close();
    if (embedded.isPresent()) {
      embedded.get().close();
    }
  }

  private static Policy policy(LedgerConfig config, SignatureCheck signatures)
      throws ConfigException {
    try {
      var policy = Policy.load(config.policy()).checkedBy(signatures);
      for (var origin : policy.origins()) {
        if (EventLogs.isOf(config.journal().name(), origin)) {
          throw new ConfigException(
              ConfigException.Fault.KEY,
              "the policy must not name " + origin + ": the ledger itself keeps logs under that");
        }
      }
      return config.revocations().isPresent()
          ? policy.revoking(config.revocations().get())
          : policy;
    } catch (PolicyException e) {
      throw new ConfigException(ConfigException.Fault.MALFORMED, String.valueOf(e.getMessage()), e);
    }
  }

  private static Optional<Mappings> mappings(LedgerConfig config) throws ConfigException {
    return config.events().isEmpty()
        ? Optional.empty()
        : Optional.of(Mappings.load(config.events().get().mappings()));
  }

  private static Optional<Witness> witness(LedgerConfig config) throws ConfigException {
    return config.witness().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Witness.load(
                config.witness().get().name(),
                config.witness().get().keyFile(),
                InstantSource.system()));
  }

  private static Optional<EmbeddedDatabase> embedded(LedgerConfig config)
      throws IOException, ConfigException, StoreException {
    var wanted = config.database().embedded();
    return wanted.isEmpty()
        ? Optional.empty()
        : Optional.of(EmbeddedDatabase.start(wanted.get().directory(), wanted.get().port()));
  }

  static DatabaseAddress address(LedgerConfig config, Optional<EmbeddedDatabase> embedded)
      throws ConfigException, StoreException {
    if (embedded.isPresent()) {
      return embedded.get().service();
    }
    var database = config.database();
    var password = new String(Secrets.read(database.passwordFile().orElseThrow()));
    var address =
        new DatabaseAddress(database.url().orElseThrow(), database.user().orElseThrow(), password);
    if (database.owner().isEmpty()) {
      return address;
    }
    var owner = database.owner().get();
    return address.ownedBy(owner.user(), new String(Secrets.read(owner.passwordFile())));
  }

  private static boolean isReady(Queries queries) {
    try {
      queries.ping();
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  private static void trim(Database database) {
    try {
      while (true) {
        Thread.sleep(TRIM_EVERY);
        try {
          database.write(c -> {
            Parking.trim(c);
            return true;
          });
        } catch (StoreException e) {
          LOG.log(System.Logger.Level.DEBUG, "trimming waits for PostgreSQL", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
