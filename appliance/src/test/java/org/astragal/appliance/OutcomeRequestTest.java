package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.astragal.outcome.Money;
import org.astragal.outcome.RoundRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a request is read exactly, or refused with its kind and the place that is wrong. */
final class OutcomeRequestTest {
  private static final String GOOD =
      TestAppliance.body("ref.wheel.54", "r-1", "REAL", "{\"spot\":\"2\"}", "100");

  @Test
  void aGoodRequestIsReadWhole() throws Exception {
    OutcomeRequest request = parse(GOOD);
    assertEquals("ref.wheel.54", request.game());
    assertEquals(new RoundRef("r-1", RoundRef.Mode.REAL, 0), request.round());
    assertEquals(new Money("EUR", 2, 100), request.bets().getFirst().stake());
    assertEquals("MT", request.bets().getFirst().player().jurisdiction());
    assertEquals(Optional.empty(), request.trace());
  }

  @Test
  void whatTheOperatorVouchesForStandsInOrderInTheRecord() throws Exception {
    String flags = "\"eligibility\":[\"OPT_IN\",\"ADULT\",\"OPT_IN\"],\"jurisdiction\"";
    OutcomeRequest request = parse(GOOD.replace("\"jurisdiction\"", flags));
    assertEquals(
        java.util.List.of("ADULT", "OPT_IN"), request.bets().getFirst().player().eligibility());
    assertEquals(java.util.List.of(), parse(GOOD).bets().getFirst().player().eligibility());
  }

