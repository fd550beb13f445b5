package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.Event;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.LedgerHead;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.Policy;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.StreamResult;
import org.astragal.outcome.StreamVerifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Goal: every record reaches the ledger in order, whatever happens to it in between. */
@Timeout(60)
final class ForwarderTest {
  @TempDir Path folder;
  private String yaml;

  @BeforeEach
  void configure() {
    yaml = TestSite.get().yaml(folder.resolve("log"));
  }

  @Test
  void everyRecordIsDeliveredInOrderWithTheAppliancesCertificate() throws Exception {
    try (var ledger = LedgerStub.start();
        var appliance = TestAppliance.start(folder, ledger.in(yaml), false)) {
      for (int i = 0; i < 20; i++) {
        assertEquals(201, appliance.play("k-" + i, TestAppliance.roulette("r-" + i)).statusCode());
      }
      // log.created, program.pack.installed, program.started and the rounds.
      await(() -> ledger.kept().size() >= 23);
      var stream = StreamVerifier.start(Policy.parse(appliance.policy()), TestSite.ORIGIN);
      for (SealedOutcome outcome : ledger.kept()) {
        StreamResult result = stream.accept(outcome.bytes());
        assertTrue(!(result instanceof StreamResult.Refused), result.toString());
      }
      assertEquals(0, stream.waiting());
      String caller = ledger.callers().getLast();
      assertTrue(caller.contains("OU=appliance"), caller);
      assertTrue(caller.endsWith("?log=astragal.localhost%2Foutcomes%2Ftest"), caller);
    }
  }

  /** Once for what came since, and not for the record that it makes itself. */
  @Test
  void theHeadOfTheLedgersJournalIsAnchoredInTheLog() throws Exception {
    String often = yaml.replace("flushAtStop: 3s", "flushAtStop: 3s\n  anchorEvery: 100ms");
    assertTrue(often.contains("anchorEvery"));
    try (var ledger = LedgerStub.start()) {
      ledger.journal(head(7));
      try (var appliance = TestAppliance.start(folder, ledger.in(often), false)) {
        await(() -> heads(ledger).contains(head(7)));
        ledger.journal(head(8));
        appliance.play("k-1", TestAppliance.roulette("r-1"));
        await(() -> heads(ledger).contains(head(8)));
        int first = heads(ledger).indexOf(head(8));
        // By then another head would have been due, but only a head had come.
        ledger.journal(head(9));
        appliance.play("k-2", TestAppliance.roulette("r-2"));
        await(() -> heads(ledger).contains(head(9)));
        assertEquals("", heads(ledger).get(first + 1));
      }
    }
  }

  /** Behind a head that stays as it was, a ledger could write its books anew. */
  @Test
  void aJournalThatDoesNotGrowWithWhatIsTakenIsTold() throws Exception {
    String often = yaml.replace("flushAtStop: 3s", "flushAtStop: 3s\n  anchorEvery: 100ms");
    try (var ledger = LedgerStub.start()) {
      ledger.journal(head(7));
      try (var appliance = TestAppliance.start(folder, ledger.in(often), false)) {
        await(() -> heads(ledger).contains(head(7)));
        appliance.play("k-1", TestAppliance.roulette("r-1"));
        await(() -> types(ledger.kept()).contains("ledger.away") || isAway(appliance));
        assertEquals(1, Collections.frequency(heads(ledger), head(7)));
      }
    }
  }

  /** {@return for each record the head that it anchors, or nothing} */
  private static List<String> heads(LedgerStub ledger) throws Exception {
    var heads = new ArrayList<String>();
    for (SealedOutcome outcome : ledger.kept()) {
      heads.add(
          OutcomeRecord.parse(outcome.record()).body() instanceof Event event
              ? LedgerHead.of(event).map(head -> head.note().toString()).orElse("")
              : "");
    }
    return heads;
  }

