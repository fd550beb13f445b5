package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import org.astragal.service.ConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a mapping says exactly what it does, and proves it before it is in force. */
final class MappingTest {
  @TempDir private Path home;
  private Path folder;

  @BeforeEach
  void copy() throws Exception {
    folder = TestMappings.copy(home.resolve("mappings"));
  }

  @Test
  void everyShippedMappingIsProvedByItsExamples() throws Exception {
    try (var mappings = Mappings.load(folder)) {
      assertEquals(3, mappings.all().size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stakeMinor: \"20\"|stakeMinor: \"21\"|examples[0]: gives {",
        "doubt: too-precise|doubt: bad-value|examples[1]: is in doubt: too-precise",
        "amount=0.205|amount=0.20|examples[1]: is in doubt: integrity",
        "stake: {from: [amount], as: major}|stake: {from: [amount], as: text}|cannot be read as"
            + " TEXT",
        "as: epoch-millis|as: epoch-days|is not one of text",
        "match: {providerId: pp9}|script: x|unknown key script",
        "game: {from: [gameId], as: table,|game: {from: [gameId], as: text,|table does not go with",
        "stake: {from: [amount], as: major}|stake: {from: [amount]}|as: a value that comes from",
        "{const: MT}|{const: MT, as: text}|const: a value has either",
        "secretFile: studio-a.secret|secretFile: none.secret|none.secret",
        "operator: op-17|operator: \"op 17\"|operator must be",
        "limits: {stakeMinor: 100000}|limits: {stakeMinor: 19}|examples[0]: is in doubt:"
            + " unreasonable"
      })
  void mistakeIsNamedAndTheFileRefused(String from, String to, String message) throws Exception {
    var file = folder.resolve("form-slot-studio.yaml");
    var text = Files.readString(file);
    assertTrue(text.contains(from.strip()), from);
    Files.writeString(file, text.replace(from.strip(), to));
    var refusal = assertThrows(ConfigException.class, () -> MappingFile.load(file));
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
  }

  @Test
  void changeIsInForceAtOnceAndABadOneIsNot() throws Exception {
    try (var mappings = Mappings.load(folder)) {
      var before = mappings.of("hub-b").orElseThrow();
      var file = folder.resolve("json-jackpot-hub.yaml");
      var good = Files.readString(file);
      Files.writeString(file, good.replace("stakeMinor: \"100\"", "stakeMinor: \"1\""));
      mappings.reload();
      assertEquals(before, mappings.of("hub-b").orElseThrow());
      assertTrue(mappings.trouble().contains("examples[0]"), mappings.trouble());
      Files.writeString(file, good.replace("MT: MT}", "MT: MT, DE: DE}"));
      mappings.reload();
      assertEquals("", mappings.trouble());
      assertFalse(before.equals(mappings.of("hub-b").orElseThrow()));
      Files.writeString(
          folder.resolve("new.yaml"),
          good.replace("source: hub-b", "source: hub-b2")
              .replace("2ca5b5ed-fc52-53bc-ab45-52faab1f23d0", "x"));
      mappings.reload();
      assertTrue(mappings.of("hub-b2").isEmpty());
      Files.delete(folder.resolve("new.yaml"));
      Files.delete(folder.resolve("pipe-egm-meters.yaml"));
      mappings.reload();
      assertTrue(mappings.of("egm-c").isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 100",
    "0.2, 20",
    "0.20, 20",
    "0.200, 20",
    "12.34, 1234",
    "0, 0",
    "0.00, 0",
    "92233720368547758.07, 9223372036854775807",
    "0.10, 10",
    "100, 10000",
    "1.5, 150"
  })
  void numberIsReadFromItsTextToTheLastDigit(String text, long minor) throws Exception {
    assertEquals(minor, stake(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0.205, TOO_PRECISE", "0.30000000000000004, TOO_PRECISE", "1e2, BAD_VALUE",
    "-1, BAD_VALUE", "92233720368547758.08, BAD_VALUE", "1E-2, BAD_VALUE"
  })
  void numberThatIsNoAmountIsInDoubt(String text, Doubt doubt) {
    assertEquals(doubt, assertThrows(DoubtException.class, () -> stake(text)).doubt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.", ".5", "+1", "0x1", "1,00", "00.20", " 1", "1 ", "NaN", ""})
  void textThatIsNoAmountIsInDoubt(String text) {
    var e = assertThrows(DoubtException.class, () -> Amounts.minor("stake", text, 2));
    assertEquals(Doubt.BAD_VALUE, e.doubt());
  }

  @ParameterizedTest
  @CsvSource({"JPY, 0", "EUR, 2", "KWD, 3"})
  void decimalsAreThoseOfTheCurrency(String currency, int decimals) throws Exception {
    assertEquals(decimals, Amounts.decimals(currency));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EU", "XXX", "eur", "EURO", ""})
  void whatIsNoCurrencyIsInDoubt(String currency) {
    assertThrows(DoubtException.class, () -> Amounts.decimals(currency));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "{",
        "{} {}",
        "{\"a\":{\"b\":1},\"a\":2}",
        "{\"a\":1}x",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}"
      })
  void whatIsNoJsonObjectIsInDoubt(String text) {
    assertThrows(
        DoubtException.class,
        () -> Fields.parse(Mapping.Format.JSON, text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void membersOfObjectsAreNamedByTheirPath() throws Exception {
    var fields =
        Fields.parse(
            Mapping.Format.JSON,
            "{\"a\":{\"b\":1.50,\"c\":[1,{\"d\":2}],\"e\":null},\"f\":true,\"g\":\"\\u0041\"}"
                .getBytes(StandardCharsets.UTF_8));
    assertEquals("{a.b=1.50, f=true, g=A}", fields.all().toString());
  }

  private long stake(String number) throws Exception {
    var file = MappingFile.load(folder.resolve("json-jackpot-hub.yaml"));
    var event =
        """
        {"token":"t","brand_id":"b:1","player_id":"p","player_country":"UK","source_id":\
        "casino-sitewide","gameround_id":"1","currency":"EUR","base_wager":%s}\
        """
            .formatted(number);
    var fields = file.translator().parse(event.getBytes(StandardCharsets.UTF_8));
    return file.translator()
        .translate(fields, Instant.EPOCH, (_, _) -> OptionalLong.empty(), true)
        .stake();
  }
}
