package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.astragal.outcome.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a log is followed from key to key on its own signed word, or not at all. */
final class KeyTrailTest {
  private static final String ORIGIN = "ledger.test/rotating";

  @TempDir Path directory;

  private final TestLog log = new TestLog(ORIGIN);
  private final TestLog next = new TestLog(ORIGIN);
  private final TestLog third = new TestLog(ORIGIN);
  private DatabaseAddress address;

  @BeforeEach
  void create() throws Exception {
    address = TestDatabase.create();
  }

  private TestBooks open(boolean follows) throws Exception {
    return TestBooks.open(address, directory, Site.RULES, List.of(log), follows);
  }

  private IngestResult deliver(TestBooks books, List<byte[]> lines) throws Exception {
    return books.ingest().deliver(ORIGIN, TestLog.stream(lines));
  }

  private static Json.Obj approval(String officer, String certificate) {
    return Json.Obj.of(
        Map.of(
            "at", new Json.Str("2026-06-08T12:00:00.002Z"),
            "certificate", new Json.Str(certificate),
            "officer", new Json.Str(officer)));
  }

  private static List<Json> both() {
    return List.of(approval("CN=a", "sha256:a"), approval("CN=b", "sha256:b"));
  }

  /** One event of a key under a checkpoint of its own. */
  private List<byte[]> step(String type, TestLog key, List<Json> approvals) {
    var members = new TreeMap<String, Json>();
    members.put("approvals", new Json.Arr(approvals));
    members.put("vkey", new Json.Str(key.key().vkey()));
    return log.seal(List.of(TestLog.event(type, Json.Obj.of(members))));
  }

  @Test
  void aFollowedLogGoesOnUnderItsNextKeyAlsoWithinOneDeliveryAndAfterARestart() throws Exception {
    try (var books = open(true)) {
      List<byte[]> lines = new ArrayList<>(List.of(log.create()));
      log.signWith(log, next);
      lines.addAll(step("key.published", next, List.of()));
      lines.addAll(step("key.activated", next, both()));
      lines.addAll(step("key.retired", log, List.of()));
      log.signWith(next);
      lines.addAll(step("param.changed", next, List.of()));
      assertInstanceOf(IngestResult.Accepted.class, deliver(books, lines));
      // What was delivered before is known again, under the new key, too.
      var again = assertInstanceOf(IngestResult.Accepted.class, deliver(books, lines));
      assertEquals(5, again.duplicates());
    }
    try (var books = open(true)) {
      List<byte[]> more = step("param.changed", next, List.of());
      assertInstanceOf(IngestResult.Accepted.class, deliver(books, more));
      // And from there to a third one, while the second is given up.
      log.signWith(next, third);
      assertInstanceOf(
          IngestResult.Accepted.class, deliver(books, step("key.activated", third, both())));
      assertInstanceOf(
          IngestResult.Accepted.class, deliver(books, step("key.revoked", next, both())));
      log.signWith(third);
      assertInstanceOf(
          IngestResult.Accepted.class, deliver(books, step("param.changed", next, List.of())));
      log.signWith(next);
      refused(deliver(books, step("param.changed", next, List.of())), "unknown-key");
    }
  }

  @Test
  void aLogThatIsNotFollowedIsParkedUntilThePolicyHasTheKey() throws Exception {
    try (var books = open(false)) {
      List<byte[]> lines = new ArrayList<>(List.of(log.create()));
      log.signWith(log, next);
      lines.addAll(step("key.activated", next, both()));
      assertInstanceOf(IngestResult.Accepted.class, deliver(books, lines));
      log.signWith(next);
      refused(deliver(books, step("param.changed", next, List.of())), "unknown-key");
    }
  }

  @Test
  void withoutTwoOfficersOrUnderAStrangersSignatureNobodyIsFollowed() throws Exception {
    try (var books = open(true)) {
      List<byte[]> lines = new ArrayList<>(List.of(log.create()));
      Json.Obj one = approval("CN=a", "sha256:a");
      lines.addAll(step("key.activated", next, List.of()));
      lines.addAll(step("key.activated", next, List.of(one)));
      lines.addAll(step("key.activated", next, List.of(one, one)));
      lines.addAll(step("key.activated", next, List.of(one, approval("CN=a", "sha256:b"))));
      lines.addAll(step("key.activated", next, List.of(one, approval("CN=b", "sha256:a"))));
      lines.addAll(step("key.activated", new TestLog("ledger.test/another"), both()));
      assertInstanceOf(IngestResult.Accepted.class, deliver(books, lines));
      log.signWith(next);
      refused(deliver(books, step("key.activated", next, both())), "unknown-key");
    }
  }

  @Test
  void theLastTrustedKeyOfALogIsNotGivenUpOnTheLogsWord() throws Exception {
    try (var books = open(true)) {
      List<byte[]> lines =
          Stream.concat(Stream.of(log.create()), step("key.revoked", log, both()).stream())
              .toList();
      assertInstanceOf(IngestResult.Accepted.class, deliver(books, lines));
      assertInstanceOf(
          IngestResult.Accepted.class, deliver(books, step("param.changed", log, List.of())));
    }
  }

  private static void refused(IngestResult result, String reason) {
    assertEquals(reason, assertInstanceOf(IngestResult.Refused.class, result).reason());
  }
}
