package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.astragal.outcome.Event;
import org.astragal.outcome.Json;
import org.astragal.outcome.SealedOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what is kept beside a record is durable with it, the newest counts, nobody reads it. */
final class KeptTest {
  @TempDir Path directory;

  private static Event event(String what) {
    return new Event(
        "jackpot.test", Rounds.APPLIANCE, Json.Obj.of(Map.of("what", new Json.Str(what))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theNewestIsKeptOverARestartWithThePlaceOfItsRecord() throws Exception {
    var site = new TestLog(directory);
    long last;
    try (OutcomeLog log = site.create()) {
      assertEquals(List.of(), log.kept(""));
      log.append(event("1"), "a/1", bytes("secret one")).get();
      SealedOutcome sealed = log.append(event("2"), "a/1", bytes("secret two")).get();
      last = sealed.receipt().index();
      log.append(event("3"), "a/2", bytes("")).get();
      log.append(event("4"), "b", bytes("other")).get();
      log.append(event("5")).get();
      assertFalse(new String(sealed.bytes(), StandardCharsets.UTF_8).contains("secret"));
    }
    try (OutcomeLog log = site.open()) {
      List<Kept> kept = log.kept("a/");
      assertEquals(List.of("a/1", "a/2"), kept.stream().map(Kept::name).toList());
      assertEquals(last, kept.getFirst().seq());
      assertArrayEquals(bytes("secret two"), kept.getFirst().value());
      assertArrayEquals(new byte[0], kept.getLast().value());
      assertEquals(3, log.kept("").size());
      assertFalse(kept.getFirst().toString().contains("secret"));
      assertEquals(5, log.events("jackpot.").size());
    }
    assertTrue(Fsck.check(directory, site.policy()).clean());
  }

  @Test
  void namesAndValuesHaveLimits() throws Exception {
    try (OutcomeLog log = new TestLog(directory).create()) {
      assertThrows(IllegalArgumentException.class, () -> log.append(event("1"), "", new byte[0]));
      assertThrows(
          IllegalArgumentException.class,
          () -> log.append(event("1"), "a".repeat(257), new byte[0]));
      assertThrows(
          IllegalArgumentException.class, () -> log.append(event("1"), "a", new byte[65_536]));
      assertEquals(List.of(), log.kept(""));
    }
  }
}
