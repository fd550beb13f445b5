package org.astragal.appliance;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.Receipt;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SealedOutcomeException;
import org.astragal.service.KafkaCluster;
import org.astragal.service.TlsMaterial;
import org.astragal.signer.LogException;

/**
 * The log's own partition of a Kafka topic: every record in order, the key is the log's origin, the
 * value the sealed outcome. What the partition ends with says where to go on, so nothing is kept
 * here. The producer is idempotent and waits for all replicas; after an error it is thrown away,
 * and the partition is asked again.
 *
 * <p>Thread safety: use by one thread at a time.
 */
final class KafkaTopic implements Downstream {
  /** Records looked through, from the end, for the last one that is ours. */
  private static final int LOOK_BACK = 1_000;

  /** A sealed outcome has at most 164 KiB, see {@link SealedOutcome#MAX_BYTES}. */
  private static final int MAX_REQUEST_BYTES = 1 << 20;

  private static final int BATCH_BYTES = 256 << 10;

  private static final System.Logger LOGGER = System.getLogger(KafkaTopic.class.getName());

  private final ApplianceConfig.Kafka settings;
  private final byte[] origin;
  private final Duration timeout;
  private final Map<String, Object> client;
  private final TopicPartition partition;
  private Optional<Producer<byte[], byte[]>> producer = Optional.empty();

  KafkaTopic(ApplianceConfig.Kafka settings, String origin, Duration timeout, TlsMaterial tls) {
    this.settings = settings;
    this.origin = origin.getBytes(StandardCharsets.UTF_8);
    this.timeout = timeout;
    this.client = new KafkaCluster(settings.bootstrapServers(), settings.security()).client(tls);
    this.partition = new TopicPartition(settings.topic(), settings.partition());
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public Optional<Head> head(Ours ours) throws LedgerException, LogException, InterruptedException {
    drop();
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      requirePartition(consumer);
      consumer.assign(List.of(partition));
      long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      if (end == 0) {
        return Optional.empty();
      }
      if (begin == end) {
        throw new LedgerException(
            LedgerException.Fault.PROTOCOL,
            partition + " has lost its " + end + " records: the topic must keep everything");
      }
      for (long from : new long[] {end - 1, Math.max(begin, end - LOOK_BACK)}) {
        Optional<Head> head = lastOfOurs(consumer, from, end, ours);
        if (head.isPresent()) {
          return head;
        }
      }
      throw new LedgerException(
          LedgerException.Fault.PROTOCOL,
          partition + " ends with records of somebody else; a partition is for one log");
    } catch (KafkaException e) {
      throw translate(e);
    }
  }

  @Override
  public Delivery deliver(List<SealedOutcome> outcomes)
      throws LedgerException, InterruptedException {
    boolean done = false;
    try {
      if (producer.isEmpty()) {
        producer = Optional.of(producer());
      }
      var sent = new ArrayList<Future<RecordMetadata>>(outcomes.size());
      for (SealedOutcome outcome : outcomes) {
        sent.add(producer.get().send(record(outcome)));
      }
      producer.get().flush();
      for (Future<RecordMetadata> one : sent) {
        one.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      }
      done = true;
      return new Delivery.Taken(outcomes.getLast().receipt().index() + 1, Optional.empty(), false);
    } catch (KafkaException e) {
      throw translate(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause
          ? translate(cause)
          : new LedgerException(LedgerException.Fault.INTERNAL, e.toString(), e);
    } catch (TimeoutException e) {
      throw new LedgerException(LedgerException.Fault.UNREACHABLE, "no answer in time", e);
    } catch (NoteException e) {
      throw new IllegalStateException("the log gave it", e);
    } finally {
      if (!done) {
        // What of it was written, the partition's end will say.
        drop();
      }
    }
  }

  @Override
  public void close() {
    drop();
  }

  private void drop() {
    producer.ifPresent(old -> old.close(Duration.ZERO));
    producer = Optional.empty();
  }

  private ProducerRecord<byte[], byte[]> record(SealedOutcome outcome) {
    return new ProducerRecord<>(partition.topic(), partition.partition(), origin, outcome.bytes());
  }

  private void requirePartition(Consumer<byte[], byte[]> consumer) throws LedgerException {
    boolean there =
        consumer.partitionsFor(partition.topic(), timeout).stream()
            .anyMatch(known -> known.partition() == partition.partition());
    if (!there) {
      throw new LedgerException(
          LedgerException.Fault.PROTOCOL,
          "there is no partition " + partition + ": make the topic with more partitions");
    }
  }

  /** Reads from {@code from} to the end. */
  private Optional<Head> lastOfOurs(
      Consumer<byte[], byte[]> consumer, long from, long end, Ours ours)
      throws LedgerException, LogException {
    consumer.seek(partition, from);
    Optional<Head> last = Optional.empty();
    long patience = System.nanoTime() + timeout.toNanos();
    while (consumer.position(partition) < end) {
      if (System.nanoTime() > patience) {
        throw new LedgerException(LedgerException.Fault.UNREACHABLE, "no records in time");
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        Optional<Head> head = head(record, ours);
        last = head.isPresent() ? head : last;
      }
    }
    return last;
  }

  private Optional<Head> head(ConsumerRecord<byte[], byte[]> record, Ours ours)
      throws LogException {
    try {
      if (Arrays.equals(record.key(), origin) && record.value() != null) {
        Receipt receipt = SealedOutcome.parse(record.value()).receipt();
        if (ours.test(receipt.checkpoint())) {
          return Optional.of(new Head(receipt.index() + 1, receipt.checkpoint(), Optional.empty()));
        }
      }
    } catch (SealedOutcomeException | NoteException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "not a sealed outcome", e);
    }
    LOGGER.log(
        System.Logger.Level.WARNING,
        "{0} offset {1} was not written by this appliance",
        partition,
        Long.toString(record.offset()));
    return Optional.empty();
  }

  private Consumer<byte[], byte[]> consumer() {
    var all = new HashMap<>(client);
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis());
    all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis());
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Producer<byte[], byte[]> producer() {
    var all = new HashMap<>(client);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis());
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, millis() / 2));
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) millis());
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private int millis() {
    return Math.toIntExact(timeout.toMillis());
  }

  private static LedgerException translate(KafkaException e) throws InterruptedException {
    if (e instanceof InterruptException) {
      // It has set the flag again, which the exception stands for from here on.
      var _ = Thread.interrupted();
      throw new InterruptedException();
    }
    return new LedgerException(
        e instanceof RetriableException
            ? LedgerException.Fault.UNREACHABLE
            : LedgerException.Fault.REFUSED,
        e.getClass().getSimpleName() + ": " + e.getMessage(),
        e);
  }
}
