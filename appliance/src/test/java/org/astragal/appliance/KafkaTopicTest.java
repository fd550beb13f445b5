package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.astragal.broker.Broker;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.Policy;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.StreamResult;
import org.astragal.outcome.StreamVerifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the partition holds every record in order, whatever happens to broker and appliance. */
@Timeout(120)
final class KafkaTopicTest {
  private static final Logger QUIET = Logger.getLogger("org.apache.kafka");
  private static final byte[] KEY = TestSite.ORIGIN.getBytes(StandardCharsets.UTF_8);

  @TempDir static Path home;
  private static Broker broker;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    QUIET.setLevel(Level.OFF);
    Path folder = TestSite.get().folder;
    TestPki.write(
        TestSite.get().pki.issue("CN=localhost,OU=broker,O=site"), home.resolve("broker.p12"));
    broker =
        Broker.start(
            home.resolve("broker"),
            Optional.of(
                new Broker.Tls(
                    home.resolve("broker.p12"),
                    new String(TestPki.PASSWORD),
                    folder.resolve("ca.pem"))));
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
  }

  @Test
  void everyRecordIsWrittenInOrderAndARestartGoesOnWhereThePartitionEnds() throws Exception {
    broker.createTopic("whole", 3);
    String policy;
    try (var appliance = TestAppliance.start(folder, yaml("whole"), false)) {
      policy = appliance.policy();
      for (int i = 0; i < 20; i++) {
        assertEquals(201, appliance.play("k-" + i, TestAppliance.roulette("r-" + i)).statusCode());
      }
    }
    assertEquals(23, read("whole", 23).size());
    // The topic vouches for the log: without it, this start would be refused.
    try (var appliance = TestAppliance.start(folder, yaml("whole"), false)) {
      assertEquals(201, appliance.play("k-20", TestAppliance.roulette("r-20")).statusCode());
    }
    List<ConsumerRecord<byte[], byte[]>> records = read("whole", 25);
    assertEquals(25, records.size());
    var stream = StreamVerifier.start(Policy.parse(policy), TestSite.ORIGIN);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      assertArrayEquals(KEY, record.key());
      StreamResult result = stream.accept(record.value());
      assertTrue(!(result instanceof StreamResult.Refused), result.toString());
    }
    assertEquals(0, stream.waiting());
  }

  @Test
  void aBrokerThatIsKilledAndRestartedMissesNothing() throws Exception {
    broker.createTopic("outage", 3);
    try (var appliance = TestAppliance.start(folder, yaml("outage"), false)) {
      appliance.play("k-1", TestAppliance.roulette("r-1"));
      await(() -> "UP 0".equals(forwarding(appliance)));
      broker.kill();
      assertEquals(201, appliance.play("k-2", TestAppliance.roulette("r-2")).statusCode());
      await(() -> forwarding(appliance).startsWith("UNREACHABLE"));
      broker.restart();
      await(() -> "UP 0".equals(forwarding(appliance)));
      // While the appliance runs: the return is sealed after the state changes, and not at a stop.
      List<String> types = types(read("outage", 7));
      assertEquals(
          List.of(
              "log.created",
              "program.pack.installed",
              "program.started",
              "round.settled",
              "round.settled",
              "ledger.away",
              "ledger.back"),
          types);
    }
  }

  @Test
  void aTopicThatIsAheadKeepsTheApplianceFromStarting() throws Exception {
    broker.createTopic("ahead", 3);
    try (var appliance =
        TestAppliance.start(folder, yaml("ahead", folder.resolve("other")), false)) {
      appliance.play("k-1", TestAppliance.roulette("r-1"));
    }
    var refusal =
        assertThrows(StartException.class, () -> TestAppliance.start(folder, yaml("ahead"), true));
    assertEquals(StartException.Fault.WITNESS, refusal.fault());
    assertTrue(refusal.getMessage().contains("kafka-1 holds 4"), refusal.getMessage());
  }

  @Test
  void whatSomebodyElseWroteIsLookedPast() throws Exception {
    broker.createTopic("soiled", 3);
    try (var appliance = TestAppliance.start(folder, yaml("soiled"), false)) {
      appliance.play("k-1", TestAppliance.roulette("r-1"));
    }
    try (var writer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", broker.plain()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      writer.send(new ProducerRecord<>("soiled", 1, KEY, new byte[] {1, 2, 3})).get();
      writer.send(new ProducerRecord<>("soiled", 1, new byte[0], new byte[0])).get();
    }
    TestAppliance.start(folder, yaml("soiled"), false).close();
    assertEquals("program.started", types(read("soiled", 6)).getLast());
  }

  @Test
  void aPartitionThatDoesNotExistIsNoWitnessAndSaysSo() throws Exception {
    broker.createTopic("small", 1);
    var refusal =
        assertThrows(StartException.class, () -> TestAppliance.start(folder, yaml("small"), false));
    assertTrue(refusal.getMessage().contains("no partition small-1"), refusal.getMessage());
  }

  private String yaml(String topic) {
    return yaml(topic, folder.resolve("log"));
  }

  private static String yaml(String topic, Path log) {
    return TestSite.get().yaml(log)
        + """
        kafka:
          name: kafka-1
          bootstrapServers: ["%s"]
          security: tls
          topic: %s
          partition: 1
        """
            .formatted(broker.tls(), topic);
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
    var partition = new TopicPartition(topic, 1);
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", broker.plain()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      while (records.size() < count) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return records;
    }
  }

  private static List<String> types(List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
    var types = new ArrayList<String>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.value().length > 3) {
        SealedOutcome outcome = SealedOutcome.parse(record.value());
        types.add(OutcomeRecord.parse(outcome.record()).body().type());
      }
    }
    return types;
  }

  private static String forwarding(TestAppliance appliance) throws Exception {
    return ForwarderTest.forwarding(appliance, "kafka-1");
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      Thread.sleep(10);
    }
  }
}
