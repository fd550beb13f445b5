package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.astragal.ledger.EventIntake.Decided;
import org.astragal.ledger.EventIntake.Result;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Policy;
import org.astragal.service.Person;
import org.astragal.service.TwoPersons.Approval;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: events of third parties contribute exactly what they say, once; what is in doubt waits. */
final class EventsTest {
  private static final String RULES =
      """
      pool: global.2026
      currency: EUR
      exp: 2
      games: [studio.vs20x, hub.sitewide, floor.egm]
      sources: [signed, unsigned]
      modes: [REAL]
      fundedBy: [CASH]
      levels:
        - {id: GRAND, seedMinor: 5000000, ratePpm: 5000, reservePpm: 5143}
        - {id: MINI, seedMinor: 5000, ratePpm: 4000, reservePpm: 244}
      """;

  private static final long GRAND_SEED = 5_000_000_000_000L;
  private static final int ROUNDS = Integer.getInteger("astragal.rounds", 10_000);

  @TempDir private Path directory;
  private final DatabaseAddress address = TestDatabase.create();
  private boolean isHonest = true;
  private TestBooks books;
  private EventIntake events;

  @BeforeEach
  void open() throws Exception {
    books = TestBooks.open(address, directory, RULES, List.of(new TestLog("x")));
    events = books.events(TestMappings.copy(directory.resolve("mappings")));
  }

  @AfterEach
  void booksBalanceWhateverCame() throws Exception {
    try (var closed = books) {
      events.mappings().close();
      closed.assertBalanced();
      if (isHonest) {
        assertEquals(List.of(), audit("books").findings().kept());
      }
    }
  }

  @Test
  void sameRoundsInThreeFormatsGiveTheSameTotals() throws Exception {
    var stakes = new Random(7).ints(ROUNDS, 1, 20_000).toArray();
    var meter = new long[] {999_000_000L};
    // The first report of a machine has nothing to count from.
    take("egm-c", List.of(egm(0, meter[0])));
    var given = new TreeMap<String, List<Long>>();
    Map<String, IntFunction<String>> formats =
        Map.of(
            "studio-a", i -> studio(i, stakes[i]),
            "hub-b", i -> hub(i, stakes[i]),
            "egm-c",
                i -> {
                  meter[0] = (meter[0] + stakes[i]) % 1_000_000_000L;
                  return egm(i + 1, meter[0]);
                });
    for (var source : List.of("studio-a", "hub-b", "egm-c")) {
      var before = totals();
      var batch = new ArrayList<String>();
      for (var i = 0; i < ROUNDS; i++) {
        batch.add(formats.getOrDefault(source, n -> "").apply(i));
        if (batch.size() == EventsHttp.MAX_LINES || i == ROUNDS - 1) {
          assertEquals(new Result.Taken(batch.size(), 0, List.of()), take(source, batch));
          batch.clear();
        }
      }
      var after = totals();
      for (var i = 0; i < after.size(); i++) {
        given.computeIfAbsent(source, _ -> new ArrayList<>()).add(after.get(i) - before.get(i));
      }
    }
    var sum = 0L;
    for (var stake : stakes) {
      sum += stake;
    }
    assertEquals(List.of(sum * 5000, sum * 5143, sum * 4000, sum * 244), given.get("studio-a"));
    assertEquals(given.get("studio-a"), given.get("hub-b"));
    assertEquals(given.get("studio-a"), given.get("egm-c"));
    assertEquals(3L * ROUNDS + 1, books.number("select count(*) from third_party_event"));
  }

  @Test
  void eventSentAgainMovesNothingAndAnotherOneOfItsNameIsInDoubt() throws Exception {
    assertEquals(
        new Result.Taken(2, 0, List.of()), take("hub-b", List.of(hub(1, 100), hub(2, 50))));
    assertEquals(
        new Result.Taken(1, 2, List.of()),
        take("hub-b", List.of(hub(1, 100), hub(2, 50), hub(3, 1))));
    var taken = assertInstanceOf(Result.Taken.class, take("hub-b", List.of(hub(1, 101))));
    assertEquals(Doubt.CONFLICT, taken.doubts().getFirst().doubt());
    assertEquals(GRAND_SEED + 151 * 5000, books.micro("GRAND", AccountKind.POOL));
    // Another process goes on where this one ended.
    var again = books.events(directory.resolve("mappings"));
    assertEquals(
        new Result.Taken(1, 1, List.of()),
        again.take("hub-b", Optional.empty(), bytes(List.of(hub(1, 100), hub(4, 7))), _ -> true));
    again.mappings().close();
    assertEquals(4, books.queries().head(events.log("hub-b")).orElseThrow().position());
  }

  @Test
  void figureOfTheSourceIsComparedAndNeverPosted() throws Exception {
    // 0.001 EUR is 5000 ppm of 0.20 EUR: right. Of 0.30 EUR it is not.
    take("studio-a", List.of(studio(1, 20), studio(2, 30)));
    assertEquals(1, books.number("select count(*) from variance"));
    assertEquals(100_000, books.number("select claimed_micro from variance"));
    assertEquals(150_000, books.number("select computed_micro from variance"));
    assertEquals(GRAND_SEED + 50 * 5000, books.micro("GRAND", AccountKind.POOL));
  }

