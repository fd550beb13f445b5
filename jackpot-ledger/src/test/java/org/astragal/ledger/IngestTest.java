package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.astragal.ledger.IngestResult.Accepted;
import org.astragal.ledger.IngestResult.Gap;
import org.astragal.ledger.IngestResult.Malformed;
import org.astragal.ledger.IngestResult.Refused;
import org.astragal.ledger.TestLog.Round;
import org.astragal.outcome.RoundSettled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what is verified moves money once, and nothing else moves any. */
final class IngestTest {
  private static final long GRAND_SEED = 5_000_000_000_000L;

  @TempDir private Path directory;
  private final TestLog log = new TestLog("test.example/outcomes/a");
  private final TestLog other = TestLog.ofEd25519("test.example/outcomes/b");
  private TestBooks books;

  @BeforeEach
  void open() throws Exception {
    books = TestBooks.open(directory, Site.RULES, List.of(log, other));
  }

  @AfterEach
  void booksBalanceWhateverCame() throws Exception {
    books.assertBalanced();
    books.close();
  }

  @Test
  void contributionIsStakeTimesRateInMicroUnits() throws Exception {
    log.create();
    log.seal(List.of(Round.of("r-1", 137).body()));
    assertEquals(new AcceptedCounts(2, 0, 2), deliver(log.lines(0, 2)));
    assertEquals(GRAND_SEED + 137 * 5000, books.micro("GRAND", AccountKind.POOL));
    assertEquals(137 * 5143, books.micro("GRAND", AccountKind.RESERVE));
    assertEquals(-137 * (5000 + 5143), books.micro("GRAND", AccountKind.SOURCE));
    assertEquals(-GRAND_SEED, books.micro("GRAND", AccountKind.HOUSE));
    assertEquals(5_000_000_000L + 137 * 4000, books.micro("MINI", AccountKind.POOL));
  }

  @Test
  void deliveryRepeatedMovesNothing() throws Exception {
    var first = rounds(0, 10);
    deliver(first);
    var before = books.micro("GRAND", AccountKind.POOL);
    assertEquals(new AcceptedCounts(0, 11, 11), deliver(first));
    assertEquals(before, books.micro("GRAND", AccountKind.POOL));
    assertEquals(10, books.number("select count(*) from settlement"));
  }

  @Test
  void overlapPostsOnlyWhatIsNew() throws Exception {
    var first = rounds(0, 10);
    deliver(first);
    var both = new ArrayList<>(first.subList(4, 11));
    both.addAll(rounds(10, 15));
    assertEquals(new AcceptedCounts(5, 7, 16), deliver(both));
    assertEquals(15, books.number("select count(*) from settlement"));
  }

  @Test
  void manyDeliverersAtOncePostEachRoundOnce() throws Exception {
    var batches = new ArrayList<List<byte[]>>();
    for (var i = 0; i < 40; i++) {
      batches.add(rounds(i * 5, i * 5 + 5));
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      var done = new ArrayList<Future<?>>();
      for (var worker = 0; worker < 8; worker++) {
        var random = new Random(worker);
        done.add(
            threads.submit(() -> {
              pushAll(batches, random);
              return null;
            }));
      }
      for (var one : done) {
        one.get();
      }
    }
    assertEquals(200, books.number("select count(*) from settlement"));
    var stakes = IntStream.range(0, 200).mapToLong(IngestTest::stake).sum();
    assertEquals(GRAND_SEED + stakes * 5000, books.micro("GRAND", AccountKind.POOL));
  }

  @Test
  void gapIsAnsweredWithThePosition() throws Exception {
    deliver(rounds(0, 5));
    rounds(5, 10);
    var later = rounds(10, 15);
    assertEquals(new Gap(6), result(later));
    assertEquals(5, books.number("select count(*) from settlement"));
  }

  @Test
  void linesOutOfOrderAreRefused() throws Exception {
    var lines = new ArrayList<>(rounds(0, 10));
    Collections.swap(lines, 5, 6);
    refused("gap", lines);
    assertEquals(0, books.number("select count(*) from settlement"));
  }

