package org.astragal.outcome;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.outcome.RecordException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: a record has one form, is read back as it was, and nothing doubtful is read at all. */
final class OutcomeRecordTest {
  private static final String HASH =
      "sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a";

  private static final String SETTLED =
      """
      {"appliance":{"boot":"01983f5e-0000-7000-8000-000000000001",
      "program":"%1$s",
      "rng":{"construction":"XOR/CTR_DRBG-AES256, RBGC child","instance":"i-1","reseed":"12"}},
      "at":"2026-06-08T12:00:00.002Z",
      "bets":[{"fundedBy":"CASH","id":"1",
      "player":{"channel":"MOBILE","jurisdiction":"MT","pseudonym":"9f86d081884c7d65","session":"s-3"},
      "selection":{"segment":"10"},"stake":{"ccy":"EUR","exp":2,"minor":"100"}}],
      "choices":[],
      "draws":[["boost","400","17"],["wheel","54","31"]],
      "game":{"id":"ref.wheel.54","logic":"%2$s","version":"1.0.0"},
      "jackpot":{"contributions":[{"amount":{"ccy":"EUR","exp":2,"micro":"500000","minor":"0"},
      "bet":"1","level":"GRAND","pool":"global"}],"triggers":[]},
      "log":"rng1.example.com/outcomes/2026","operator":"op-17",
      "request":{"id":"01983f5e-r-4217","sha256":"%3$s"},
      "results":[{"bet":"1","detail":{"multiplier":1,"segment":"2"},"features":["boost"],
      "win":{"ccy":"EUR","exp":2,"minor":"0"}}],
      "round":{"id":"r-4217","mode":"REAL","step":0},
      "seq":"4217","trace":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "type":"round.settled","v":1}\
      """
          .formatted(HASH, Hash.sha256(new byte[] {2}), Hash.sha256(new byte[] {3}))
          .replace("\n", "");

  @Test
  void settledRoundIsWrittenAsTheDocumentsShowIt() throws RecordException {
    OutcomeRecord record = Samples.record(TestLog.ORIGIN, 4217);
    assertEquals(SETTLED, new String(record.encode(), StandardCharsets.UTF_8));
    assertEquals(record, parse(SETTLED));
  }

  @Test
  void voidedRoundIsWrittenWithItsRequest() throws RecordException {
    var voided =
        new RoundVoided(
            Samples.appliance(),
            "op-17",
            new RequestRef("q-1", Hash.parse(HASH)),
            new RoundRef("r-1", RoundRef.Mode.TEST, 2),
            "power-lost",
            "e30",
            Optional.empty());
    var record = new OutcomeRecord(TestLog.ORIGIN, 5, Samples.AT, voided);
    String text = new String(record.encode(), StandardCharsets.UTF_8);
    assertTrue(
        text.endsWith(
            ("\"at\":\"2026-06-08T12:00:00.002Z\",\"log\":\"rng1.example.com/outcomes/2026\","
                    + "\"operator\":\"op-17\",\"reason\":\"power-lost\","
                    + "\"request\":{\"body\":\"e30\",\"id\":\"q-1\",\"sha256\":\"%s\"},"
                    + "\"round\":{\"id\":\"r-1\",\"mode\":\"TEST\",\"step\":2},"
                    + "\"seq\":\"5\",\"type\":\"round.voided\",\"v\":1}")
                .formatted(HASH)),
        text);
    assertEquals(record, parse(text));
  }

  @Test
  void beginningOfALogIsWrittenWithItsKeys() throws RecordException {
    var created =
        new LogCreated(Samples.appliance(), Optional.empty(), List.of("name+01234567+AjBZ"));
    var record = new OutcomeRecord(TestLog.ORIGIN, 0, Samples.AT, created);
    String text = new String(record.encode(), StandardCharsets.UTF_8);
    assertTrue(
        text.endsWith(
            "\"event\":{\"keys\":[\"name+01234567+AjBZ\"]},\"log\":\"rng1.example.com/outcomes/"
                + "2026\",\"seq\":\"0\",\"type\":\"log.created\",\"v\":1}"),
        text);
    assertEquals(record, parse(text));
  }

