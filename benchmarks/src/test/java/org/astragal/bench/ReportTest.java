package org.astragal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: what is printed is what was measured, for people and for programs. */
final class ReportTest {
  @Test
  void medianOfAnOddAndOfAnEvenNumberOfRounds() {
    assertEquals(3, Figure.of("k", "l", "", 9, 3, 1).median());
    assertEquals(2, Figure.of("k", "l", "", 3, 1).median());
    assertEquals(1, Figure.of("k", "l", "", 9, 3, 1).lowest());
    assertEquals(9, Figure.of("k", "l", "", 9, 3, 1).highest());
  }

  @Test
  void aFigureWithoutRoundsIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Figure.of("k", "l", ""));
  }

  @Test
  void lineNamesTheSpreadOnlyWhenThereAreRounds() {
    assertTrue(Figure.of("k", "sealed", "/s", 1, 2, 30_000).line().contains("1.00 to 30,000 in 3"));
    assertFalse(Figure.of("k", "sealed", "/s", 2).line().contains("rounds"));
  }

  @Test
  void jsonIsOneLineWithEachFigureByItsKey() {
    Section section =
        new Section(
            "single", "a title", List.of(Figure.of("ratio", "r", "", 0.5, 0.25)), List.of());
    Machine machine = new Machine(2, "a \"cpu\"", 100, "Linux 6", "JDK 25", 0.1);
    assertEquals(
        """
        {"date":"2026-11-20","quick":true,"machine":{"cores":2,"cpu":"a \\"cpu\\"","memoryMiB":100,\
        "kernel":"Linux 6","jdk":"JDK 25","loadAverage":0.1},"results":{"single":{"title":"a title",\
        "ratio":{"median":0.375,"lowest":0.25,"highest":0.5,"rounds":2,"unit":""}}}}\
        """,
        new Report(LocalDate.of(2026, 11, 20), true, machine, List.of(section)).json());
  }

  @Test
  void thisMachineIsDescribed() {
    Machine here = Machine.here();
    assertTrue(here.cores() >= 1);
    assertTrue(here.text().contains("cores"));
    assertFalse(here.jdk().isBlank());
  }
}