  @Test
  void everyKindOfChangedLineIsRefusedAndTheGenuineOneStillGoesThrough() throws Exception {
    var genuine = rounds(0, 5);
    for (var change :
        List.of(
            List.of("\"minor\":\"101\"", "\"minor\":\"901\"", "root-mismatch"),
            List.of("\"mode\":\"REAL\"", "\"mode\":\"TEST\"", "root-mismatch"),
            List.of("\"seq\":\"2\"", "\"seq\":\"3\"", "wrong-seq"),
            List.of("\"v\":1", "\"v\":2", "record-version"))) {
      var lines = new ArrayList<>(genuine);
      lines.set(2, replaced(genuine.get(2), change.get(0), change.get(1)));
      refused(change.get(2), lines);
    }
    assertEquals(0, books.number("select count(*) from settlement"));
    assertEquals(4, books.queries().parked(10).size());
    assertEquals(new AcceptedCounts(6, 0, 6), deliver(genuine));
  }

  @Test
  void refusedLineIsParkedOnceHoweverOftenItComes() throws Exception {
    var lines = new ArrayList<>(rounds(0, 3));
    lines.set(1, replaced(lines.get(1), "\"mode\":\"REAL\"", "\"mode\":\"FREE\""));
    for (var i = 0; i < 3; i++) {
      refused("root-mismatch", lines);
    }
    var parked = books.queries().parked(10);
    assertEquals(1, parked.size());
    assertEquals(3, parked.getFirst().times());
    assertEquals(1, parked.getFirst().seq().orElseThrow());
    assertEquals(lines.get(1).length, parked.getFirst().length());
  }

  @Test
  void outcomeUnderAnUnknownKeyIsParked() throws Exception {
    deliver(rounds(0, 3));
    var forger = new TestLog(log.origin());
    forger.create();
    forger.seal(IntStream.range(0, 3).mapToObj(IngestTest::body).toList());
    refused("unknown-key", forger.lines(0, 4));
    refused("unknown-key", forger.seal(List.of(Round.of("forged", 1_000_000).body())));
    assertEquals("unknown-key", books.queries().parked(1).getFirst().reason());
    assertEquals(new AcceptedCounts(1, 0, 5), deliver(rounds(3, 4)));
  }

  @Test
  void logThatThePolicyDoesNotNameIsParked() throws Exception {
    var stranger = new TestLog("stranger.example/outcomes");
    stranger.create();
    var refused =
        assertInstanceOf(
            Refused.class,
            books.ingest().deliver(stranger.origin(), TestLog.stream(stranger.lines(0, 1))));
    assertEquals("unknown-log", refused.reason());
  }

  @Test
  void logThatSignsWithEd25519IsVerifiedLikeAnyOther() throws Exception {
    other.create();
    other.seal(List.of(Round.of("b-1", 137).body()));
    // The same log under a key that the policy does not know.
    var forged = TestLog.ofEd25519(other.origin());
    forged.create();
    forged.seal(List.of(Round.of("b-1", 137).body()));
    assertInstanceOf(
        Refused.class, books.ingest().deliver(other.origin(), TestLog.stream(forged.lines(0, 2))));
    var accepted =
        assertInstanceOf(
            Accepted.class,
            books.ingest().deliver(other.origin(), TestLog.stream(other.lines(0, 2))));
    assertEquals(2, accepted.accepted());
    assertEquals(GRAND_SEED + 137 * 5000, books.micro("GRAND", AccountKind.POOL));
  }

  @Test
  void deliveryOfAnotherLogIsRefused() throws Exception {
    other.create();
    refused("wrong-log", other.lines(0, 1));
  }

  @Test
  void deliveryThatEndsBetweenCheckpointsIsRefused() throws Exception {
    var lines = rounds(0, 5);
    refused("not-at-checkpoint", lines.subList(0, 4));
    assertEquals(0, books.number("select count(*) from settlement"));
  }

  @Test
  void roundSettledBeforeInAnotherLogIsParkedAndTheRestPosted() throws Exception {
    deliver(rounds(0, 5));
    other.create();
    other.seal(List.of(Round.of("b-1", 100).body(), body(2), Round.of("b-2", 100).body()));
    var accepted =
        assertInstanceOf(
            Accepted.class,
            books.ingest().deliver(other.origin(), TestLog.stream(other.lines(0, 4))));
    assertEquals(4, accepted.position());
    assertEquals(7, books.number("select count(*) from settlement"));
    assertEquals(1, books.tally("unpostable.round-settled-before"));
    var parked = books.queries().parked(10).getFirst();
    assertEquals("round-settled-before", parked.reason());
    assertEquals(2, parked.seq().orElseThrow());
  }

  @Test
  void roundSettledTwiceInOneDeliveryIsPostedOnce() throws Exception {
    log.create();
    log.seal(List.of(body(1), body(1), body(2)));
    assertEquals(new AcceptedCounts(4, 0, 4), deliver(log.lines(0, 4)));
    assertEquals(2, books.number("select count(*) from settlement"));
    assertEquals(1, books.queries().parked(10).size());
  }

