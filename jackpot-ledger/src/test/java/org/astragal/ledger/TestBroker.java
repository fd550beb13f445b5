package org.astragal.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.astragal.broker.Broker;

/** One broker for the test run; each test makes topics of its own. */
final class TestBroker {
  private static final Logger QUIET = Logger.getLogger("org.apache.kafka");

  static {
    QUIET.setLevel(Level.OFF);
  }

  private TestBroker() {}

  private static final class Holder {
    static final Broker BROKER = start();

    private static Broker start() {
      try {
        var directory = Files.createTempDirectory("ledger-broker-");
        var broker = Broker.start(directory, Optional.empty());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker, directory)));
        return broker;
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private static void stop(Broker broker, Path directory) {
      try {
        broker.close();
        new ProcessBuilder("rm", "-rf", directory.toString()).start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static Broker get() {
    return Holder.BROKER;
  }

  /** Writes records to a partition, and waits until they are there. */
  static void write(String topic, int partition, String key, List<byte[]> values) {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", get().plain(), "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      var sent = new ArrayList<Future<RecordMetadata>>();
      for (var value : values) {
        var record =
            new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), value);
        sent.add(producer.send(record));
      }
      for (var one : sent) {
        one.get();
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** {@return the part of the configuration that reads a topic} */
  static String configuration(String topic, String group, List<TestLog> logs) {
    return configuration(get().plain(), topic, group, logs);
  }

  /** The same with a broker's address. */
  static String configuration(String broker, String topic, String group, List<TestLog> logs) {
    return configuration(broker, topic, group, "1s", logs);
  }

  /** The same with a session timeout. */
  static String configuration(
      String broker, String topic, String group, String session, List<TestLog> logs) {
    var text =
        new StringBuilder(
            """
            kafka:
              bootstrapServers: ["%s"]
              security: plaintext-loopback
              topic: %s
              group: %s
              sessionTimeout: %s
              logs:
            """
                .formatted(broker, topic, group, session));
    for (var i = 0; i < logs.size(); i++) {
      text.append("    - {partition: %d, log: %s}\n".formatted(i, logs.get(i).origin()));
    }
    return text.toString();
  }
}
