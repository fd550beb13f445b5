package org.astragal.certification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: a person at a terminal sees how far a run is and what is left; a file gets none of it. */
final class ProgressTest {
  private static String shown(boolean terminal) {
    var err = new StringWriter();
    var progress = new Progress(new PrintWriter(err), terminal);
    progress.begin("first", 100);
    progress.finished(50, 1, 2);
    progress.finished(50, 2, 2);
    progress.end();
    return err.toString();
  }

  @Test
  void terminalShowsTasksShareAndTimeToGo() {
    String shown = shown(true);
    assertTrue(shown.contains("\rfirst: 1 of 2 tasks, 50 %, 0 s to go"), shown);
    assertTrue(shown.contains("\rfirst: 2 of 2 tasks, 100 %, 0 s to go"), shown);
    assertTrue(shown.endsWith(System.lineSeparator()), shown);
  }

  @Test
  void fileShowsNothing() {
    assertEquals("", shown(false));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "59.4, 59 s",
    "60, 1 min 0 s",
    "3599, 59 min 59 s",
    "3600, 1 h 0 min",
    "-1, 0 s"
  })
  void timeIsReadByPeople(double seconds, String text) {
    assertEquals(text, Progress.duration(seconds));
  }
}
