package org.astragal.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Goal: members are a map in canonical order, however many there are and however they came. */
final class MembersTest {
  @Test
  void anyNumberInAnyOrderReadsAsASortedMapDoes() throws Exception {
    var random = new Random(7);
    for (int size = 0; size < 40; size++) {
      for (int round = 0; round < 20; round++) {
        var model = new TreeMap<String, Json>();
        while (model.size() < size) {
          // Few letters, a common beginning, and units above ASCII: comparisons go deep.
          model.put(
              "n" + Integer.toString(random.nextInt(5_000), 6) + letter(random), value(random));
        }
        check(model, random);
      }
    }
  }

  private static String letter(Random random) {
    return List.of("", "\u00e9", "\ud83c\udfb2", "\uffee").get(random.nextInt(4));
  }

  private static Json value(Random random) {
    return new Json.Int(random.nextInt());
  }

  private static void check(NavigableMap<String, Json> model, Random random) throws Exception {
    List<String> names = new ArrayList<>(model.keySet());
    Collections.shuffle(names, random);
    var text = new StringBuilder("{");
    for (String name : names) {
      text.append(text.length() == 1 ? "\"" : ",\"").append(name).append("\":");
      text.append(((Json.Int) model.get(name)).value());
    }
    var parsed =
        (Json.Obj) Json.parse(text.append('}').toString().getBytes(StandardCharsets.UTF_8));
    assertEquals(List.copyOf(model.entrySet()), List.copyOf(parsed.members().entrySet()));
    assertEquals(model, parsed.members());
    assertEquals(parsed, Json.Obj.of(model));
    assertEquals(parsed.hashCode(), Json.Obj.of(model).hashCode());
    assertEquals(
        List.copyOf(model.descendingMap().keySet()),
        List.copyOf(parsed.members().reversed().keySet()));
    for (Map.Entry<String, Json> one : model.entrySet()) {
      assertEquals(one.getValue(), parsed.members().get(one.getKey()));
    }
    assertNull(parsed.members().get("absent"));
    assertEquals(model.size(), parsed.members().size());
  }

  @Test
  void aNameThatIsThereTwiceIsFoundAmongFewAndMany() {
    for (int size : new int[] {2, 5, 8, 9, 30}) {
      var text = new StringBuilder("{\"n0\":1");
      for (int i = 1; i < size - 1; i++) {
        text.append(",\"n").append(i).append("\":1");
      }
      byte[] twice = text.append(",\"n0\":2}").toString().getBytes(StandardCharsets.UTF_8);
      var e = assertThrows(JsonException.class, () -> Json.parse(twice));
      assertEquals(JsonException.Fault.DUPLICATE, e.fault());
      assertEquals("n0", e.path());
    }
  }

  @Test
  void nobodyChangesThem() {
    Json.Obj object = Json.Obj.of(Map.of("a", new Json.Int(1)));
    assertThrows(
        UnsupportedOperationException.class, () -> object.members().put("b", Json.Null.NULL));
    assertThrows(UnsupportedOperationException.class, () -> object.members().remove("a"));
    assertThrows(UnsupportedOperationException.class, () -> object.members().entrySet().clear());
    var entries = object.members().entrySet().iterator();
    entries.next();
    assertThrows(NoSuchElementException.class, entries::next);
  }
}