  /** Whoever is not who the configuration says must not have anything sealed. */
  @Test
  void aHeadByAnotherKeyIsNotSealed() throws Exception {
    String often = yaml.replace("flushAtStop: 3s", "flushAtStop: 3s\n  anchorEvery: 100ms");
    try (var ledger = LedgerStub.start()) {
      String config =
          ledger.in(often).replace("name: stub,", "name: stub, journal: \"" + JOURNAL + "\",");
      ledger.journal(head(7));
      try (var appliance = TestAppliance.start(folder, config, false)) {
        appliance.play("k-1", TestAppliance.roulette("r-1"));
        await(() -> types(ledger.kept()).contains("ledger.away") || isAway(appliance));
        assertEquals(0, Collections.frequency(types(ledger.kept()), LedgerHead.TYPE));
      }
    }
  }

  private static boolean isAway(TestAppliance appliance) throws Exception {
    return TestAppliance.text(appliance.get("monitoring", "/health/ready")).contains("PROTOCOL");
  }

  private static final String JOURNAL = journalKey();

  private static String journalKey() {
    try {
      var generator = java.security.KeyPairGenerator.getInstance("EC");
      generator.initialize(new java.security.spec.ECGenParameterSpec("secp256r1"));
      return org.astragal.outcome.VerifierKey.of(
              "stub/journal", generator.generateKeyPair().getPublic())
          .vkey();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String head(long size) {
    return new Checkpoint("stub/journal", size, Hash.EMPTY_ROOT).text()
        + "\n\u2014 stub/journal AAAAAAAA\n";
  }

  @Test
  void aLedgerThatLostRecordsGetsThemAgain() throws Exception {
    try (var ledger = LedgerStub.start();
        var appliance = TestAppliance.start(folder, ledger.in(yaml), false)) {
      appliance.play("k-1", TestAppliance.roulette("r-1"));
      await(() -> ledger.kept().size() == 4);
      ledger.forget(1);
      // The next delivery begins at 4: the ledger answers 409 and says that it stands at 1.
      appliance.play("k-2", TestAppliance.roulette("r-2"));
      await(() -> ledger.kept().size() == 5);
    }
  }

  @Test
  void aFailureIsRetriedAndSealedOnce() throws Exception {
    try (var ledger = LedgerStub.start();
        var appliance = TestAppliance.start(folder, ledger.in(yaml), false)) {
      await(() -> ledger.kept().size() == 3);
      for (int i = 0; i < 3; i++) {
        ledger.script.add(new LedgerStub.Answer(503, "{}"));
      }
      ledger.script.add(new LedgerStub.Answer(422, "{\"reason\":\"gap\"}"));
      ledger.script.add(new LedgerStub.Answer(200, "not json"));
      appliance.play("k-1", TestAppliance.roulette("r-1"));
      await(() -> types(ledger.kept()).contains("ledger.back"));
      List<String> types = types(ledger.kept());
      assertEquals(1, types.stream().filter("ledger.away"::equals).count(), types.toString());
      assertEquals(1, types.stream().filter("ledger.back"::equals).count(), types.toString());
      assertEquals(1, types.stream().filter("round.settled"::equals).count(), types.toString());
    }
  }

  @Test
  void whileTheLedgerIsAwayPlayGoesOnToTheBoundAndComesBackWithIt() throws Exception {
    String bounded = yaml.replace("maxLag: 100000", "maxLag: 10");
    int port;
    List<SealedOutcome> kept;
    try (var ledger = LedgerStub.start()) {
      port = ledger.port();
      String config = ledger.in(bounded);
      try (var appliance = TestAppliance.start(folder, config, false)) {
        await(() -> ledger.kept().size() == 3);
        ledger.stop();
        kept = ledger.kept();
        int played = 0;
        var answer = appliance.play("k-0", TestAppliance.roulette("r-0"));
        while (answer.statusCode() == 201) {
          played++;
          answer = appliance.play("k-" + played, TestAppliance.roulette("r-" + played));
        }
        assertEquals("ledger-behind", TestAppliance.problem(answer));
        assertTrue(answer.headers().firstValue("Retry-After").isPresent());
        // Ten may be missing there, the events that tell of it included.
        assertTrue(played >= 8 && played <= 11, "played " + played);
        assertEquals(200, appliance.play("k-0", TestAppliance.roulette("r-0")).statusCode());
        assertEquals(
            "not-ready", TestAppliance.problem(appliance.get("monitoring", "/health/ready")));
        try (var again = LedgerStub.start(port)) {
          again.keep(kept);
          String key = "k-" + played;
          String body = TestAppliance.roulette("r-" + played);
          await(() -> appliance.play(key, body).statusCode() == 201);
          int all = played + 1;
          await(() -> types(again.kept()).stream().filter("round.settled"::equals).count() == all);
          assertEquals(200, appliance.get("monitoring", "/health/ready").statusCode());
        }
      }
    }
  }

  @Test
  void whatWasSealedBeforeTheStopIsDeliveredBeforeTheEnd() throws Exception {
    try (var ledger = LedgerStub.start()) {
      try (var appliance = TestAppliance.start(folder, ledger.in(yaml), false)) {
        for (int i = 0; i < 10; i++) {
          appliance.play("k-" + i, TestAppliance.roulette("r-" + i));
        }
      }
      assertEquals(10, types(ledger.kept()).stream().filter("round.settled"::equals).count());
    }
  }

  @Test
  void aLedgerThatIsAheadKeepsTheApplianceFromStarting() throws Exception {
    Path other = folder.resolve("other");
    Files.createDirectories(other);
    try (var ledger = LedgerStub.start()) {
      String old = ledger.in(TestSite.get().yaml(other.resolve("log")));
      try (var appliance = TestAppliance.start(other, old, false)) {
        appliance.play("k-1", TestAppliance.roulette("r-1"));
        await(() -> ledger.kept().size() == 4);
      }
      // A new log under the same name: what a restored or lost disk looks like.
      var refusal =
          assertThrows(
              StartException.class, () -> TestAppliance.start(folder, ledger.in(yaml), true));
      assertEquals(StartException.Fault.WITNESS, refusal.fault());
      assertTrue(refusal.getMessage().contains("stub holds"), refusal.getMessage());
    }
  }

  @Test
  void aLedgerThatAgreesLetsTheApplianceStartAgain() throws Exception {
    try (var ledger = LedgerStub.start()) {
      try (var appliance = TestAppliance.start(folder, ledger.in(yaml), false)) {
        appliance.play("k-1", TestAppliance.roulette("r-1"));
      }
      try (var appliance = TestAppliance.start(folder, ledger.in(yaml), false)) {
        assertEquals(200, appliance.play("k-1", TestAppliance.roulette("r-1")).statusCode());
        await(() -> types(ledger.kept()).stream().filter("program.started"::equals).count() == 2);
      }
    }
  }

  @Test
  void aLedgerWithSomebodyElsesCheckpointKeepsTheApplianceFromStarting() throws Exception {
    try (var ledger = LedgerStub.start()) {
      ledger.answerHeads(
          new LedgerStub.Answer(
              200,
              "{\"checkpoint\":\"other.example/log\\n1\\n"
                  + "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\\n\\n"
                  + "— other.example/log AAAAAAAA\\n\",\"position\":\"1\"}"));
      var refusal =
          assertThrows(
              StartException.class, () -> TestAppliance.start(folder, ledger.in(yaml), true));
      assertTrue(refusal.getMessage().contains("did not sign"), refusal.getMessage());
    }
  }

  @Test
  void withoutAnyLedgerOnlyAnOverrideStartsAndItIsSealed() throws Exception {
    var refusal =
        assertThrows(StartException.class, () -> TestAppliance.start(folder, yaml, false));
    assertEquals(StartException.Fault.UNWITNESSED, refusal.fault());
    try (var appliance = TestAppliance.start(folder, yaml, true)) {
      String first = TestAppliance.text(appliance.get("auditor", "/v1/outcomes/1"));
      assertTrue(first.contains("\"type\":\"access.override\""), first);
      assertTrue(first.contains("accept-unwitnessed"), first);
    }
  }

  @Test
  void aLedgerThatCannotBeReachedIsNoWitness() throws Exception {
    String config;
    try (var ledger = LedgerStub.start()) {
      config = ledger.in(yaml);
    }
    var refusal =
        assertThrows(StartException.class, () -> TestAppliance.start(folder, config, false));
    assertTrue(
        refusal.getMessage().contains("no ledger vouches for this log: stub (UNREACHABLE"),
        refusal.getMessage());
  }

  @Test
  void aLedgerThatHasNothingOfALogWithRecordsIsNoWitness() throws Exception {
    try (var ledger = LedgerStub.start()) {
      TestAppliance.start(folder, ledger.in(yaml), false).close();
      ledger.forget(0);
      var refusal =
          assertThrows(
              StartException.class, () -> TestAppliance.start(folder, ledger.in(yaml), false));
      assertEquals(StartException.Fault.UNWITNESSED, refusal.fault());
      assertTrue(
          refusal.getMessage().contains("stub (has nothing of its 3 records)"),
          refusal.getMessage());
      assertEquals(0, ledger.kept().size());
      try (var _ = TestAppliance.start(folder, ledger.in(yaml), true)) {
        await(() -> types(ledger.kept()).contains("access.override"));
      }
      // Now it has followed the log again.
      TestAppliance.start(folder, ledger.in(yaml), false).close();
    }
  }

  @Test
  void oneLedgerThatAgreesVouchesAlsoBesideANewOne() throws Exception {
    try (var ledger = LedgerStub.start();
        var other = LedgerStub.start()) {
      TestAppliance.start(folder, ledger.in(yaml), false).close();
      String both =
          ledger
              .in(yaml)
              .replace(
                  "ledgers: [",
                  "ledgers: [{ name: new, url: 'https://localhost:" + other.port() + "' }, ");
      try (var _ = TestAppliance.start(folder, both, false)) {
        await(() -> other.kept().size() >= 4);
        assertEquals("log.created", types(other.kept()).getFirst());
      }
    }
  }

  @Test
  void aReasonTooLongForARecordDoesNotEndForwarding() throws Exception {
    try (var ledger = LedgerStub.start();
        var appliance = TestAppliance.start(folder, ledger.in(yaml), false)) {
      await(() -> ledger.kept().size() == 3);
      String reason = "x".repeat(65_500);
      ledger.script.add(new LedgerStub.Answer(422, "{\"reason\":\"" + reason + "\"}"));
      appliance.play("k-1", TestAppliance.roulette("r-1"));
      await(() -> types(ledger.kept()).contains("ledger.back"));
      assertTrue(types(ledger.kept()).contains("ledger.away"));
    }
  }

  @Test
  void healthNamesTheLedgerThatGetsNothingAndWhy() throws Exception {
    try (var ledger = LedgerStub.start();
        var appliance = TestAppliance.start(folder, ledger.in(yaml), false)) {
      await(() -> "UP 0".equals(forwarding(appliance)));
      ledger.refuse(new LedgerStub.Answer(422, "{\"reason\":\"gap\"}"));
      appliance.play("k-1", TestAppliance.roulette("r-1"));
      // The round and the event that tells of the refusal.
      await(() -> "REFUSED 2".equals(forwarding(appliance)));
      ledger.takeAgain();
      await(() -> "UP 0".equals(forwarding(appliance)));
    }
  }

  /** {@return what health says of the one ledger: its state and lag} */
  private static String forwarding(TestAppliance appliance) throws Exception {
    return forwarding(appliance, "stub");
  }

  /** {@return what health says of the one ledger, which has this name} */
  static String forwarding(TestAppliance appliance, String name) throws Exception {
    var ready = TestAppliance.json(appliance.get("monitoring", "/health/ready"));
    var ledger = (Json.Obj) ((Json.Arr) ready.get("ledgers")).items().getFirst();
    assertEquals(name, ledger.string("ledger"));
    return ledger.string("state") + " " + ledger.string("lag");
  }

  private static List<String> types(List<SealedOutcome> outcomes) throws Exception {
    var types = new ArrayList<String>();
    for (SealedOutcome outcome : outcomes) {
      types.add(OutcomeRecord.parse(outcome.record()).body().type());
    }
    return types;
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      Thread.sleep(10);
    }
  }
}
