package org.astragal.outcome;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Goal: what is written is RFC 8785 to the byte, and a wrong call never gives wrong bytes. */
final class JcsWriterTest {
  /** The example of RFC 8785, 3.2.2, without its floats, which do not exist here. */
  @Test
  @Tag("RFC8785-3.2.2")
  void exampleOfTheStandardIsWrittenAsItSays() throws JsonException {
    String given =
        """
        {
          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
          "literals": [null, true, false]
        }
        """;
    // From 3.2.4, the part of "string" on; "literals" sorts first.
    String wanted =
        "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c22737472696e67223a22e282ac245c"
            + "75303030665c6e4127425c225c5c5c5c5c222f227d";
    assertEquals(wanted, HexFormat.of().formatHex(JcsWriter.encode(parse(given))));
  }

  /** The example of RFC 8785, 3.2.3: order by UTF-16 code units, not by code points. */
  @Test
  @Tag("RFC8785-3.2.3")
  void membersOfTheStandardsExampleAreSortedAsItSays() throws JsonException {
    String given =
        """
        {
          "\\u20ac": "Euro Sign",
          "\\r": "Carriage Return",
          "\\ufb33": "Hebrew Letter Dalet With Dagesh",
          "1": "One",
          "\\ud83d\\ude00": "Emoji: Grinning Face",
          "\\u0080": "Control",
          "\\u00f6": "Latin Small Letter O With Diaeresis"
        }
        """;
    var obj = (Json.Obj) parse(given);
    assertEquals(
        List.of(
            "Carriage Return",
            "One",
            "Control",
            "Latin Small Letter O With Diaeresis",
            "Euro Sign",
            "Emoji: Grinning Face",
            "Hebrew Letter Dalet With Dagesh"),
        obj.members().values().stream().map(value -> ((Json.Str) value).value()).toList());
    assertEquals(
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin"
            + " Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji:"
            + " Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
        text(JcsWriter.encode(obj)));
  }

  /** 3.2.2.2: the five short escapes, lower case hexadecimal, and nothing else escaped. */
  @Test
  @Tag("RFC8785-3.2.2.2")
  void everyCharacterOfTheFirstPlaneIsEscapedAsTheStandardSays() {
    for (int c = 0; c <= 0xffff; c++) {
      if (Character.isSurrogate((char) c)) {
        continue;
      }
      String wanted =
          switch (c) {
            case '\b' -> "\\b";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\f' -> "\\f";
            case '\r' -> "\\r";
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            default -> c < 0x20 ? "\\u%04x".formatted(c) : Character.toString(c);
          };
      byte[] written = new JcsWriter().string(Character.toString(c)).toBytes();
      assertArrayEquals(("\"" + wanted + "\"").getBytes(StandardCharsets.UTF_8), written);
    }
  }

  @Test
  void charactersBeyondTheFirstPlaneAreFourBytes() {
    for (int c = 0x10000; c <= 0x10ffff; c += 61) {
      String text = Character.toString(c);
      assertArrayEquals(
          ("\"" + text + "\"").getBytes(StandardCharsets.UTF_8),
          new JcsWriter().string(text).toBytes());
    }
  }

  @Test
  void loneSurrogatesAreRefused() {
    for (String text : List.of("\ud800", "a\ud800b", "\udc00", "\udc00\ud800", "\ud83d")) {
      assertThrows(IllegalArgumentException.class, () -> new JcsWriter().string(text));
      assertThrows(IllegalArgumentException.class, () -> new JcsWriter().beginObject().name(text));
    }
  }

  @Test
  void textLongerThanTheFirstBufferIsWrittenWhole() {
    for (int length = 0; length < 5000; length += 7) {
      String text = "\u20ac".repeat(length);
      byte[] written = new JcsWriter().beginArray().string(text).string(text).endArray().toBytes();
      assertEquals("[\"" + text + "\",\"" + text + "\"]", text(written));
    }
  }

