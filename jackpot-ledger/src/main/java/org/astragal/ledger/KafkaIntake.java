package org.astragal.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.astragal.service.KafkaCluster;
import org.astragal.service.TlsMaterial;

/**
 * Records of a Kafka topic, each partition in order. The ledgers of one group share the partitions.
 * Where to go on is in the books and moves with the postings; what the group's own offsets say is
 * for people only.
 *
 * <p>Thread safety: one thread of its own does everything; {@link #lanes} may be read by any.
 */
final class KafkaIntake implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(KafkaIntake.class.getName());
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
  private static final int MAX_RECORDS = 4_096;
  private static final byte[] NOTHING = new byte[0];
  private static final int FETCH_BYTES = 8 << 20;

  /** Shortest wait for an answer of a broker, ms: it may hold one back for half a second. */
  private static final int SHORTEST_REQUEST = 3_000;

  private final LedgerConfig.Kafka config;
  private final String topic;
  private final Map<String, Object> client;
  private final Lanes lanes;
  private final Database database;
  private final Thread thread;
  private final Map<TopicPartition, Served> served = new HashMap<>();
  private final Map<Integer, Status> statuses = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  private KafkaIntake(
      LedgerConfig.Kafka config, String topic, TlsMaterial tls, Lanes lanes, Database database) {
    this.config = config;
    this.topic = topic;
    this.client = new KafkaCluster(config.bootstrapServers(), config.security()).client(tls);
    this.lanes = lanes;
    this.database = database;
    this.thread = Thread.ofPlatform().name("kafka-" + topic).daemon().unstarted(this::run);
  }

  /** What takes the records of a partition. */
  @FunctionalInterface
  interface Lanes {
    /** {@return a new lane; empty if the partition is not to be read} */
    Optional<KafkaLane> of(int partition);
  }

  /** Starts to read a topic; brokers that are away are waited for. */
  static KafkaIntake start(
      LedgerConfig.Kafka config, String topic, TlsMaterial tls, Lanes lanes, Database database) {
    var intake = new KafkaIntake(config, topic, tls, lanes, database);
    intake.thread.start();
    return intake;
  }

  /** Starts to read sealed outcomes, one log in each partition. */
  static KafkaIntake ofLogs(
      LedgerConfig.Kafka config,
      TlsMaterial tls,
      Ingest ingest,
      Database database,
      LedgerMetrics metrics) {
    Lanes lanes =
        partition ->
            config
                .log(partition)
                .filter(ingest::knows)
                .map(log -> new Lane(config.topic(), partition, log, ingest));
    var intake = start(config, config.topic(), tls, lanes, database);
    for (var one : config.logs()) {
      metrics.partition(
          one.log(),
          () -> intake.status(one.partition()).map(Status::lag).orElse(-1L),
          () -> intake.status(one.partition()).filter(Status::held).isPresent() ? 1 : 0);
    }
    return intake;
  }

  /** Starts to read events of third parties. */
  static KafkaIntake ofEvents(
      LedgerConfig.Kafka config,
      String topic,
      TlsMaterial tls,
      EventIntake events,
      Books books,
      Database database) {
    Lanes lanes = partition -> Optional.of(new EventLane(topic, partition, events, books));
    return start(config, topic, tls, lanes, database);
  }

  /**
   * How a partition of this process is doing.
   *
   * @param lag records of the partition that are still to be read, -1 if it is not known
   */
  record Status(int partition, String name, long lag, KafkaLane.State state) {
    /** {@return whether records that are there are not posted} */
    boolean held() {
      return !(state instanceof KafkaLane.State.Feeding);
    }
  }

  private Optional<Status> status(int partition) {
    return Optional.ofNullable(statuses.get(partition));
  }

  /** {@return how the partitions are doing that this process reads now} */
  List<Status> lanes() {
    return statuses.values().stream()
        .sorted(java.util.Comparator.comparingInt(Status::partition))
        .toList();
  }

  /** A partition that this process reads. Used by its thread. */
  private static final class Served {
    private final KafkaLane lane;
    private boolean located;
    private long notBefore;
    private boolean idle;
    private KafkaLane.State told = new KafkaLane.State.Feeding();

    private Served(KafkaLane lane) {
      this.lane = lane;
    }
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join(LONGEST_CLOSE);
      thread.interrupt();
      thread.join(LONGEST_CLOSE);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping) {
      try (var consumer = consumer()) {
        consumer.subscribe(List.of(topic), new Rebalance(consumer));
        while (!stopping) {
          round(consumer);
        }
      } catch (WakeupException | org.apache.kafka.common.errors.InterruptException e) {
        return;
      } catch (KafkaException e) {
        LOG.log(System.Logger.Level.ERROR, "reading from Kafka failed and begins anew", e);
        sleep();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "a fault while reading from Kafka", e);
        sleep();
      } finally {
        served.clear();
        statuses.clear();
      }
    }
  }

  private void sleep() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      stopping = true;
      Thread.currentThread().interrupt();
    }
  }

  private void round(Consumer<byte[], byte[]> consumer) {
    served.values().forEach(s -> s.idle = true);
    try {
      for (var record : consumer.poll(POLL)) {
        var to = served.get(new TopicPartition(record.topic(), record.partition()));
        if (to != null) {
          to.lane.add(
              record.offset(),
              record.key() == null ? NOTHING : record.key(),
              record.value() == null ? NOTHING : record.value());
          to.idle = false;
        }
      }
    } catch (OffsetOutOfRangeException e) {
      for (var partition : e.partitions()) {
        var of = served.get(partition);
        if (of != null) {
          of.lane.stop("records-deleted", "Kafka has deleted records before they were read");
        }
      }
    }
    for (var entry : served.entrySet()) {
      serve(consumer, entry.getKey(), entry.getValue());
    }
  }

  private void serve(Consumer<byte[], byte[]> consumer, TopicPartition partition, Served of) {
    var now = System.nanoTime();
    if (now - of.notBefore >= 0) {
      try {
        if (!of.located) {
          locate(consumer, partition, of);
        }
        if (!(of.lane.state() instanceof KafkaLane.State.Feeding)) {
          of.notBefore = now + PAUSE.toNanos();
          of.lane.tryAgain();
        }
        if (of.lane.isReady(of.idle)) {
          feed(consumer, partition, of);
        }
      } catch (StoreException e) {
        failed(e, of);
      }
    }
    if (!of.located || of.lane.isFull()) {
      consumer.pause(List.of(partition));
    } else {
      consumer.resume(List.of(partition));
    }
    statuses.put(
        partition.partition(),
        new Status(
            partition.partition(),
            of.lane.name(),
            of.located ? consumer.currentLag(partition).orElse(-1) : -1,
            of.lane.state()));
  }

  private static void feed(Consumer<byte[], byte[]> consumer, TopicPartition partition, Served of)
      throws StoreException {
    of.lane.feed();
    if (!of.lane.state().equals(of.told)) {
      of.told = of.lane.state();
      LOG.log(System.Logger.Level.ERROR, "{0}, {1}: {2}", partition, of.lane.name(), of.told);
    }
    consumer.commitAsync(
        Map.of(partition, new OffsetAndMetadata(consumer.position(partition))),
        (_, e) -> {
          if (e != null) {
            // For people only: the books know where to go on.
            LOG.log(System.Logger.Level.DEBUG, "the group's offset is not kept", e);
          }
        });
  }

  private void locate(Consumer<byte[], byte[]> consumer, TopicPartition partition, Served of)
      throws StoreException {
    var next = database.read(c -> KafkaOffsets.next(c, partition.topic(), partition.partition()));
    if (next.isPresent()) {
      consumer.seek(partition, next.getAsLong());
    } else {
      consumer.seekToBeginning(List.of(partition));
    }
    of.located = true;
  }

  private void failed(StoreException e, Served of) {
    of.notBefore = System.nanoTime() + PAUSE.toNanos();
    switch (e.fault()) {
      case UNAVAILABLE ->
          LOG.log(System.Logger.Level.WARNING, "Kafka waits for PostgreSQL: {0}", e.getMessage());
      case FENCED -> stopping = true;
      case MOVED ->
          LOG.log(
              System.Logger.Level.WARNING,
              "{0} is looked at again: {1}",
              of.lane.name(),
              e.getMessage());
      case IN_USE, IDENTITY_BROKEN, REFUSED ->
          LOG.log(System.Logger.Level.ERROR, of.lane.name() + " is not posted", e);
    }
  }

  private Consumer<byte[], byte[]> consumer() {
    var all = new HashMap<>(client);
    all.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_RECORDS);
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    all.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    var session = Math.toIntExact(config.sessionTimeout().toMillis());
    all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
    all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, session / 3);
    // A broker, too, that is silent for longer is taken for gone.
    all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(session, SHORTEST_REQUEST));
    all.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, (int) PAUSE.toMillis());
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Partitions come and go with the instances of the group. */
  private final class Rebalance implements ConsumerRebalanceListener {
    private final Consumer<byte[], byte[]> consumer;

    private Rebalance(Consumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      var unread = new ArrayList<>(partitions);
      for (var partition : partitions) {
        var lane = lanes.of(partition.partition());
        if (lane.isPresent()) {
          served.put(partition, new Served(lane.get()));
        } else {
          LOG.log(
              System.Logger.Level.WARNING,
              "{0} is not read: kafka.logs does not name it, or the policy has no key of its log",
              partition);
        }
      }
      // Read from where the books say, once they were asked.
      consumer.pause(unread);
      consumer.seekToBeginning(unread);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      for (var partition : partitions) {
        served.remove(partition);
        statuses.remove(partition.partition());
      }
    }
  }
}