  @Test
  void whatIsInDoubtMovesNothingUntilItIsReleased() throws Exception {
    var taken =
        assertInstanceOf(
            Result.Taken.class,
            take("hub-b", List.of(hub(1, 100), hub(2, 200_000), "{}", hub(3, 1))));
    assertEquals(2, taken.accepted());
    assertEquals(
        java.util.Set.of(Doubt.UNREASONABLE, Doubt.NOT_MATCHED),
        taken.doubts().stream()
            .map(EventIntake.Doubted::doubt)
            .collect(java.util.stream.Collectors.toSet()));
    assertEquals(GRAND_SEED + 101 * 5000, books.micro("GRAND", AccountKind.POOL));
    var items = books.database().read(c -> Quarantine.newest(c, 10));
    assertEquals(2, items.size());
    var large = items.stream().filter(i -> i.reason().equals("unreasonable")).findFirst();
    var other = items.stream().filter(i -> i.reason().equals("not-matched")).findFirst();
    assertInstanceOf(Decided.StillInDoubt.class, decide(other.orElseThrow(), Ruling.Act.RELEASE));
    assertInstanceOf(Decided.Done.class, decide(other.orElseThrow(), Ruling.Act.REJECT));
    assertInstanceOf(Decided.Done.class, decide(large.orElseThrow(), Ruling.Act.RELEASE));
    assertInstanceOf(Decided.NotPending.class, decide(large.orElseThrow(), Ruling.Act.RELEASE));
    assertEquals(GRAND_SEED + 200_101L * 5000, books.micro("GRAND", AccountKind.POOL));
    assertEquals(new Result.Taken(0, 1, List.of()), take("hub-b", List.of(hub(2, 200_000))));
  }

  @Test
  void meterThatWasClearedGoesOnFromWhereTwoPeopleSay() throws Exception {
    take("egm-c", List.of(egm(0, 5_000), egm(1, 5_100)));
    var back = assertInstanceOf(Result.Taken.class, take("egm-c", List.of(egm(2, 30))));
    assertEquals(Doubt.UNREASONABLE, back.doubts().getFirst().doubt());
    var item = books.database().read(c -> Quarantine.newest(c, 1)).getFirst();
    assertInstanceOf(Decided.Done.class, decide(item, Ruling.Act.REBASE));
    take("egm-c", List.of(egm(3, 80)));
    assertEquals(GRAND_SEED + 150 * 5000, books.micro("GRAND", AccountKind.POOL));
  }

  @Test
  void eventWhoseMeterHasGoneOnIsNotCountedAgain() throws Exception {
    take("egm-c", List.of(egm(0, 5_000)));
    // Above what is reasonable; the next report counts from the last one that was taken.
    take("egm-c", List.of(egm(1, 300_000), egm(2, 5_100)));
    assertEquals(GRAND_SEED + 100 * 5000, books.micro("GRAND", AccountKind.POOL));
    var item = books.database().read(c -> Quarantine.newest(c, 1)).getFirst();
    for (var act : List.of(Ruling.Act.RELEASE, Ruling.Act.REBASE)) {
      assertEquals(
          Doubt.UNREASONABLE,
          assertInstanceOf(Decided.StillInDoubt.class, decide(item, act)).doubt());
      assertInstanceOf(Decided.StillInDoubt.class, events.examine(item.id(), act));
    }
    assertInstanceOf(Decided.Done.class, events.examine(item.id(), Ruling.Act.REJECT));
    assertInstanceOf(Decided.Done.class, decide(item, Ruling.Act.REJECT));
    assertEquals(new Result.Taken(0, 1, List.of()), take("egm-c", List.of(egm(1, 300_000))));
    assertEquals(GRAND_SEED + 100 * 5000, books.micro("GRAND", AccountKind.POOL));
  }