  @Test
  void versionAndTraceMayBeThere() throws Exception {
    OutcomeRequest request =
        parse(GOOD.replace("{\"game\"", "{\"version\":\"1.0.0\",\"trace\":\"00-4b-01\",\"game\""));
    assertEquals(Optional.of("1.0.0"), request.version());
    assertEquals(Optional.of("00-4b-01"), request.trace());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"minor\":\"100\"|\"minor\":1.00|invalid-money|bets[0].stake.minor",
        "\"minor\":\"100\"|\"minor\":1e2|invalid-money|bets[0].stake.minor",
        "\"minor\":\"100\"|\"minor\":100|invalid-money|bets[0].stake.minor",
        "\"minor\":\"100\"|\"minor\":\"-100\"|invalid-money|bets[0].stake.minor",
        "\"minor\":\"100\"|\"minor\":\"1.00\"|invalid-money|bets[0].stake.minor",
        "\"minor\":\"100\"|\"minor\":\"0100\"|invalid-money|bets[0].stake.minor",
        "\"minor\":\"100\"|\"minor\":\"99999999999999999999\"|invalid-money|bets[0].stake.minor",
        "\"minor\":\"100\"|\"minor\":\"100\",\"major\":\"1\"|malformed-request|stake.major",
        ",\"minor\":\"100\"||malformed-request|bets[0].stake.minor",
        "\"ccy\":\"EUR\"|\"ccy\":\"eur\"|invalid-money|bets[0].stake.ccy",
        "\"ccy\":\"EUR\"|\"ccy\":\"EURO\"|invalid-money|bets[0].stake.ccy",
        "\"exp\":2|\"exp\":5|invalid-money|bets[0].stake.exp",
        "\"exp\":2|\"exp\":\"2\"|invalid-money|bets[0].stake.exp",
        "\"exp\":2|\"exp\":-1|invalid-money|bets[0].stake.exp",
        "\"mode\":\"REAL\"|\"mode\":\"real\"|malformed-request|round.mode",
        "\"mode\":\"REAL\"|\"mode\":\"REAL\",\"step\":1|malformed-request|round.step",
        "\"id\":\"r-1\"|\"id\":\"\"|malformed-request|round.id",
        "\"id\":\"r-1\"|\"id\":\"r 1\"|malformed-request|round.id",
        "\"id\":\"r-1\"|\"id\":null|malformed-request|round.id",
        "\"game\":|\"gmae\":|malformed-request|gmae",
        "\"game\":\"ref.wheel.54\"|\"game\":54|malformed-request|game",
        "\"game\":|\"game\":\"x\",\"game\":|duplicate-member|game",
        "\"channel\":\"MOBILE\"|\"channel\":\"mobile\"|malformed-request|player.channel",
        "\"channel\":\"MOBILE\",||malformed-request|bets[0].player.channel",
        "\"fundedBy\":\"CASH\"|\"fundedBy\":\"\"|malformed-request|bets[0].fundedBy",
        "\"selection\":{|\"selection\":[{|malformed-json|body",
        "{\"spot\":\"2\"}|\"2\"|malformed-request|bets[0].selection",
        "{\"spot\":\"2\"}|{\"spot\":2.5}|malformed-json|selection.spot",
        "\"bets\":[|\"bets\":[17,|malformed-request|bets[0]",
        "\"bets\":[|\"x\":[|malformed-request|x",
      })
  void aMistakeIsNamedWithItsPlace(String good, String bad, String type, String place) {
    String body = GOOD.replace(good, bad == null ? "" : bad);
    var refusal = assertThrows(ProblemException.class, () -> parse(body));
    assertEquals(type, refusal.problem().type().code(), refusal.problem().detail());
    assertTrue(refusal.problem().detail().contains(place), refusal.problem().detail());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "nul", "{}{}", "{\"a\":01}", "{'a':1}", "{\"a\":1,}", "\uFEFF{}"})
  void whatIsNotJsonIsMalformed(String body) {
    var refusal = assertThrows(ProblemException.class, () -> parse(body));
    assertEquals("malformed-json", refusal.problem().type().code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "17", "\"x\"", "null", "{}"})
  void whatIsJsonButNoRequestIsMalformed(String body) {
    var refusal = assertThrows(ProblemException.class, () -> parse(body));
    assertEquals("malformed-request", refusal.problem().type().code());
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() {
    byte[] body = GOOD.replace("r-1", "r~1").getBytes(StandardCharsets.ISO_8859_1);
    body[GOOD.indexOf("r-1") + 1] = (byte) 0xE9;
    var refusal = assertThrows(ProblemException.class, () -> OutcomeRequest.parse(body));
    assertEquals("malformed-json", refusal.problem().type().code());
  }

  @Test
  void sixtyFourBetsAreReadAndSixtyFiveAreNot() throws Exception {
    assertEquals(64, parse(bets(64)).bets().size());
    var refusal = assertThrows(ProblemException.class, () -> parse(bets(65)));
    assertTrue(refusal.problem().detail().contains("1 to 64"), refusal.problem().detail());
    assertThrows(ProblemException.class, () -> parse(bets(0)));
  }

  @Test
  void twoBetsOfOneIdAreRefused() {
    String twice = bets(2).replace("\"id\":\"b1\"", "\"id\":\"b0\"");
    var refusal = assertThrows(ProblemException.class, () -> parse(twice));
    assertTrue(refusal.problem().detail().contains("bets[1].id"), refusal.problem().detail());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "k 1", "k\n", "schlüssel"})
  void aKeyThatIsNotVisibleAsciiIsRefused(String key) {
    assertThrows(ProblemException.class, () -> OutcomeRequest.idempotencyKey(key));
  }

  @Test
  void aKeyHasAtMost128Characters() throws Exception {
    assertEquals("k".repeat(128), OutcomeRequest.idempotencyKey("k".repeat(128)));
    assertThrows(ProblemException.class, () -> OutcomeRequest.idempotencyKey("k".repeat(129)));
  }

  static String bets(int count) {
    String bet = GOOD.substring(GOOD.indexOf('[') + 1, GOOD.lastIndexOf(']'));
    var all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      all.append(i == 0 ? "" : ",").append(bet.replace("\"id\":\"1\"", "\"id\":\"b" + i + "\""));
    }
    return GOOD.substring(0, GOOD.indexOf('[') + 1) + all + "]}";
  }

  private static OutcomeRequest parse(String body) throws ProblemException {
    return OutcomeRequest.parse(body.getBytes(StandardCharsets.UTF_8));
  }
}
