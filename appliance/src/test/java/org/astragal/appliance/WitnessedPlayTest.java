package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SignedNote;
import org.astragal.outcome.WitnessKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Goal: an appliance that a ledger knows to have another history, or a longer one, ends play. */
@Timeout(60)
final class WitnessedPlayTest {
  @TempDir Path folder;
  private String yaml;

  @BeforeEach
  void configure() {
    yaml = TestSite.get().yaml(folder.resolve("log"));
  }

  @Test
  void acknowledgementWithAnotherTreeEndsPlay() throws Exception {
    SignedNote other = checkpointOfAnotherLog(0);
    try (var ledger = LedgerStub.start();
        var appliance = TestAppliance.start(folder, ledger.in(yaml), false)) {
      await(() -> ledger.kept().size() == 3);
      ledger.script.add(acknowledgement(3, other.toString(), Map.of()));
      appliance.play("k-1", TestAppliance.roulette("r-1"));
      await(appliance::isStopped);
    }
  }

  @Test
  void acknowledgementWithALongerTreeEndsPlay() throws Exception {
    SignedNote other = checkpointOfAnotherLog(8);
    try (var ledger = LedgerStub.start();
        var appliance = TestAppliance.start(folder, ledger.in(yaml), false)) {
      await(() -> ledger.kept().size() == 3);
      ledger.script.add(acknowledgement(11, other.toString(), Map.of()));
      appliance.play("k-1", TestAppliance.roulette("r-1"));
      await(appliance::isStopped);
    }
  }

  @Test
  void ledgerThatIsOnlyAskedEndsPlayToo() throws Exception {
    SignedNote other = checkpointOfAnotherLog(8);
    try (var ledger = LedgerStub.start();
        var pushed = LedgerStub.start()) {
      String both =
          pushed
              .in(yaml)
              .replace(
                  "ledgers: [",
                  "ledgers: [{ name: asked, fedBy: kafka, url: 'https://localhost:%d' }, "
                      .formatted(ledger.port()));
      // There is no broker: the partition is away, and the pushed ledger vouches.
      String withKafka =
          both
              + """
              kafka:
                name: kafka-1
                bootstrapServers: ["127.0.0.1:9"]
                security: plaintext-loopback
                topic: nowhere
                partition: 0
              """;
      String quick = withKafka.replace("requestTimeout: 5s", "requestTimeout: 200ms");
      try (var appliance = TestAppliance.start(folder, quick, false)) {
        await(() -> pushed.kept().size() >= 2);
        assertEquals(0, ledger.kept().size());
        ledger.answerHeads(acknowledgement(11, other.toString(), Map.of()));
        await(appliance::isStopped);
        assertEquals(0, ledger.kept().size());
      }
    }
  }

  @Test
  void somebodyElsesCheckpointDoesNotEndPlay() throws Exception {
    String foreign =
        """
        other.example/log
        1
        47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

        — other.example/log AAAAAAAA
        """;
    try (var ledger = LedgerStub.start();
        var appliance = TestAppliance.start(folder, ledger.in(yaml), false)) {
      await(() -> ledger.kept().size() == 3);
      ledger.script.add(acknowledgement(4, foreign, Map.of()));
      appliance.play("k-1", TestAppliance.roulette("r-1"));
      await(() -> ledger.kept().size() >= 5);
      assertEquals(201, appliance.play("k-2", TestAppliance.roulette("r-2")).statusCode());
    }
  }

  @Test
  void cosignatureIsVerifiedAndShown() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    WitnessKey key = WitnessKey.of("ledger.test/witness", pair.getPublic());
    try (var ledger = LedgerStub.start()) {
      String witnessed =
          ledger.in(yaml).replace("name: stub,", "name: stub, witness: '" + key.vkey() + "',");
      try (var appliance = TestAppliance.start(folder, witnessed, false)) {
        await(() -> ledger.kept().size() == 3);
        SealedOutcome last = ledger.kept().getLast();
        SignedNote note = last.receipt().checkpoint();
        String wrong = cosign(pair, key, note.text().replace("\n3\n", "\n1\n"));
        ledger.script.add(
            acknowledgement(3, note.toString(), Map.of("cosignature", new Json.Str(wrong))));
        appliance.play("k-1", TestAppliance.roulette("r-1"));
        await(() -> told(ledger, "its cosignature is not by") && told(ledger, "ledger.back"));
        String right = cosign(pair, key, note.text());
        ledger.script.add(
            acknowledgement(3, note.toString(), Map.of("cosignature", new Json.Str(right))));
        appliance.play("k-2", TestAppliance.roulette("r-2"));
        await(() -> cosigned(appliance).equals("3"));
      }
    }
  }

  private static boolean told(LedgerStub ledger, String text) {
    return ledger.kept().stream().anyMatch(outcome -> outcome.toString().contains(text));
  }

  /** A log of the same name and key that went its own way. */
  private SignedNote checkpointOfAnotherLog(int rounds) throws Exception {
    Path other = folder.resolve("other");
    Files.createDirectories(other);
    try (var ledger = LedgerStub.start()) {
      String config = ledger.in(TestSite.get().yaml(other.resolve("log")));
      try (var appliance = TestAppliance.start(other, config, false)) {
        for (int i = 0; i < rounds; i++) {
          appliance.play("k-" + i, TestAppliance.roulette("other-" + i));
        }
        await(() -> ledger.kept().size() == rounds + 3);
      }
      return ledger.kept().getLast().receipt().checkpoint();
    }
  }

  private static LedgerStub.Answer acknowledgement(
      long position, String checkpoint, Map<String, Json> more) {
    var members = new TreeMap<String, Json>(more);
    members.put("checkpoint", new Json.Str(checkpoint));
    members.put("position", new Json.Str(Long.toString(position)));
    return new LedgerStub.Answer(
        200,
        new String(new JcsWriter().value(Json.Obj.of(members)).toBytes(), StandardCharsets.UTF_8));
  }

  private static String cosign(KeyPair pair, WitnessKey key, String text) throws Exception {
    Instant at = Instant.ofEpochSecond(1_700_000_000);
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(pair.getPrivate());
    signer.update(WitnessKey.message(text, at));
    return key.line(at, signer.sign()).line();
  }

  /** {@return size of the tree that the one ledger has cosigned, as health says} */
  private static String cosigned(TestAppliance appliance) throws Exception {
    var ready = TestAppliance.json(appliance.get("monitoring", "/health/ready"));
    var ledger = (Json.Obj) ready.arr("ledgers").getFirst();
    return ledger.string("cosigned");
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      Thread.sleep(10);
    }
  }
}