  @Test
  void everyKindOfRecordIsReadBackAsItWas() throws RecordException {
    var random = Samples.random(1);
    for (int i = 0; i < 3000; i++) {
      OutcomeRecord record = Samples.random(random);
      byte[] bytes = record.encode();
      assertEquals(record, OutcomeRecord.parse(bytes));
      assertArrayEquals(bytes, OutcomeRecord.parse(bytes).encode());
    }
  }

  @Test
  void whatIsWrittenIsCanonical() throws Exception {
    var random = Samples.random(2);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = Samples.random(random).encode();
      assertArrayEquals(bytes, JcsWriter.encode(Json.parse(bytes)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"v\":1                     | \"v\":2                        | VERSION | version",
        "\"v\":1                     | \"v\":\"1\"                    | INVALID | v:",
        "\"v\":1                     | \"v\":1,\"w\":1                | INVALID | w:",
        "\"v\":1                     | \"reason\":\"x\",\"v\":1       | INVALID | reason:",
        "\"v\":1                     | \"event\":{},\"v\":1           | INVALID | event:",
        ",\"v\":1                    | ``                             | INVALID | v:",
        "\"v\":1                     | \"v\":1,\"v\":1                | NOT_JSON | v:",
        "\"type\":\"round.settled\"  | \"type\":\"round.other\"       | INVALID | bets:",
        "\"type\":\"round.settled\"  | \"type\":\"round.voided\"      | INVALID | bets:",
        "\"type\":\"round.settled\"  | \"type\":\"log.created\"       | INVALID | bets:",
        "\"seq\":\"4217\"            | \"seq\":4217                   | INVALID | seq:",
        "\"seq\":\"4217\"            | \"seq\":\"04217\"              | INVALID | seq:",
        "\"seq\":\"4217\"            | \"seq\":\"-1\"                 | INVALID | seq:",
        "08T12:00:00.002Z            | 08T12:00:00.002+00:00          | INVALID | at:",
        "08T12:00:00.002Z            | 08t12:00:00.002Z               | INVALID | at:",
        "08T12:00:00.002Z            | 08T12:00:00.02Z                | INVALID | at:",
        "08T12:00:00.002Z            | 08T24:00:00.000Z               | INVALID | at:",
        "-06-08T                     | -02-30T                        | INVALID | at:",
        "\"reseed\":\"12\"           | \"reseed\":12                  | INVALID |"
            + " appliance.rng.reseed:",
        "\"reseed\":\"12\"           | \"reseed\":\"12\",\"x\":1      | INVALID | appliance.rng.x:",
        "\"program\":\"sha256:4b     | \"program\":\"sha256:4B        | INVALID |"
            + " appliance.program:",
        "\"channel\":\"MOBILE\"      | \"channel\":\"\"               | INVALID | bets[0].player:",
        "\"channel\":\"MOBILE\"      | \"channel\":\"a\\nb\"          | INVALID | bets[0].player:",
        "\"channel\":\"MOBILE\",     | ``                             | INVALID |"
            + " bets[0].player.channel:",
        "\"minor\":\"100\"           | \"minor\":\"1e2\"              | INVALID |"
            + " bets[0].stake.minor:",
        "\"minor\":\"100\"           | \"micro\":\"0\",\"minor\":\"100\" | INVALID |"
            + " bets[0].stake.micro:",
        "\"ccy\":\"EUR\",\"exp\":2,\"minor\":\"100\" | \"ccy\":\"eur\",\"exp\":2,\"minor\":\"100\""
            + " | INVALID | bets[0].stake:",
        "\"ccy\":\"EUR\",\"exp\":2,\"minor\":\"100\" | \"ccy\":\"EUR\",\"exp\":19,\"minor\":\"100\""
            + " | INVALID | bets[0].stake:",
        "\"micro\":\"500000\"        | \"micro\":\"1000000\"          | INVALID |"
            + " jackpot.contributions[0].amount.micro:",
        "\"triggers\":[]             | \"triggers\":[1]               | INVALID |"
            + " jackpot.triggers[0]:",
        "\"triggers\":[]             |"
            + " \"triggers\":[{\"bet\":\"2\",\"draw\":0,\"level\":\"G\",\"pool\":\"p\"}] | INVALID"
            + " | a trigger of no bet",
        "\"triggers\":[]             |"
            + " \"triggers\":[{\"bet\":\"1\",\"draw\":2,\"level\":\"G\",\"pool\":\"p\"}] | INVALID"
            + " | a trigger by no draw",
        "\"triggers\":[]             |"
            + " \"triggers\":[{\"bet\":\"1\",\"draw\":-1,\"level\":\"G\",\"pool\":\"p\"}] | INVALID"
            + " | jackpot.triggers[0].draw:",
        "\"jurisdiction\":           | \"eligibility\":[],\"jurisdiction\": | INVALID |"
            + " bets[0].player.eligibility:",
        "\"jurisdiction\":           | \"eligibility\":[\"B\",\"A\"],\"jurisdiction\": | INVALID |"
            + " bets[0].player: eligibility must be in rising order",
        "[\"wheel\",\"54\",\"31\"]   | [\"wheel\",\"54\",\"54\"]      | INVALID | draws[1]:",
        "[\"wheel\",\"54\",\"31\"]   | [\"wheel\",\"0\",\"0\"]        | INVALID | draws[1]:",
        "[\"wheel\",\"54\",\"31\"]   | [\"wheel\",54,31]              | INVALID | draws[1]:",
        "[\"wheel\",\"54\",\"31\"]   | [\"wheel\",\"54\"]             | INVALID | draws[1]:",
        "[\"wheel\",\"54\",\"31\"]   | {}                             | INVALID | draws[1]:",
        "\"features\":[\"boost\"]    | \"features\":[1]               | INVALID |"
            + " results[0].features[0]:",
        "\"results\":[               | \"results\":[3,                | INVALID | results[0]:",
        "\"mode\":\"REAL\"           | \"mode\":\"real\"              | INVALID | round.mode:",
        "\"step\":0                  | \"step\":-1                    | INVALID | round.step:",
        "\"step\":0                  | \"step\":2147483648            | INVALID | round.step:",
        "{\"bet\":\"1\",\"detail\"   | {\"bet\":\"2\",\"detail\"      | INVALID | no bet",
        "\"bet\":\"1\",\"level\"     | \"bet\":\"2\",\"level\"        | INVALID | a contribution of"
            + " no bet",
        "\"log\":\"rng1.example.com  | \"log\":\"rng1 example.com     | INVALID | not an origin",
      })
  void memberThatIsNotAllowedIsRefusedByName(String from, String to, Fault fault, String start) {
    String changed = SETTLED.replace(from, to);
    assertTrue(!changed.equals(SETTLED), "nothing was changed");
    var refusal = assertThrows(RecordException.class, () -> parse(changed));
    assertEquals(fault, refusal.fault());
    assertTrue(refusal.getMessage().startsWith(start), refusal.getMessage());
  }

  @Test
  void everyMemberThatIsTakenAwayIsMissed() throws Exception {
    var whole = (Json.Obj) Json.parse(SETTLED.getBytes(StandardCharsets.UTF_8));
    for (String name : whole.members().keySet()) {
      var fewer = new java.util.TreeMap<>(whole.members());
      fewer.remove(name);
      byte[] bytes = JcsWriter.encode(Json.Obj.of(fewer));
      if (name.equals("trace")) {
        OutcomeRecord.parse(bytes);
      } else {
        var refusal = assertThrows(RecordException.class, () -> OutcomeRecord.parse(bytes));
        assertEquals(Fault.INVALID, refusal.fault(), name);
      }
    }
  }

  @Test
  void otherThanAnObjectIsNotARecord() {
    for (String text : List.of("[]", "1", "null", "\"x\"", "")) {
      var refusal = assertThrows(RecordException.class, () -> parse(text));
      assertEquals(Fault.NOT_JSON, refusal.fault());
    }
  }

  @Test
  void recordsAreReadAndWrittenToTheirLimitAndNoFurther() throws RecordException {
    int room = OutcomeRecord.MAX_BYTES - event(0).encode().length;
    OutcomeRecord longest = event(room);
    byte[] bytes = longest.encode();
    assertEquals(OutcomeRecord.MAX_BYTES, bytes.length);
    assertEquals(longest, OutcomeRecord.parse(bytes));
    OutcomeRecord longer = event(room + 1);
    assertThrows(IllegalStateException.class, longer::encode);
    byte[] spaced = java.util.Arrays.copyOf(bytes, bytes.length + 1);
    spaced[bytes.length] = ' ';
    assertEquals(
        Fault.TOO_LONG,
        assertThrows(RecordException.class, () -> OutcomeRecord.parse(spaced)).fault());
  }

  @Test
  void timesAreKeptToTheMillisecond() {
    Instant fine = Instant.parse("2026-06-08T12:00:00.002999999Z");
    assertEquals(Samples.AT, new OutcomeRecord("l", 0, fine, Samples.settled("r")).at());
    for (String edge : List.of("0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z")) {
      assertEquals(edge, Timestamps.format(Instant.parse(edge)));
      assertEquals(Optional.of(Instant.parse(edge)), Timestamps.parse(edge));
    }
    Instant late = Instant.parse("+10000-01-01T00:00:00Z");
    var body = Samples.settled("r");
    assertThrows(IllegalArgumentException.class, () -> new OutcomeRecord("l", 0, late, body));
  }

  @Test
  void partsRefuseWhatCouldNotHaveHappened() {
    assertThrows(IllegalArgumentException.class, () -> new Draw("p", 54, 54));
    assertThrows(IllegalArgumentException.class, () -> new Draw("p", 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Draw("p", 54, -1));
    assertThrows(IllegalArgumentException.class, () -> new Money("EUR", 2, -1));
    assertThrows(IllegalArgumentException.class, () -> new Money("EU", 2, 1));
    assertThrows(IllegalArgumentException.class, () -> new MicroMoney("EUR", 2, 1_000_000, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new Event("round.x", info(), Json.Obj.EMPTY));
    assertThrows(IllegalArgumentException.class, () -> new Event("key", info(), Json.Obj.EMPTY));
    assertThrows(IllegalArgumentException.class, () -> new Event("key.", info(), Json.Obj.EMPTY));
    assertThrows(
        IllegalArgumentException.class, () -> new Event("log.created", info(), Json.Obj.EMPTY));
    var created = new LogCreated(info(), Optional.empty(), List.of("k"));
    assertThrows(
        IllegalArgumentException.class, () -> new OutcomeRecord("l", 1, Samples.AT, created));
    assertThrows(
        IllegalArgumentException.class, () -> new OutcomeRecord("l", -1, Samples.AT, created));
  }

  @Test
  void identifiersAreTakenToTheirLimitAndNoFurther() {
    new RequestRef("x".repeat(256), Hash.EMPTY_ROOT);
    assertThrows(
        IllegalArgumentException.class, () -> new RequestRef("x".repeat(257), Hash.EMPTY_ROOT));
    for (String bad : List.of("", "a\u0000", "a\u0085", "\ud800", "\ud83d\ude00\n")) {
      assertThrows(IllegalArgumentException.class, () -> new RequestRef(bad, Hash.EMPTY_ROOT));
    }
    new RequestRef("\ud83d\ude00 ok", Hash.EMPTY_ROOT);
  }

  private static ApplianceInfo info() {
    return Samples.appliance();
  }

  private static OutcomeRecord event(int padding) {
    var pad = Json.Obj.of(Map.of("pad", new Json.Str("x".repeat(padding))));
    return new OutcomeRecord(TestLog.ORIGIN, 7, Samples.AT, new Event("rng.test", info(), pad));
  }

  private static OutcomeRecord parse(String text) throws RecordException {
    return OutcomeRecord.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
