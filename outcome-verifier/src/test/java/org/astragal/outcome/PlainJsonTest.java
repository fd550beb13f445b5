package org.astragal.outcome;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: what the fast reader reads is what the strict one reads, and nothing that it refuses. */
final class PlainJsonTest {
  private static final int SEED = 20_261_127;

  /** Bytes that JSON is made of, and some that it is not. */
  private static final byte[] BYTES =
      "{}[]:,\"\\-+.eE0123456789tfnrueals \n\t/\u007f\0ab\u00c3\u00a9".getBytes(ISO_8859_1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "0",
        "-1",
        "123456789012345",
        "-123456789012345",
        "true",
        "false",
        "null",
        "\"\"",
        "\"a b~!\"",
        "[[],{},[1,\"x\",null,true]]",
        "{\"\":1,\"a\":{\"b\":[]},\"aa\":2,\"b\":false}"
      })
  void ourOwnFormIsReadFast(String text) throws Exception {
    var read = PlainJson.read(text.getBytes(UTF_8));
    assertNotNull(read);
    assertEquals(JsonReader.strictly(text.getBytes(UTF_8)), read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 1",
        "1 ",
        "{} {}",
        "00",
        "01",
        "-0",
        "-",
        "1.0",
        "1e3",
        "1234567890123456",
        "tru",
        "nul",
        "{\"b\":1,\"a\":2}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,}",
        "{,}",
        "[1,]",
        "[,1]",
        "[1 ,2]",
        "{\"a\" :1}",
        "{\"a\":}",
        "{\"a\"}",
        "{\"a\":1",
        "[1",
        "\"a",
        "\"\\n\"",
        "\"\u007f\"",
        "\"\u00e9\"",
        "\ufeff1"
      })
  void everythingElseIsLeftToTheStrictReader(String text) {
    assertNull(PlainJson.read(text.getBytes(UTF_8)));
  }

  @Test
  void depthIsThatOfTheStrictReader() throws Exception {
    var most = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);
    assertEquals(JsonReader.strictly(most.getBytes(UTF_8)), PlainJson.read(most.getBytes(UTF_8)));
    var more = "[" + most + "]";
    assertNull(PlainJson.read(more.getBytes(UTF_8)));
    assertThrows(JsonException.class, () -> JsonReader.strictly(more.getBytes(UTF_8)));
  }

  /** Records with bytes changed, dropped, doubled: whatever is read fast is read the same. */
  @Test
  void noChangeMakesThemDiffer() throws Exception {
    var random = new SplittableRandom(SEED);
    var record = Samples.record("test.example/log", 3).encode();
    assertEquals(JsonReader.strictly(record), PlainJson.read(record));
    var texts =
        new ArrayList<>(
            List.of(
                record,
                "{\"a\":[1,-2,{\"b\":\"x\"}],\"c\":null,\"d\":true}".getBytes(UTF_8),
                "[\"\",0,[],{}]".getBytes(UTF_8)));
    var fast = 0;
    for (var i = 0; i < 60_000; i++) {
      var text = texts.get(random.nextInt(texts.size())).clone();
      for (var changes = random.nextInt(1, 3); changes > 0; changes--) {
        text = changed(text, random);
      }
      var read = PlainJson.read(text);
      if (read != null) {
        fast++;
        var same = text;
        assertEquals(JsonReader.strictly(text), read, () -> new String(same, ISO_8859_1));
      }
    }
    assertTrue(fast > 1_000, "only " + fast + " were read fast");
  }

  private static byte[] changed(byte[] text, SplittableRandom random) {
    var at = random.nextInt(text.length);
    var by = BYTES[random.nextInt(BYTES.length)];
    var out = new java.io.ByteArrayOutputStream();
    out.write(text, 0, at);
    switch (random.nextInt(3)) {
      case 0 -> out.write(by);
      case 1 -> {
        out.write(by);
        out.write(text[at]);
      }
      default -> {
        // Dropped.
      }
    }
    out.write(text, at + 1, text.length - at - 1);
    return out.size() == 0 ? text : out.toByteArray();
  }
}