  @Test
  void amountsThatDoNotFitAreParkedAndTheRestPosted() throws Exception {
    log.create();
    log.seal(
        List.of(
            Round.of("product", Long.MAX_VALUE / 5000 + 1).body(),
            Round.of("sum-1", 500_000_000_000_000L).body(),
            Round.of("sum-2", 500_000_000_000_000L).body(),
            Round.of("fits", 100).body()));
    assertEquals(new AcceptedCounts(5, 0, 5), deliver(log.lines(0, 5)));
    assertEquals(2, books.tally("unpostable.amount-out-of-range"));
    assertEquals(2, books.number("select count(*) from settlement"));
    assertEquals(new AcceptedCounts(2, 0, 7), deliver(rounds(50, 52)));
  }

  @Test
  void deliveryThatBreaksOffPostsNothing() throws Exception {
    var lines = rounds(0, 5);
    log.seal(List.of(body(5), body(6)));
    var rest = log.lines(6, 8);
    var whole = TestLog.body(lines);
    var half = TestLog.body(rest.subList(0, 1));
    var body =
        new SequenceInputStream(
            new SequenceInputStream(
                new ByteArrayInputStream(whole), new ByteArrayInputStream(half)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the sender is gone");
              }

              @Override
              public int read(byte[] to, int offset, int length) throws IOException {
                return read();
              }
            });
    assertThrows(IOException.class, () -> books.ingest().deliver(log.origin(), body));
    assertEquals(0, books.number("select count(*) from settlement"));
    lines.addAll(rest);
    assertEquals(new AcceptedCounts(8, 0, 8), deliver(lines));
  }

  @Test
  void emptyDeliveryIsMalformed() throws Exception {
    assertInstanceOf(
        Malformed.class, books.ingest().deliver(log.origin(), TestLog.stream(List.of())));
    refused("malformed-envelope", List.of("{}".getBytes(StandardCharsets.UTF_8)));
  }

  /** The three counts of an answer, without the note. */
  private record AcceptedCounts(long accepted, long duplicates, long position) {}

  private AcceptedCounts deliver(List<byte[]> lines) throws Exception {
    var accepted = assertInstanceOf(Accepted.class, result(lines));
    return new AcceptedCounts(accepted.accepted(), accepted.duplicates(), accepted.position());
  }

  private IngestResult result(List<byte[]> lines) throws Exception {
    return books.ingest().deliver(log.origin(), TestLog.stream(lines));
  }

  private void refused(String reason, List<byte[]> lines) throws Exception {
    assertEquals(reason, assertInstanceOf(Refused.class, result(lines)).reason());
  }

  /** Delivers everything, in an order of its own, again and again until all of it is posted. */
  private void pushAll(List<List<byte[]>> batches, Random random) throws Exception {
    var next = 0;
    while (next < batches.size()) {
      var from = Math.max(0, next - random.nextInt(3));
      var to = Math.min(batches.size(), next + 1 + random.nextInt(3));
      var lines = batches.subList(from, to).stream().flatMap(List::stream).toList();
      switch (result(lines)) {
        case Accepted _ -> next = to;
        case Gap(var position) ->
            assertTrue(position < log.size(), "a gap is told as long as there is one");
        case Refused(var reason, var seq, var detail) ->
            throw new AssertionError(reason + " at " + seq + ": " + detail);
        case IngestResult.Stopped stopped -> throw new AssertionError(stopped.toString());
        case Malformed(var detail) -> throw new AssertionError(detail);
      }
    }
  }

  /** Seals rounds {@code from} to {@code to} under one checkpoint; the first brings leaf 0. */
  private List<byte[]> rounds(int from, int to) {
    var first = Math.toIntExact(log.size());
    var bodies = IntStream.range(from, to).mapToObj(IngestTest::body).toList();
    if (first == 0) {
      log.create();
    }
    log.seal(bodies);
    return log.lines(first, Math.toIntExact(log.size()));
  }

  private static RoundSettled body(int i) {
    return Round.of("r-" + i, stake(i)).body();
  }

  private static long stake(int i) {
    return 100L + i;
  }

  private static byte[] replaced(byte[] line, String from, String to) {
    var text = new String(line, StandardCharsets.UTF_8);
    assertTrue(text.contains(from), () -> from + " in " + text);
    return text.replaceFirst(from, to).getBytes(StandardCharsets.UTF_8);
  }
}
