package org.astragal.games.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Goal: terms settle every option of a game with a value it has, and nothing else. */
final class TermsTest {
  private static final List<Option> OPTIONS =
      List.of(
          new Option("zero", List.of("LOSES", "HALVES"), "what zero does"),
          new Option("cap", List.of("NONE", "10", "20"), "the most that is paid"));

  @Test
  void whatIsNotChosenIsTheFirstValue() {
    Terms terms = Terms.of(OPTIONS, Map.of("cap", "20"));
    assertEquals("LOSES", terms.value("zero"));
    assertEquals("20", terms.value("cap"));
    assertThrows(IllegalArgumentException.class, () -> terms.value("wheel"));
  }

  @Test
  void valuesAndOptionsThatAreNotThereAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Terms.of(OPTIONS, Map.of("cap", "30")));
    assertThrows(IllegalArgumentException.class, () -> Terms.of(OPTIONS, Map.of("cup", "20")));
    assertThrows(IllegalArgumentException.class, () -> new Option("one", List.of("ONLY"), ""));
  }

  @Test
  void allIsEveryCombinationOnceTheFirstValuesFirst() {
    List<Terms> all = Terms.all(OPTIONS);
    assertEquals(6, all.stream().distinct().count());
    assertEquals(6, all.size());
    assertEquals(Terms.of(OPTIONS, Map.of()), all.getFirst());
    assertEquals(List.of(new Terms(new TreeMap<>())), Terms.all(List.of()));
  }

  @Test
  void whatWentInCannotBeChangedLater() {
    var values = new TreeMap<String, String>(Map.of("cap", "10"));
    var terms = new Terms(values);
    values.put("cap", "20");
    assertEquals("10", terms.value("cap"));
    assertThrows(UnsupportedOperationException.class, () -> terms.values().clear());
  }
}
