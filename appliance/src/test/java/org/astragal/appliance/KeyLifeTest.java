package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.astragal.hsm.KeyAlgorithm;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenConfig;
import org.astragal.outcome.Event;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.Receipt;
import org.astragal.outcome.SealVerdict;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.Verdict;
import org.astragal.outcome.VerifierKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: keys follow each other without a pause, by two officers' word, and the log tells it. */
final class KeyLifeTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir Path folder;

  @Test
  void tenRotationsUnderLoadRefuseNothingAndEachStepIsSignedByBothKeys() throws Exception {
    var refused = new ConcurrentLinkedQueue<String>();
    var sealed = new ConcurrentLinkedQueue<byte[]>();
    var stop = new AtomicBoolean();
    try (TestAppliance appliance = TestAppliance.start(folder)) {
      List<Thread> players = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String player = "p" + i;
        players.add(
            Thread.ofVirtual().start(() -> playUntil(stop, appliance, player, refused, sealed)));
      }
      String kid = kids(appliance, "/v1/keys").getFirst();
      for (int i = 0; i < 10; i++) {
        kid = rotate(appliance, kid);
      }
      stop.set(true);
      for (Thread player : players) {
        player.join();
      }
      assertEquals(List.of(), List.copyOf(refused));
      assertTrue(sealed.size() > 40, sealed.size() + " rounds");
      var all = new OutcomeVerifier(Policy.parse(policy(appliance)));
      for (byte[] outcome : sealed) {
        assertTrue(all.verify(outcome) instanceof Verdict.Accepted);
      }
      assertEquals(List.of(kid), kids(appliance, "/v1/keys"));
      assertEquals(11, kids(appliance, "/v1/keys/archive").size());
    }
    // After a restart the log says who signs, whatever key the log began with.
    try (TestAppliance again = TestAppliance.start(folder)) {
      byte[] outcome = again.play("after", TestAppliance.roulette("after")).body();
      List<VerifierKey> signing = keys(again, "/v1/keys");
      assertEquals(1, signing.size());
      assertTrue(accepts(signing, outcome));
      assertFalse(accepts(keys(again, "/v1/keys/archive").subList(0, 10), outcome));
    }
  }

  /** One key takes over; {@return the kid of the new one}. */
  private static String rotate(TestAppliance appliance, String old) throws Exception {
    String label = generate();
    List<VerifierKey> before = keys(appliance, "/v1/keys");
    byte[] published = step(appliance, 1, "/v1/admin/keys", "{\"label\":\"" + label + "\"}", 201);
    List<VerifierKey> both = keys(appliance, "/v1/keys");
    List<VerifierKey> added = new ArrayList<>(both);
    added.removeAll(before);
    String kid = added.getFirst().kid();
    byte[] proposal = step(appliance, 1, "/v1/admin/keys/" + kid + "/activate", "", 202);
    assertFalse(new String(proposal, StandardCharsets.UTF_8).contains("receipt"));
    // The same officer twice is one officer.
    step(appliance, 1, "/v1/admin/keys/" + kid + "/activate", "", 202);
    byte[] activated = step(appliance, 2, "/v1/admin/keys/" + kid + "/activate", "", 200);
    byte[] retired = step(appliance, 1, "/v1/admin/keys/" + old + "/retire", "", 200);
    for (byte[] record : List.of(published, activated, retired)) {
      assertTrue(accepts(before, record), "signed by the old key");
      assertTrue(accepts(added, record), "signed by the new key");
    }
    Event event = (Event) OutcomeRecord.parse(SealedOutcome.parse(activated).record()).body();
    List<Json> approvals = event.event().arr("approvals");
    assertEquals(2, approvals.size());
    assertNotEquals(
        ((Json.Obj) approvals.get(0)).string("certificate"),
        ((Json.Obj) approvals.get(1)).string("certificate"));
    return kid;
  }

  @Test
  void aRevokedKeyLeavesThePolicyAndStaysInTheArchiveWithItsSize() throws Exception {
    try (TestAppliance appliance = TestAppliance.start(folder)) {
      String first = kids(appliance, "/v1/keys").getFirst();
      String revoke = "/v1/admin/keys/" + first + "/revoke";
      String why = "{\"afterSize\":\"1\",\"reason\":\"drill\"}";
      assertEquals("key-state", TestAppliance.problem(send(appliance, 1, revoke, why)));
      rotate(appliance, first);
      byte[] outcome = appliance.play("k", TestAppliance.roulette("k")).body();
      step(appliance, 1, revoke, why, 202);
      // Another size is another decision.
      step(appliance, 2, revoke, why.replace("\"1\"", "\"2\""), 202);
      step(appliance, 2, revoke, why, 200);
      assertFalse(policy(appliance).contains(keyOf(appliance, first).vkey()));
      Json.Obj told = archived(appliance, first);
      assertEquals("REVOKED", told.string("state"));
      assertEquals("1", told.string("revokedAfterSize"));
      var verifier = new OutcomeVerifier(Policy.parse(policy(appliance)));
      assertTrue(verifier.verify(outcome) instanceof Verdict.Accepted);
      // What only the revoked key has sealed counts again under a newer checkpoint.
      byte[] created = appliance.get("lab", "/v1/outcomes/0").body();
      byte[] record = SealedOutcome.parse(created).record();
      assertFalse(verifier.verify(created) instanceof Verdict.Accepted);
      byte[] then = appliance.get("lab", "/v1/outcomes/0/receipt").body();
      byte[] latest = appliance.get("lab", "/v1/outcomes/0/receipt?at=latest").body();
      assertFalse(
          verifier.verifySealOnly(record, Receipt.parse(then)) instanceof SealVerdict.Intact);
      assertTrue(
          verifier.verifySealOnly(record, Receipt.parse(latest)) instanceof SealVerdict.Intact);
      assertEquals(
          "invalid-parameter",
          TestAppliance.problem(appliance.get("lab", "/v1/outcomes/0/receipt?at=noon")));
    }
  }

  @Test
  void whatMakesNoSenseIsRefusedAndChangesNothing() throws Exception {
    try (TestAppliance appliance = TestAppliance.start(folder)) {
      String kid = kids(appliance, "/v1/keys").getFirst();
      String keys = "/v1/admin/keys";
      assertEquals(
          "key-not-usable", TestAppliance.problem(send(appliance, 1, keys, "{\"label\":\"no\"}")));
      assertEquals("malformed-json", TestAppliance.problem(send(appliance, 1, keys, "")));
      assertEquals(
          "malformed-request", TestAppliance.problem(send(appliance, 1, keys, "{\"x\":\"y\"}")));
      assertEquals(
          "not-found", TestAppliance.problem(send(appliance, 1, keys + "/none/retire", "")));
      assertEquals(
          "key-state", TestAppliance.problem(send(appliance, 1, keys + "/" + kid + "/retire", "")));
      assertEquals(
          "key-state",
          TestAppliance.problem(send(appliance, 1, keys + "/" + kid + "/activate", "")));
      String again = "{\"label\":\"" + TestSite.KEY + "\"}";
      assertEquals("key-state", TestAppliance.problem(send(appliance, 1, keys, again)));
      HttpResponse<byte[]> other =
          appliance.post("auditor", keys, again.getBytes(StandardCharsets.UTF_8));
      assertEquals("forbidden-role", TestAppliance.problem(other));
      assertEquals(List.of(kid), kids(appliance, "/v1/keys"));
      assertEquals(1, kids(appliance, "/v1/keys/archive").size());
    }
  }

  @Test
  void noMoreKeysArePublishedThanMaySignAtATime() throws Exception {
    try (TestAppliance appliance = TestAppliance.start(folder)) {
      for (int i = 1; i < KeyChanges.MAX_SIGNING; i++) {
        step(appliance, 1, "/v1/admin/keys", "{\"label\":\"" + generate() + "\"}", 201);
      }
      String oneMore = "{\"label\":\"" + generate() + "\"}";
      assertEquals(
          "key-state", TestAppliance.problem(send(appliance, 1, "/v1/admin/keys", oneMore)));
      List<VerifierKey> signing = keys(appliance, "/v1/keys");
      assertEquals(KeyChanges.MAX_SIGNING, signing.size());
      byte[] outcome = appliance.play("full", TestAppliance.roulette("full")).body();
      for (VerifierKey key : signing) {
        assertTrue(accepts(List.of(key), outcome));
      }
    }
  }

  @Test
  void aRotationLeadsFromOneKindOfKeyToTheOther() throws Exception {
    String yaml = TestSite.get().yaml(folder.resolve("log"));
    String ed25519 = yaml.replace("signingKey:", "signingAlgorithm: ed25519\nsigningKey:");
    VerifierKey old;
    VerifierKey young;
    try (TestAppliance appliance = TestAppliance.start(folder, yaml, true)) {
      old = keys(appliance, "/v1/keys").getFirst();
      String label = "{\"label\":\"" + generate(KeyAlgorithm.ED25519) + "\"}";
      HttpResponse<byte[]> wrong = send(appliance, 1, "/v1/admin/keys", label);
      assertEquals("key-not-usable", TestAppliance.problem(wrong));
    }
    try (TestAppliance appliance = TestAppliance.start(folder, ed25519, true)) {
      String wrong = "{\"label\":\"" + generate(KeyAlgorithm.ES256) + "\"}";
      assertEquals(
          "key-not-usable", TestAppliance.problem(send(appliance, 1, "/v1/admin/keys", wrong)));
      String label = "{\"label\":\"" + generate(KeyAlgorithm.ED25519) + "\"}";
      step(appliance, 1, "/v1/admin/keys", label, 201);
      young = keys(appliance, "/v1/keys").getLast();
      byte[] both = appliance.play("both", TestAppliance.roulette("both")).body();
      assertTrue(accepts(List.of(old), both));
      assertTrue(accepts(List.of(young), both));
      Json.Obj jwk = archived(appliance, young.kid());
      assertEquals("OKP", jwk.string("kty"));
      assertEquals("Ed25519", jwk.string("crv"));
      step(appliance, 1, "/v1/admin/keys/" + young.kid() + "/activate", "", 202);
      step(appliance, 2, "/v1/admin/keys/" + young.kid() + "/activate", "", 200);
      step(appliance, 1, "/v1/admin/keys/" + old.kid() + "/retire", "", 200);
      byte[] alone = appliance.play("alone", TestAppliance.roulette("alone")).body();
      assertTrue(accepts(List.of(young), alone));
      assertFalse(accepts(List.of(old), alone));
      assertTrue(accepts(Policy.parse(policy(appliance)).keysFor(TestSite.ORIGIN), alone));
    }
    try (TestAppliance again = TestAppliance.start(folder, ed25519, true)) {
      byte[] outcome = again.play("after", TestAppliance.roulette("after")).body();
      assertTrue(accepts(List.of(young), outcome));
    }
  }

  @Test
  void aNewLogBeginsWithAKeyOfTheKindThatIsConfigured() throws Exception {
    String yaml =
        TestSite.get()
            .yaml(folder.resolve("log"))
            .replace("signingKey:", "signingAlgorithm: ed25519\nsigningKey:");
    var e =
        assertThrows(StartException.class, () -> TestAppliance.start(folder, yaml, true).close());
    assertTrue(String.valueOf(e.getMessage()).contains("signingAlgorithm says ED25519"));
    String label = "astragal:outcomes:test:r" + NUMBER.incrementAndGet();
    String other = yaml.replace(TestSite.KEY, label);
    Path file = Files.writeString(folder.resolve("generate.yaml"), other);
    var printed = new StringWriter();
    int status =
        Main.run(
            new PrintWriter(printed, true),
            "keys",
            "generate",
            "--config=" + file,
            "--label",
            label);
    assertEquals(0, status, printed.toString());
    try (TestAppliance appliance = TestAppliance.start(folder, other, true)) {
      VerifierKey key = keys(appliance, "/v1/keys").getFirst();
      assertEquals("Ed25519", key.jwk().string("crv"));
      assertTrue(printed.toString().contains(key.vkey()), printed.toString());
      byte[] outcome = appliance.play("k", TestAppliance.roulette("k")).body();
      assertTrue(accepts(List.of(key), outcome));
    }
    var report = new StringWriter();
    assertEquals(
        0, Main.run(new PrintWriter(report, true), "fsck", "--config=" + file), report.toString());
  }

  private static void playUntil(
      AtomicBoolean stop,
      TestAppliance appliance,
      String player,
      ConcurrentLinkedQueue<String> refused,
      ConcurrentLinkedQueue<byte[]> sealed) {
    for (int i = 0; !stop.get(); i++) {
      try {
        HttpResponse<byte[]> response =
            appliance.play(player + "-" + i, TestAppliance.roulette(player + "-" + i));
        if (response.statusCode() == 201) {
          sealed.add(response.body());
        } else {
          refused.add(TestAppliance.text(response));
        }
      } catch (Exception e) {
        refused.add(e.toString());
      }
    }
  }

  /** Makes a key on the token, as {@code keys generate} does beside a running appliance. */
  private static String generate() throws Exception {
    return generate(KeyAlgorithm.ES256);
  }

  private static String generate(KeyAlgorithm algorithm) throws Exception {
    String label = "astragal:outcomes:test:r" + NUMBER.incrementAndGet();
    var config =
        new TokenConfig(
            TestSite.MODULE,
            TestSite.LABEL,
            TestSite.get().folder.resolve("pin"),
            Duration.ofSeconds(10));
    try (Token token = Token.open(config)) {
      token.generateKey(label, algorithm);
    }
    return label;
  }

  private static HttpResponse<byte[]> send(
      TestAppliance appliance, int officer, String path, String body) throws Exception {
    return TestSite.get()
        .client("security-officer", "officer-" + officer)
        .send(
            HttpRequest.newBuilder(URI.create(appliance.url() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  private static byte[] step(
      TestAppliance appliance, int officer, String path, String body, int status) throws Exception {
    HttpResponse<byte[]> response = send(appliance, officer, path, body);
    assertEquals(status, response.statusCode(), TestAppliance.text(response));
    return response.body();
  }

  private static String policy(TestAppliance appliance) throws Exception {
    return TestAppliance.text(appliance.get("lab", "/v1/policy"));
  }

  private static List<Json> set(TestAppliance appliance, String path) throws Exception {
    return TestAppliance.json(appliance.get("lab", path)).arr("keys");
  }

  private static List<String> kids(TestAppliance appliance, String path) throws Exception {
    return keys(appliance, path).stream().map(VerifierKey::kid).toList();
  }

  private static List<VerifierKey> keys(TestAppliance appliance, String path) throws Exception {
    var keys = new ArrayList<VerifierKey>();
    for (Json key : set(appliance, path)) {
      keys.add(VerifierKey.parse(((Json.Obj) key).string("vkey")));
    }
    return keys;
  }

  private static Json.Obj archived(TestAppliance appliance, String kid) throws Exception {
    for (Json key : set(appliance, "/v1/keys/archive")) {
      if (((Json.Obj) key).string("kid").equals(kid)) {
        return (Json.Obj) key;
      }
    }
    throw new AssertionError("not in the archive: " + kid);
  }

  private static VerifierKey keyOf(TestAppliance appliance, String kid) throws Exception {
    return VerifierKey.parse(archived(appliance, kid).string("vkey"));
  }

  private static boolean accepts(List<VerifierKey> keys, byte[] outcome) throws Exception {
    return new OutcomeVerifier(Policy.of(keys)).verify(outcome) instanceof Verdict.Accepted;
  }
}