  @Test
  void releaseThatIsNotByTwoPersonsIsFoundByTheAudit() throws Exception {
    take("hub-b", List.of(hub(1, 200_000)));
    var item = books.database().read(c -> Quarantine.newest(c, 1)).getFirst();
    var honest = ruled(item, Ruling.Act.RELEASE, events.log("hub-b"));
    var one = honest.approvals().getFirst();
    events.decide(item.id(), new Input.Ruled(honest.ruling(), List.of(one, one)), _ -> true);
    var found = audit("alone").findings().kept();
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.getFirst().detail().contains("not by two persons"), found::toString);
    isHonest = false;
  }

  @Test
  void deliveryThatFailsInTheMiddleMovesNothingAtAll() throws Exception {
    take("egm-c", List.of(egm(0, 1_000)));
    var failed = new StoreException(StoreException.Fault.REFUSED, "on purpose");
    var e =
        org.junit.jupiter.api.Assertions.assertThrows(
            StoreException.class,
            () ->
                events.take(
                    "egm-c",
                    Optional.empty(),
                    bytes(List.of(egm(1, 1_100), "junk")),
                    _ -> {
                      throw failed;
                    }));
    assertEquals(failed, e);
    assertEquals(0, books.number("select count(*) from quarantine"));
    assertEquals(new Result.Taken(1, 0, List.of()), take("egm-c", List.of(egm(1, 1_100))));
    assertEquals(GRAND_SEED + 100 * 5000, books.micro("GRAND", AccountKind.POOL));
  }

  @Test
  void whoSpeaksForAnotherOperatorOrNobodyIsRefused() throws Exception {
    assertInstanceOf(
        Result.WrongOperator.class,
        events.take("hub-b", Optional.of("op-2"), bytes(List.of(hub(1, 1))), _ -> true));
    assertInstanceOf(
        Result.UnknownSource.class,
        events.take("nobody", Optional.of("op-17"), bytes(List.of(hub(1, 1))), _ -> true));
  }

  @Test
  void recordSaysThatNothingWasDrawnAndByWhichMappingItWasMade() throws Exception {
    take("hub-b", List.of(hub(1, 100)));
    var text =
        books
            .database()
            .read(c -> {
              try (var s =
                      c.prepareStatement(
                          "select convert_from(record, 'UTF8') from third_party_event");
                  var r = s.executeQuery()) {
                r.next();
                return r.getString(1);
              }
            });
    var hash = events.mappings().of("hub-b").orElseThrow().hash();
    assertTrue(text.contains("\"program\":\"" + hash), text);
    assertTrue(text.contains("\"construction\":\"NONE\""), text);
    assertTrue(text.contains("\"draws\":[]"), text);
    assertTrue(text.contains("\"triggers\":[]"), text);
    assertEquals(1, books.number("select count(*) from checkpoint"));
  }

  private Audit.Result audit(String folder) throws Exception {
    var out = directory.resolve(folder);
    Export.write(address.owner().orElseThrow(), out);
    var policy = Policy.of(List.of(TestBooks.JOURNAL.verifier()));
    var trail = new KeyTrail(false, new FastSignatures());
    return Audit.run(
        out,
        List.of(),
        policy,
        trail,
        Optional.empty(),
        Audit.Known.NOTHING,
        Replay.Observer.NOBODY);
  }

  private Decided decide(Quarantine.Item item, Ruling.Act act) throws StoreException {
    return events.decide(item.id(), ruled(item, act, events.log(item.source())), _ -> true);
  }

  private static Input.Ruled ruled(Quarantine.Item item, Ruling.Act act, String log) {
    var ruling =
        new Ruling(
            act, log, Optional.of(Hash.parse(item.sha256())), Optional.empty(), "on purpose");
    return new Input.Ruled(
        ruling,
        List.of(
            new Approval(new Person("sha256:1", "CN=one"), Instant.EPOCH),
            new Approval(new Person("sha256:2", "CN=two"), Instant.EPOCH)));
  }

  private Result take(String source, List<String> lines) throws StoreException {
    return events.take(source, Optional.of("op-17"), bytes(lines), _ -> true);
  }

  private static List<byte[]> bytes(List<String> lines) {
    return lines.stream().map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private List<Long> totals() throws StoreException {
    return List.of(
        books.micro("GRAND", AccountKind.POOL),
        books.micro("GRAND", AccountKind.RESERVE),
        books.micro("MINI", AccountKind.POOL),
        books.micro("MINI", AccountKind.RESERVE));
  }

  private static String studio(int i, long stake) {
    var fields = new TreeMap<String, String>();
    fields.put("providerId", "pp9");
    fields.put("userId", "u" + i % 100);
    fields.put("gameId", "vs20x");
    fields.put("roundId", "r" + i);
    fields.put("reference", "ref" + i);
    fields.put("amount", "%d.%02d".formatted(stake / 100, stake % 100));
    fields.put("currency", "EUR");
    fields.put("timestamp", Long.toString(1_780_920_000_000L + i));
    fields.put("jackpotContribution", "0.001");
    var text = new StringBuilder();
    fields.forEach((name, value) ->
        text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(value));
    return text + "&hash=" + hmac(text.toString());
  }

  private static String hub(int i, long stake) {
    return """
    {"token":"t%d","brand_id":"b:1","player_id":"p%d","player_country":"UK","source_id":\
    "casino-sitewide","gameround_id":"g%d","currency":"EUR","base_wager":%d.%02d}\
    """
        .formatted(i, i % 100, i, stake / 100, stake % 100);
  }

  private static String egm(int i, long meter) {
    var text =
        "EGM|V12|GM0042|20260608T120000+1000|CI=%09d|CO=000000000|GP=%08d|DENOM=1|PSEQ=%d"
            .formatted(meter, i, i);
    return text + "|CRC=%04X".formatted(crc(text));
  }

  private static int crc(String text) {
    var crc = 0xFFFF;
    for (var b : text.getBytes(StandardCharsets.UTF_8)) {
      crc ^= (b & 0xFF) << 8;
      for (var bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ 0x1021;
      }
      crc &= 0xFFFF;
    }
    return crc;
  }

  private static String hmac(String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(TestMappings.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