  @Test
  void integersAreWrittenWithoutAnyPadding() {
    for (long value : new long[] {0, 1, -1, 9, 10, 99, 100, Json.MAX_INTEGER, -Json.MAX_INTEGER}) {
      assertEquals("" + value, text(new JcsWriter().integer(value).toBytes()));
    }
    for (long value : new long[] {0, 7, 10, 1_000_000, Long.MAX_VALUE}) {
      assertEquals("\"" + value + "\"", text(new JcsWriter().decimal(value).toBytes()));
    }
    var writer = new JcsWriter();
    assertThrows(IllegalArgumentException.class, () -> writer.integer(Json.MAX_INTEGER + 1));
    assertThrows(IllegalArgumentException.class, () -> writer.integer(-Json.MAX_INTEGER - 1));
    assertThrows(IllegalArgumentException.class, () -> writer.decimal(-1));
  }

  @Test
  void hashIsWrittenAsItsText() {
    Hash hash = Hash.sha256(new byte[] {1, 2, 3});
    assertEquals("\"" + hash + "\"", text(new JcsWriter().hash(hash).toBytes()));
  }

  @Test
  void membersOutOfOrderOrTwiceAreRefused() {
    for (String second : List.of("a", "b", "")) {
      var writer = new JcsWriter().beginObject().name("b").nul();
      assertThrows(IllegalStateException.class, () -> writer.name(second));
    }
    // By code units the emoji's surrogates come before U+FB33; by code points they would not.
    var writer = new JcsWriter().beginObject().name("\ufb33").nul();
    assertThrows(IllegalStateException.class, () -> writer.name("\ud83d\ude00"));
  }

  @Test
  void orderStartsAfreshInEveryObject() {
    byte[] written =
        new JcsWriter()
            .beginObject()
            .name("b")
            .beginObject()
            .name("z")
            .bool(true)
            .endObject()
            .name("c")
            .beginArray()
            .beginObject()
            .name("a")
            .bool(false)
            .endObject()
            .endArray()
            .endObject()
            .toBytes();
    assertEquals("{\"b\":{\"z\":true},\"c\":[{\"a\":false}]}", text(written));
  }

  @Test
  void callsThatWouldNotGiveJsonAreRefused() {
    assertThrows(IllegalStateException.class, () -> new JcsWriter().toBytes());
    assertThrows(IllegalStateException.class, () -> new JcsWriter().nul().nul());
    assertThrows(IllegalStateException.class, () -> new JcsWriter().name("a"));
    assertThrows(IllegalStateException.class, () -> new JcsWriter().endObject());
    assertThrows(IllegalStateException.class, () -> new JcsWriter().endArray());
    assertThrows(IllegalStateException.class, () -> new JcsWriter().beginArray().toBytes());
    assertThrows(IllegalStateException.class, () -> new JcsWriter().beginArray().endObject());
    assertThrows(IllegalStateException.class, () -> new JcsWriter().beginObject().endArray());
    assertThrows(IllegalStateException.class, () -> new JcsWriter().beginObject().nul());
    assertThrows(IllegalStateException.class, () -> new JcsWriter().beginArray().name("a"));
    assertThrows(
        IllegalStateException.class, () -> new JcsWriter().beginObject().name("a").name("b"));
    assertThrows(
        IllegalStateException.class, () -> new JcsWriter().beginObject().name("a").endObject());
  }

  @Test
  void nestingIsWrittenToDepth32AndNotDeeper() {
    var writer = new JcsWriter();
    for (int i = 0; i < 32; i++) {
      writer.beginArray();
    }
    assertThrows(IllegalStateException.class, writer::beginArray);
  }

  @Test
  void whatIsWrittenIsReadBackAsItWas() throws JsonException {
    var random = Samples.random(8785);
    for (int i = 0; i < 2000; i++) {
      Json value = Samples.randomJson(random, 4);
      byte[] written = JcsWriter.encode(value);
      Json read = Json.parse(written);
      assertEquals(value, read);
      assertArrayEquals(written, JcsWriter.encode(read));
    }
  }

  private static Json parse(String text) throws JsonException {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
