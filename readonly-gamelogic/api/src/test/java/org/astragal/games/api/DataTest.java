package org.astragal.games.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: data cannot change, cannot be inexact, and knows its length in canonical JSON. */
final class DataTest {
  @Test
  void lengthIsThatOfTheCanonicalJson() {
    var data =
        Data.Members.empty()
            .with("b", new Data.Items(List.of(new Data.Flag(true), new Data.Flag(false))))
            .with("a", -120)
            .with("\"", "x\ny\u0001\\")
            .with("é€😀\u007f\u0080\u07ff\u0800", Data.Members.empty())
            .with("none", new Data.Items(List.of()));
    String json =
        """
        {"\\"":"x\\ny\\u0001\\\\","a":-120,"b":[true,false],"none":[],"é€😀\u007f\u0080\u07ff\u0800":{}}\
        """;
    assertEquals(json.getBytes(StandardCharsets.UTF_8).length, data.jsonBytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1f, 0x20, 0x22, 0x2f})
  void controlsAreCountedInTheirEscapedForm(int c) {
    int expected =
        switch (c) {
          case 0x08, 0x09, 0x0a, 0x0c, 0x0d, 0x22 -> 2;
          case 0x20, 0x2f -> 1;
          default -> 6;
        };
    assertEquals(2 + expected, new Data.Text(Character.toString(c)).jsonBytes());
  }

  @Test
  void membersAreSortedAsCanonicalJsonIs() {
    var members = Data.Members.empty().with("b", 1).with("B", 2).with("a", 3).with("a", 4);
    assertEquals(List.of("B", "a", "b"), List.copyOf(members.values().keySet()));
    assertEquals(Optional.of(new Data.Whole(4)), members.get("a"));
  }

  @Test
  void whatWentInCannotBeChangedLater() {
    var values = new TreeMap<String, Data>();
    values.put("a", new Data.Whole(1));
    var members = new Data.Members(values);
    values.put("b", new Data.Whole(2));
    assertEquals(1, members.values().size());
    assertThrows(UnsupportedOperationException.class, () -> members.values().clear());

    var list = new ArrayList<Data>(List.of(new Data.Whole(1)));
    var items = new Data.Items(list);
    list.clear();
    assertEquals(1, items.values().size());
    assertThrows(UnsupportedOperationException.class, () -> items.values().clear());
  }

  @Test
  void textIsFoundOnlyWhereThereIsText() {
    var members = Data.Members.empty().with("text", "x").with("number", 1);
    assertEquals(Optional.of("x"), members.text("text"));
    assertEquals(Optional.empty(), members.text("number"));
    assertEquals(Optional.empty(), members.text("missing"));
  }

  @ParameterizedTest
  @ValueSource(longs = {9_007_199_254_740_992L, -9_007_199_254_740_992L, Long.MIN_VALUE})
  void numbersThatAReaderMightRoundAreRefused(long value) {
    assertThrows(IllegalArgumentException.class, () -> new Data.Whole(value));
  }

  @ParameterizedTest
  @ValueSource(longs = {9_007_199_254_740_991L, -9_007_199_254_740_991L})
  void largestNumbersThatEveryReaderKeepsAreTaken(long value) {
    assertEquals(value, new Data.Whole(value).value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "\ud83da", "a\ude00", "\ude00\ud83d", "\ud83d\ud83d\ude00"})
  void surrogatesThatStandAloneAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> new Data.Text(text));
    assertThrows(IllegalArgumentException.class, () -> Data.Members.empty().with(text, 1));
  }
}
