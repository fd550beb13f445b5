package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.astragal.ledger.TestLog.Round;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: whatever is killed and whenever, each outcome is in the books once, and they balance. */
final class CrashTest {
  private static final int ROUNDS = 200;
  private static final int KILLS = 2;

  @TempDir private Path directory;
  private final TestLog log = new TestLog("test.example/outcomes/crash");

  @Test
  void killedLedgerAndKilledPostgresLoseAndDoubleNothing() throws Exception {
    var site =
        new Site(directory, List.of(log), "embedded: {directory: postgres, port: 0}", Site.RULES);
    log.create();
    var bodies = IntStream.range(0, ROUNDS).mapToObj(i -> Round.of("r-" + i, 100 + i).body());
    log.seal(bodies.toList());
    var port = new AtomicInteger();
    var acknowledged = new AtomicInteger();
    var current = LedgerProcess.serve(site);
    try (var thread = Executors.newSingleThreadExecutor()) {
      port.set(current.ingestPort());
      var pusher = thread.submit(() -> pushAll(site.appliance(), port, acknowledged));
      var random = new Random(7);
      for (var kill = 1; kill <= KILLS; kill++) {
        awaitProgress(acknowledged, kill * ROUNDS / (KILLS + 2), pusher);
        Thread.sleep(random.nextInt(50));
        current.kill();
        current = LedgerProcess.serve(site);
        port.set(current.ingestPort());
      }
      awaitProgress(acknowledged, ROUNDS * (KILLS + 1) / (KILLS + 2), pusher);
      assertTrue(ProcessHandle.of(current.postgresPid()).orElseThrow().destroyForcibly());
      assertEquals(ROUNDS + 1, pusher.get());
      assertBooks(current);
      assertEquals(0, current.stop());
    } finally {
      current.close();
    }
  }

  private void assertBooks(LedgerProcess ledger) throws Exception {
    var view = Site.json(Site.get(HttpClient.newHttpClient(), ledger.open() + "/v1/pools").body());
    assertTrue(view.bool("identityHolds"));
    var stakes = IntStream.range(0, ROUNDS).mapToLong(i -> 100 + i).sum();
    var pool = (org.astragal.outcome.Json.Obj) view.arr("pools").getFirst();
    var grand = (org.astragal.outcome.Json.Obj) pool.arr("levels").getFirst();
    assertEquals(Long.toString(5_000_000_000_000L + stakes * 5000), grand.string("micro"));
  }

  /** Delivers one outcome at a time from where the ledger says it is. {@return its position} */
  private int pushAll(HttpClient client, AtomicInteger port, AtomicInteger acknowledged)
      throws InterruptedException {
    var lines = new ArrayList<byte[]>();
    for (var size = 1; size <= ROUNDS + 1; size++) {
      lines.addAll(log.lines(size - 1, size));
    }
    var next = 0;
    while (next <= ROUNDS) {
      try {
        var answer =
            Site.push(
                client, port.get(), log.origin(), TestLog.body(lines.subList(next, next + 1)));
        switch (answer.statusCode()) {
          case 200 -> acknowledged.set(next++);
          case 409 -> throw new AssertionError("acknowledged outcomes were lost: " + answer.body());
          case 503 -> assertTrue(answer.headers().firstValue("Retry-After").isPresent());
          default -> throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
      } catch (IOException e) {
        // The process is gone or not there yet: the same delivery again.
        Thread.sleep(20);
      }
    }
    return next;
  }

  private static void awaitProgress(AtomicInteger acknowledged, int count, Future<?> pusher)
      throws Exception {
    while (acknowledged.get() < count) {
      if (pusher.isDone()) {
        pusher.get();
      }
      new CountDownLatch(1).await(5, java.util.concurrent.TimeUnit.MILLISECONDS);
    }
  }
}
