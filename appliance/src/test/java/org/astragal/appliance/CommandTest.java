package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.astragal.outcome.Policy;
import org.astragal.outcome.Receipt;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.VerifierKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: verify, fsck and keys say what is so, and their exit status says it to scripts. */
final class CommandTest {
  @TempDir static Path folder;
  private static Path config;
  private static Path policy;
  private static Path outcomes;
  private static SealedOutcome round;

  /** What a command printed and returned. */
  private record Run(int status, String out) {}

  @BeforeAll
  static void play() throws Exception {
    config = folder.resolve("appliance.yaml");
    policy = folder.resolve("policy");
    outcomes = folder.resolve("outcomes.jsonl");
    Files.createFile(outcomes);
    try (var appliance = TestAppliance.start(folder)) {
      Files.writeString(policy, appliance.policy());
      for (String seq : new String[] {"0", "1", "2", "3"}) {
        append(appliance.get("auditor", "/v1/outcomes/" + seq).body());
      }
      for (int i = 0; i < 10; i++) {
        append(appliance.play("k-" + i, TestAppliance.roulette("r-" + i)).body());
        String wheel =
            TestAppliance.body("ref.wheel.54", "w-" + i, "REAL", "{\"spot\":\"FLIP\"}", "100");
        byte[] sealed = appliance.play("w-" + i, wheel).body();
        append(sealed);
        round = SealedOutcome.parse(sealed);
      }
    }
  }

  private static void append(byte[] sealed) throws Exception {
    Files.write(outcomes, sealed, StandardOpenOption.APPEND);
    Files.writeString(outcomes, "\n", StandardOpenOption.APPEND);
  }

  @Test
  void genuineOutcomesAreTrueAlsoWhenPlayedAgain() {
    Run run = run("verify", outcomes.toString(), "--policy", policy.toString());
    assertEquals(new Run(0, "24 true, 0 refuted, 0 undecided\n"), summary(run));
    Run replayed =
        run(
            "verify",
            "--replay=" + folder + "/log-packs",
            "--policy=" + policy,
            outcomes.toString());
    assertEquals(new Run(0, "24 true, 0 refuted, 0 undecided\n"), summary(replayed));
    assertTrue(replayed.out().contains("ref.wheel.54, replayed"), replayed.out());
  }

  @Test
  void aChangedOutcomeIsRefutedWithItsLineAndReason() throws Exception {
    Path changed = folder.resolve("changed.jsonl");
    Files.writeString(
        changed, Files.readString(outcomes).replace("\"id\":\"k-3\"", "\"id\":\"k-9\""));
    Run run = run("verify", "--quiet", "--policy=" + policy, changed.toString());
    assertEquals(1, run.status());
    assertTrue(run.out().contains("changed.jsonl:11: refuted: root-mismatch"), run.out());
    assertEquals("23 true, 1 refuted, 0 undecided\n", summary(run).out());
  }

  @Test
  void aVerificationWithoutAPolicyIsWrongUsage() {
    Run run = run("verify", outcomes.toString());
    assertEquals(2, run.status());
    assertTrue(run.out().contains("--policy"), run.out());
  }

  @Test
  void aPolicyOfAnotherLogRefutes() throws Exception {
    Path other = folder.resolve("other-policy");
    var key = new TestPki("another").issue("CN=x").getCertificate("key").getPublicKey();
    var vkey = VerifierKey.of(TestSite.ORIGIN, key);
    Files.writeString(other, Policy.of(List.of(vkey)).text());
    Run run = run("verify", "--policy=" + other, outcomes.toString());
    assertEquals(1, run.status());
    assertTrue(run.out().contains("unknown-key"), run.out());
  }

  @Test
  void whatCannotBeReadIsUndecided() throws Exception {
    assertEquals(3, run("verify", "--policy=" + policy, folder + "/none.jsonl").status());
    assertEquals(3, run("verify", "--policy=" + folder + "/none", outcomes.toString()).status());
    Path empty = Files.createFile(folder.resolve("empty.jsonl"));
    assertEquals(3, run("verify", "--policy=" + policy, empty.toString()).status());
  }

