package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundVoided;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a whole appliance outlives its HSM. While rounds are played over REST the process of the
 * HSM is killed, and started again; callers get 503 with Retry-After meanwhile; then outcomes come
 * by themselves, each once, none of them lost and none without its seal. Makes the line of
 * docs/operations/hsm-faults.md.
 */
@Timeout(180)
final class RemoteTokenTest {
  private static final Path PAGE = Path.of("..", "docs", "operations", "hsm-faults.md");
  private static final int PLAYERS = 4;
  private static final int KILLS = 3;
  private static final int STEADY = 20;

  @TempDir Path folder;

  private final HttpClient client = TestSite.get().client("game-server", "op-1");
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final Map<String, byte[]> outcomes = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

  /** When the first request was answered with an outcome of those sent after {@link #mark}. */
  private final AtomicLong doneAfterMark = new AtomicLong();

  private volatile long mark;
  private volatile boolean stopping;

  @Test
  void killedHsmCostsTimeAndNothingElse() throws Exception {
    var token = new RemoteToken(folder.resolve("p11-kit.log"));
    String yaml =
        RemoteToken.in(TestSite.get().yaml(folder.resolve("log")))
            .replace("callTimeout: 10s", "callTimeout: 2s")
            .replace("answerTimeout: 10s", "answerTimeout: 500ms");
    try {
      List<Long> recoveries;
      try (var appliance = TestAppliance.start(folder, yaml, true)) {
        recoveries = killUnderLoad(appliance, token);
        checkOutcomes(appliance);
        Files.writeString(folder.resolve("policy"), appliance.policy());
      }
      checkLog();
      checkPage(recoveries);
    } finally {
      token.kill();
    }
  }

  private List<Long> killUnderLoad(TestAppliance appliance, RemoteToken token) throws Exception {
    var recoveries = new ArrayList<Long>();
    var players = new ArrayList<Thread>();
    for (int i = 0; i < PLAYERS; i++) {
      players.add(Thread.ofVirtual().start(() -> play(appliance)));
    }
    try {
      awaitMore(outcomes::size, STEADY);
      for (int kill = 0; kill < KILLS; kill++) {
        token.kill();
        awaitMore(refused::get, PLAYERS);
        token.start();
        recoveries.add(awaitRecovery());
        awaitMore(outcomes::size, STEADY);
      }
    } finally {
      stopping = true;
      for (Thread player : players) {
        player.join();
      }
    }
    assertEquals(List.of(), List.copyOf(wrong));
    assertEquals(number.get(), outcomes.size(), "rounds that were asked for and never done");
    return recoveries;
  }

  /** Plays round after round, and asks for each until it is there, as a game server does. */
  private void play(TestAppliance appliance) {
    try {
      while (!stopping) {
        String key = "k-" + number.getAndIncrement();
        while (!outcomes.containsKey(key)) {
          ask(appliance, key);
        }
      }
    } catch (IOException | InterruptedException e) {
      wrong.add(e.toString());
    } catch (Exception e) {
      wrong.add("unexpected: " + e);
    }
  }

  private void ask(TestAppliance appliance, String key) throws Exception {
    long sent = System.nanoTime();
    var answer = appliance.play(client, key, TestAppliance.roulette("r-" + key));
    switch (answer.statusCode()) {
      case 200, 201 -> {
        outcomes.put(key, answer.body());
        if (mark != 0 && sent > mark) {
          doneAfterMark.compareAndSet(0, System.nanoTime());
        }
      }
      case 503 -> {
        if (answer.headers().firstValue("Retry-After").isEmpty()) {
          wrong.add("503 without Retry-After: " + TestAppliance.text(answer));
        }
        refused.incrementAndGet();
        Thread.sleep(10);
      }
      default -> throw new IOException(answer.statusCode() + " " + TestAppliance.text(answer));
    }
  }

  /** {@return nanoseconds from now to the first outcome that is asked for from now on} */
  private long awaitRecovery() throws InterruptedException {
    doneAfterMark.set(0);
    mark = System.nanoTime();
    while (doneAfterMark.get() == 0 && wrong.isEmpty()) {
      Thread.sleep(5);
    }
    return doneAfterMark.get() - mark;
  }

  private void awaitMore(IntSupplier count, int more) throws InterruptedException {
    int goal = count.getAsInt() + more;
    while (count.getAsInt() < goal && wrong.isEmpty()) {
      Thread.sleep(5);
    }
  }

  /** Each is sealed, is the same when asked for again, and has a place of its own in the log. */
  private void checkOutcomes(TestAppliance appliance) throws Exception {
    var verifier = new OutcomeVerifier(Policy.parse(appliance.policy()));
    var places = new HashSet<Long>();
    for (var outcome : outcomes.entrySet()) {
      assertInstanceOf(Verdict.Accepted.class, verifier.verify(outcome.getValue()));
      var again =
          appliance.play(client, outcome.getKey(), TestAppliance.roulette("r-" + outcome.getKey()));
      assertArrayEquals(outcome.getValue(), again.body());
      var record = OutcomeRecord.parse(SealedOutcome.parse(outcome.getValue()).record());
      // A round that found no noise to draw from is void, which is an outcome, too.
      assertTrue(
          record.body() instanceof RoundSettled || record.body() instanceof RoundVoided,
          record::toString);
      assertTrue(places.add(record.seq()), "two rounds at " + record.seq());
    }
  }

  private void checkLog() {
    var report = new StringWriter();
    int status =
        Main.run(
            new PrintWriter(report, true),
            "fsck",
            "--config=" + folder.resolve("appliance.yaml"),
            "--policy=" + folder.resolve("policy"));
    assertEquals(0, status, report.toString());
  }

  private void checkPage(List<Long> recoveries) throws IOException {
    String line =
        "Killed %d times under %d players: the first outcome asked for after the HSM was back came after"
            .formatted(KILLS, PLAYERS);
    String made =
        line
            + " %s ms; %d of %d requests answered 503; 0 of %d outcomes lost, 0 unsealed"
                .formatted(
                    String.join(
                        ", ", recoveries.stream().map(t -> Long.toString(t / 1_000_000)).toList()),
                    refused.get(),
                    refused.get() + outcomes.size(),
                    outcomes.size());
    Files.writeString(Path.of("target", "hsm-killed.md"), made + "\n");
    String page = Files.readString(PAGE).replaceAll("\\s+", " ");
    assertTrue(page.contains(line), "the page must say: " + made);
  }
}
