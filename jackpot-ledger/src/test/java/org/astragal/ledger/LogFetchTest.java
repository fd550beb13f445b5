package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.astragal.ledger.LogFetch.FetchException;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.Json;
import org.astragal.outcome.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a copy of a log is the whole log or says why not, and nothing is fetched twice. */
final class LogFetchTest {
  private static final int RECORDS = 600;

  @TempDir Path folder;
  private final TestLog log = new TestLog("test.example/outcomes/fetch");
  private final List<String> asked = new ArrayList<>();

  private byte[] ask(TestLog of, String path) throws IOException {
    asked.add(path);
    return of.published(path);
  }

  private LogFetch.Result fetch(TestLog of) throws Exception {
    return LogFetch.run(
        (path, _) -> ask(of, path), Policy.of(List.of(log.key())), folder.resolve("log"));
  }

  private void grow(TestLog one, int to) {
    while (one.size() < to) {
      one.seal(
          List.of(
              one.size() % 100 == 99
                  ? Round.of("r" + one.size(), 5).body()
                  : TestLog.event("test.event", Json.Obj.of(Map.of()))));
    }
  }

  @Test
  void aLogIsCopiedAndGoesOn() throws Exception {
    grow(log, RECORDS);
    assertEquals(RECORDS, fetch(log).fetched());
    var folderLog = LogFolder.open(folder.resolve("log"), Policy.of(List.of(log.key())));
    var seen = new ArrayList<Long>();
    try (var verified = VerifiedLog.start(log.origin(), PoolRules.Source.SIGNED, folderLog)) {
      for (var item = verified.next(); item.isPresent(); item = verified.next()) {
        seen.add(item.get().record().seq());
      }
      assertTrue(!verified.isFalse(), verified::end);
    }
    assertEquals(RECORDS, seen.size());
    asked.clear();
    assertEquals(0, fetch(log).fetched());
    assertTrue(asked.stream().noneMatch(p -> p.startsWith("tile/entries/")), asked::toString);
    grow(log, RECORDS + 300);
    asked.clear();
    assertEquals(388, fetch(log).fetched(), "the bundle that was not full, and a new one");
    assertTrue(asked.stream().noneMatch(p -> p.endsWith("entries/001")), asked::toString);
  }

  @Test
  void whatBreaksOffIsGoneOnWith() throws Exception {
    grow(log, RECORDS);
    var policy = Policy.of(List.of(log.key()));
    LogFetch.Resource broken =
        (path, _) -> {
          if (path.equals("tile/entries/001")) {
            throw new IOException("gone");
          }
          return ask(log, path);
        };
    assertThrows(IOException.class, () -> LogFetch.run(broken, policy, folder.resolve("log")));
    assertThrows(AuditException.class, () -> LogFolder.open(folder.resolve("log"), policy));
    assertEquals(RECORDS - 256, fetch(log).fetched());
  }

  @Test
  void aDamagedCopyIsMended() throws Exception {
    grow(log, RECORDS);
    fetch(log);
    var file = folder.resolve("log/tile/entries/001");
    var good = Files.readAllBytes(file);
    var bad = good.clone();
    bad[1000] ^= 1;
    Files.write(file, bad);
    assertEquals(256, fetch(log).fetched());
    assertArrayEquals(good, Files.readAllBytes(file));
  }

  @Test
  void aRecordThatIsAnotherIsRefused() {
    grow(log, RECORDS);
    LogFetch.Resource forged =
        (path, _) -> {
          var bytes = log.published(path);
          if (path.equals("tile/entries/002.p/88")) {
            bytes[500] ^= 1;
          }
          return bytes;
        };
    var e =
        assertThrows(
            FetchException.class,
            () -> LogFetch.run(forged, Policy.of(List.of(log.key())), folder.resolve("log")));
    assertTrue(String.valueOf(e.getMessage()).contains("002.p/88 is not under"), e.getMessage());
  }

  @Test
  void aLogThatWentBackOrWasForkedIsToldApart() throws Exception {
    grow(log, RECORDS);
    var fork = log.fork(300);
    var shorter = log.fork(RECORDS - 1);
    fetch(log);
    assertTrue(told(shorter).contains("went back"), told(shorter));
    fork.seal(List.of(TestLog.event("another.event", Json.Obj.of(Map.of()))));
    grow(fork, RECORDS + 10);
    assertTrue(told(fork).contains("forked: at size 600"), told(fork));
    var stranger = new TestLog("test.example/outcomes/stranger");
    stranger.create();
    assertTrue(told(stranger).contains("not signed by a key of the policy"), told(stranger));
  }

  private String told(TestLog other) {
    return String.valueOf(assertThrows(FetchException.class, () -> fetch(other)).getMessage());
  }
}