  @Test
  void nonsenseIsRefuted() throws Exception {
    Path nonsense = folder.resolve("nonsense.jsonl");
    Files.writeString(nonsense, "{}\n\n" + "x".repeat(1_000_000) + "\n");
    Run run = run("verify", "--policy=" + policy, nonsense.toString());
    assertEquals(new Run(1, "0 true, 2 refuted, 0 undecided\n"), summary(run));
    assertEquals(
        1, run("verify", "--seal-only", "--policy=" + policy, nonsense.toString()).status());
  }

  @Test
  void aProofFileWithItsRecordIsTrueAndWithoutItUndecided() throws Exception {
    Path proof = folder.resolve("one.tlog-proof");
    Receipt receipt = round.receipt();
    Files.writeString(proof, receipt.withExtra(round.record()).text());
    for (String option :
        new String[] {"--replay=" + folder + "/log-packs", "--seal-only", "--quiet"}) {
      Run run = run("verify", option, "--policy=" + policy, proof.toString());
      assertEquals(new Run(0, "1 true, 0 refuted, 0 undecided\n"), summary(run));
    }
    Path bare = folder.resolve("bare.tlog-proof");
    Files.writeString(bare, receipt.text());
    assertEquals(3, run("verify", "--policy=" + policy, bare.toString()).status());
    Path wrong = folder.resolve("wrong.tlog-proof");
    Files.writeString(wrong, receipt.withExtra("{}".getBytes(StandardCharsets.UTF_8)).text());
    assertEquals(1, run("verify", "--policy=" + policy, wrong.toString()).status());
    assertEquals(1, run("verify", "--seal-only", "--policy=" + policy, wrong.toString()).status());
  }

  @Test
  void anIntactLogIsClean() {
    Run run = run("fsck", "--config=" + config);
    assertEquals(0, run.status(), run.out());
    assertTrue(run.out().contains("24 records"), run.out());
    assertEquals(0, run("fsck", "--config=" + config, "--policy=" + policy).status());
  }

  @Test
  void aLogThatIsNotThereCannotBeDecided() throws Exception {
    Path other = folder.resolve("other.yaml");
    Files.writeString(other, TestSite.get().yaml(folder.resolve("no-log")));
    assertEquals(3, run("fsck", "--config=" + other).status());
    assertEquals(2, run("fsck").status());
    assertEquals(2, run("fsck", "--config=" + folder + "/none.yaml").status());
  }

  @Test
  void keysAreListedWithTheirAudit() throws Exception {
    Run run = run("keys", "list", "--config=" + config);
    assertEquals(0, run.status(), run.out());
    assertTrue(run.out().contains(TestSite.KEY), run.out());
    String vkey = Files.readString(policy).lines().findFirst().orElseThrow().substring(4);
    assertTrue(run.out().contains("  vkey " + vkey), run.out());
    assertTrue(run.out().contains("\"trusted\":true"), run.out());
    assertTrue(run("keys", "list", "--json", "--config=" + config).out().startsWith("{\"audit\""));
  }

  @Test
  void everyCommandHasHelp() {
    for (String command : new String[] {"serve", "verify", "fsck", "keys"}) {
      Run run = run(command, "--help");
      assertEquals(0, run.status(), command);
      assertTrue(run.out().contains("Usage: appliance " + command), run.out());
    }
    assertEquals(2, run("dance").status());
  }

  private static Run run(String... args) {
    var text = new StringWriter();
    int status = Main.run(new PrintWriter(text, true), args);
    return new Run(status, text.toString());
  }

  private static Run summary(Run run) {
    return new Run(run.status(), run.out().lines().reduce("", (_, last) -> last) + "\n");
  }
}
