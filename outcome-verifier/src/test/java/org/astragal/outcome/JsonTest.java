package org.astragal.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.astragal.outcome.JsonException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: no two readers can understand a record differently, so all that is doubtful is refused. */
final class JsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"a\":1}        | DUPLICATE | a",
        "{\"a\":1,\"\\u0061\":2}  | DUPLICATE | a",
        "{\"x\":[{},{\"b\":1,\"b\":2}]} | DUPLICATE | x[1].b",
        "1.0                      | NUMBER    | ``",
        "1e2                      | NUMBER    | ``",
        "-0                       | NUMBER    | ``",
        "{\"a\":[0,-0]}           | NUMBER    | a[1]",
        "9007199254740992         | NUMBER    | ``",
        "-9007199254740992        | NUMBER    | ``",
        "99999999999999999999     | NUMBER    | ``",
        "\"\\ud800\"              | ENCODING  | ``",
        "{\"\\udc00\":1}          | SYNTAX    | ``",
        "\"\\udc00\\ud800\"       | ENCODING  | ``",
        "01                       | SYNTAX    | ``",
        "+1                       | SYNTAX    | ``",
        "[1,]                     | SYNTAX    | ``",
        "{\"a\":1,}               | SYNTAX    | ``",
        "{a:1}                    | SYNTAX    | ``",
        "{'a':1}                  | SYNTAX    | ``",
        "[1] 2                    | SYNTAX    | ``",
        "{}{}                     | SYNTAX    | ``",
        "[1]]                     | SYNTAX    | ``",
        "/* */ 1                  | SYNTAX    | ``",
        "# x                      | SYNTAX    | ``",
        "NaN                      | SYNTAX    | ``",
        "Infinity                 | SYNTAX    | ``",
        "tru                      | SYNTAX    | ``",
        "\"a\tb\"                 | SYNTAX    | ``",
        "\"\\x41\"                | SYNTAX    | ``",
        "\"abc                    | SYNTAX    | ``",
        "[                        | SYNTAX    | ``",
        "``                       | SYNTAX    | ``"
      })
  void doubtfulTextIsRefusedForItsReason(String text, Fault fault, String path) {
    var refusal = assertThrows(JsonException.class, () -> Json.parse(utf8(text)));
    assertEquals(fault, refusal.fault(), refusal.getMessage());
    assertEquals(path, refusal.path());
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[][] inputs = {
      {'"', (byte) 0xff, '"'},
      {'"', (byte) 0xc0, (byte) 0x80, '"'}, // overlong NUL
      {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}, // surrogate in UTF-8
      {'"', (byte) 0xe2, (byte) 0x82, '"'}, // cut short
      {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '1'}, // byte order mark
      {(byte) 0xfe, (byte) 0xff, 0, '1'}, // UTF-16
    };
    for (byte[] input : inputs) {
      var refusal = assertThrows(JsonException.class, () -> Json.parse(input));
      assertEquals(Fault.ENCODING, refusal.fault());
    }
  }

  @Test
  void textInUtf16WithoutMarkIsNotGuessedAt() {
    byte[] utf16 = "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE);
    assertEquals(Fault.SYNTAX, assertThrows(JsonException.class, () -> Json.parse(utf16)).fault());
  }

  @Test
  void replacementCharacterThatIsReallyThereIsKept() throws JsonException {
    assertEquals(new Json.Str("\ufffd"), Json.parse(utf8("\"\ufffd\"")));
  }

  @Test
  void nestingIsReadToDepth32AndNotDeeper() throws JsonException {
    Json.parse(utf8("[".repeat(32) + "]".repeat(32)));
    byte[] deeper = utf8("[".repeat(33) + "]".repeat(33));
    assertThrows(JsonException.class, () -> Json.parse(deeper));
  }

  @Test
  void textIsReadToTheCallersLimitAndNoFurther() throws JsonException {
    byte[] four = utf8("[10]");
    Json.parse(four, 4);
    assertEquals(
        Fault.TOO_LONG, assertThrows(JsonException.class, () -> Json.parse(four, 3)).fault());
  }

  @Test
  void largestIntegersAreRead() throws JsonException {
    assertEquals(new Json.Int(Json.MAX_INTEGER), Json.parse(utf8("9007199254740991")));
    assertEquals(new Json.Int(-Json.MAX_INTEGER), Json.parse(utf8("-9007199254740991")));
    assertThrows(IllegalArgumentException.class, () -> new Json.Int(1L << 53));
    assertThrows(IllegalArgumentException.class, () -> new Json.Int(-(1L << 53)));
  }

  @Test
  void whiteSpaceAroundTokensIsAllowed() throws JsonException {
    assertEquals(
        new Json.Arr(List.of(new Json.Int(1), Json.Null.NULL)),
        Json.parse(utf8(" \t\r\n[ 1 ,\nnull ] \n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "01", "-1", "+1", " 1", "1 ", "9223372036854775808", "1.0", "1e1"})
  void decimalStringHasOneSpellingOnly(String text) {
    var obj = Json.Obj.of(Map.of("n", new Json.Str(text)));
    assertThrows(JsonException.class, () -> obj.decimal("n"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 10, 4217, Long.MAX_VALUE})
  void decimalStringIsReadExactly(long value) throws JsonException {
    assertEquals(value, Json.Obj.of(Map.of("n", new Json.Str("" + value))).decimal("n"));
  }

  @Test
  void accessorsNameTheMemberThatIsMissingOrOfAnotherType() {
    var obj = Json.Obj.of(Map.of("a", new Json.Int(1)));
    assertFault(Fault.MISSING, "b", () -> obj.string("b"));
    assertFault(Fault.VALUE, "a", () -> obj.string("a"));
    assertFault(Fault.VALUE, "a", () -> obj.optionalString("a"));
    assertFault(Fault.VALUE, "a", () -> obj.obj("a"));
    assertFault(Fault.VALUE, "a", () -> obj.optionalObj("a"));
    assertFault(Fault.VALUE, "a", () -> obj.arr("a"));
    assertFault(Fault.VALUE, "a", () -> obj.optionalArr("a"));
    assertFault(Fault.VALUE, "a", () -> obj.bool("a"));
    assertFault(Fault.VALUE, "a", () -> obj.decimal("a"));
    assertFault(Fault.MISSING, "b", () -> obj.integer("b"));
    assertFault(Fault.UNKNOWN, "a", () -> obj.refuseUnknown(Set.of("b")));
  }

  @Test
  void optionalMembersMayBeAbsent() throws JsonException {
    Json.Obj obj = Json.Obj.EMPTY;
    assertEquals(
        List.of(true, true, true, true),
        List.of(
            obj.optionalString("a").isEmpty(),
            obj.optionalInteger("a").isEmpty(),
            obj.optionalObj("a").isEmpty(),
            obj.optionalArr("a").isEmpty()));
    obj.refuseUnknown(Set.of());
  }

  @Test
  void membersStandInCanonicalOrderHoweverTheyCame() throws JsonException {
    var obj = (Json.Obj) Json.parse(utf8("{\"b\":1,\"a\":2,\"C\":3}"));
    assertEquals(List.of("C", "a", "b"), List.copyOf(obj.members().keySet()));
    assertEquals(Json.parse(utf8("{\"C\":3,\"a\":2,\"b\":1}")), obj);
  }

  @Test
  void objectsCannotBeChanged() throws JsonException {
    var obj = (Json.Obj) Json.parse(utf8("{\"b\":1}"));
    assertThrows(UnsupportedOperationException.class, () -> obj.members().put("c", Json.Null.NULL));
  }

  private static void assertFault(
      Fault fault, String path, org.junit.jupiter.api.function.Executable call) {
    var refusal = assertThrows(JsonException.class, call);
    assertEquals(fault, refusal.fault());
    assertEquals(path, refusal.path());
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
