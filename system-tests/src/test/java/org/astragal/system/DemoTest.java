package org.astragal.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.astragal.demo.Ports;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.Verdict;
import org.junit.jupiter.api.Test;

/**
 * Goal: the one command of the README does all it says, and an outcome of it can be changed in no
 * single bit without being refused.
 */
final class DemoTest {
  private static final Path DEMO = Sites.SITES.resolve("demo");

  @Test
  void demoPlaysVerifiesAndRefusesEveryAttack() throws Exception {
    Sites.delete(DEMO);
    var ports = Ports.free();
    var result = Sites.run(demo(ports, "--once", "--json"));
    assertEquals(0, result.status(), result.output());
    var lines = result.output().strip().lines().toList();
    var findings = (Json.Obj) Json.parse(lines.getLast().getBytes(StandardCharsets.UTF_8));
    assertEquals(2_000, findings.integer("rounds"));
    assertEquals(2_000, findings.integer("verified"));
    assertTrue(findings.bool("identityHolds"));
    var attacks = findings.obj("attacks");
    assertEquals(
        List.of("delivered-twice", "one-bit-changed", "unknown-key"),
        List.copyOf(attacks.members().keySet()));
    for (var attack : attacks.members().keySet()) {
      assertTrue(attacks.bool(attack), attack);
    }
    everyFlippedBitIsRefused();
  }

  private static void everyFlippedBitIsRefused() throws Exception {
    var verifier = new OutcomeVerifier(Policy.load(DEMO.resolve("policy")));
    var line = Files.readAllLines(DEMO.resolve("evidence.jsonl")).getFirst();
    var sealed = line.getBytes(StandardCharsets.UTF_8);
    assertTrue(verifier.verify(sealed) instanceof Verdict.Accepted);
    var accepted = new ArrayList<Integer>();
    for (var bit = 0; bit < sealed.length * 8; bit++) {
      sealed[bit / 8] ^= (byte) (1 << (bit % 8));
      if (verifier.verify(sealed) instanceof Verdict.Accepted) {
        accepted.add(bit);
      }
      sealed[bit / 8] ^= (byte) (1 << (bit % 8));
    }
    assertEquals(List.of(), accepted, "flipped bits that were not noticed");
  }

  @Test
  void stoppedWhileItSetsUpItEndsWhatItStartedBeforeItself() throws Exception {
    var directory = Sites.SITES.resolve("demo-stopped");
    Sites.delete(directory);
    var builder = demo(directory, Ports.free());
    var process = builder.redirectErrorStream(true).start();
    var children = new ArrayList<ProcessHandle>();
    try (var out = process.inputReader()) {
      var line = out.readLine();
      while (line != null && !line.contains("jackpot ledger")) {
        line = out.readLine();
      }
      assertTrue(line != null, "the ledger did not start");
      // The appliance is being started now; the ledger serves already.
      process.descendants().forEach(children::add);
      assertTrue(!children.isEmpty());
      // Through the handle, so that what it says can still be read.
      process.toHandle().destroy();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the demo did not end");
      assertEquals(1, process.exitValue());
      // One that has ended is there until whoever inherited it has looked.
      for (var child : children) {
        child.onExit().get(30, TimeUnit.SECONDS);
      }
      var rest = out.lines().toList();
      assertEquals("astragal demo: stopped before its end", rest.getLast(), rest.toString());
    } finally {
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void portInUseIsNamedWithTheOptionThatChoosesAnother() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var free = Ports.free();
      var ports = new Ports(taken.getLocalPort(), free.ledger(), free.ledgerPublic());
      var result = Sites.run(demo(ports, "--once"));
      assertEquals(2, result.status(), result.output());
      assertTrue(
          result
              .output()
              .contains("port " + taken.getLocalPort() + " is in use; choose another with --port"),
          result.output());
    }
  }

  private static ProcessBuilder demo(Ports ports, String... options) {
    return demo(DEMO, ports, options);
  }

  private static ProcessBuilder demo(Path directory, Ports ports, String... options) {
    var command =
        new ArrayList<>(
            List.of(
                Sites.HOME.resolve("astragal").toString(),
                "demo",
                "--directory=" + directory,
                "--port=" + ports.appliance(),
                "--ledger-port=" + ports.ledger(),
                "--ledger-public-port=" + ports.ledgerPublic()));
    command.addAll(List.of(options));
    var builder = new ProcessBuilder(command);
    builder.environment().put("ASTRAGAL_BUILT", "1");
    return builder;
  }
}
