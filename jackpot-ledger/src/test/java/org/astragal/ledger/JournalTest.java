package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.astragal.outcome.InclusionProof;
import org.astragal.outcome.SignedNote;
import org.astragal.service.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: every posting is in an entry, every entry in the tree, every head signed. */
final class JournalTest {
  @TempDir private Path directory;

  private record Stored(String text, SignedNote note) {
    byte[] body() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  @Test
  void everyEntryIsUnderASignedHeadAndProvable() throws Exception {
    var log = new TestLog("test.example/outcomes/journal");
    log.create();
    try (var books = TestBooks.open(directory, Site.RULES, List.of(log))) {
      for (var i = 0; i < 12; i++) {
        var from = i == 0 ? 0 : Math.toIntExact(log.size());
        log.seal(List.of(Round.of("r-" + i, 100 + i).body(), Round.of("q-" + i, 7).body()));
        var lines = log.lines(from, Math.toIntExact(log.size()));
        books.ingest().deliver(log.origin(), TestLog.stream(lines));
      }
      var entries = entries(books);
      assertEquals(14, entries.size(), "opened, rules, and one for each delivery");
      var tree = new CompactRange();
      for (var i = 0; i < entries.size(); i++) {
        var entry = JournalEntry.parse(entries.get(i).body());
        assertArrayEquals(entries.get(i).body(), entry.encode());
        assertEquals(i, entry.number());
        tree.append(Hash.leaf(entries.get(i).body()));
        var head = Checkpoint.parse(entries.get(i).note().text());
        assertEquals(new Checkpoint("test.example/journal", i + 1, tree.root()), head);
        assertTrue(
            TestBooks.JOURNAL
                .verifier()
                .verify(
                    head.text().getBytes(StandardCharsets.UTF_8),
                    entries.get(i).note().signatures().getFirst().signature()));
      }
      assertProofs(books, entries);
      var last = JournalEntry.parse(entries.getLast().body());
      assertEquals(2, last.result().rows().get("global.2026").count());
      assertEquals(
          books.micro("GRAND", AccountKind.POOL),
          last.result().balances().get("global.2026").get("GRAND").get("POOL"));
      assertEquals(
          new Input.Delivered(log.origin(), 1, log.size() - 2, log.size(), root(log), List.of()),
          last.input());
    }
  }

  private static Hash root(TestLog log) throws Exception {
    return Checkpoint.parse(log.note(Math.toIntExact(log.size())).text()).root();
  }

  private static void assertProofs(TestBooks books, List<Stored> entries) throws Exception {
    for (var size = 1; size <= entries.size(); size++) {
      var root = Checkpoint.parse(entries.get(size - 1).note().text()).root();
      for (var n = 0; n < size; n++) {
        var number = n;
        var whole = size;
        var path = books.database().read(c -> Journal.path(c, number, whole));
        assertTrue(
            InclusionProof.verify(Hash.leaf(entries.get(n).body()), n, size, path, root),
            n + " of " + size);
      }
    }
  }

  private static List<Stored> entries(TestBooks books) throws Exception {
    return books
        .database()
        .read(c -> {
          var entries = new ArrayList<Stored>();
          try (var s = c.prepareStatement("select body, note from journal order by n");
              var r = s.executeQuery()) {
            while (r.next()) {
              var body = new String(r.getBytes(1), StandardCharsets.UTF_8);
              entries.add(new Stored(body, SignedNote.parse(r.getBytes(2))));
            }
          } catch (org.astragal.outcome.NoteException e) {
            throw new AssertionError(e);
          }
          return entries;
        });
  }

  @Test
  void aNameThatChangesIsRefused() throws Exception {
    var address = TestDatabase.create();
    TestBooks.open(address, directory, Site.RULES, List.of(new TestLog("a.example/log"))).close();
    var file = directory.resolve("journal.key");
    KeyCommand.make(file);
    var other = JournalKey.load("test.example/journal", file);
    try (var database = Database.open(address)) {
      var tenure = Tenure.takeOver(database);
      var e =
          assertThrows(
              StoreException.class,
              () -> Books.open(database, tenure, new Journal(other, Clock.systemUTC())));
      assertTrue(String.valueOf(e.getMessage()).contains("signed by another key"));
    }
  }

  @Test
  void aKeyFileIsKeptAndReadAgain() throws Exception {
    var file = directory.resolve("journal.key");
    KeyCommand.make(file);
    var first = JournalKey.load("j.example/x", file);
    KeyCommand.make(file);
    assertEquals(first.verifier(), JournalKey.load("j.example/x", file).verifier());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "junk",
        "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----\n",
        "-----END PRIVATE KEY-----\n-----BEGIN PRIVATE KEY-----\n",
      })
  void whatIsNoKeyIsRefused(String text) throws Exception {
    var file = Files.writeString(directory.resolve("bad.key"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThrows(ConfigException.class, () -> JournalKey.load("j.example/x", file));
  }

  @Test
  void aKeyThatOthersMayReadIsRefused() throws Exception {
    var file = directory.resolve("journal.key");
    KeyCommand.make(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThrows(ConfigException.class, () -> JournalKey.load("j.example/x", file));
  }
}
