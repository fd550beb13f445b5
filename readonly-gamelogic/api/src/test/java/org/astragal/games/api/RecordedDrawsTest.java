package org.astragal.games.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a replay is the round that was played, draw for draw, or it is refused. */
final class RecordedDrawsTest {
  private static final List<RecordedDraw> RECORD =
      List.of(new RecordedDraw("boost", 400, 17), new RecordedDraw("wheel", 54, 31));

  @Test
  void replayGivesTheRecordedValuesInOrder() throws DrawsException {
    var draws = new RecordedDraws(RECORD);
    assertEquals(17, draws.below("boost", 400));
    assertEquals(31, draws.below("wheel", 54));
    draws.finish();
  }

  @ParameterizedTest
  @CsvSource({"wheel, 400", "boost, 399", "wheel, 54"})
  void anotherDrawThanRecordedIsRefused(String purpose, long n) {
    assertMismatch(() -> new RecordedDraws(RECORD).below(purpose, n));
  }

  @Test
  void moreDrawsThanRecordedAreRefused() {
    assertMismatch(() -> new RecordedDraws(List.of()).below("wheel", 54));
  }

  @Test
  void drawsLeftOverAreRefused() throws DrawsException {
    var draws = new RecordedDraws(RECORD);
    draws.below("boost", 400);
    assertMismatch(draws::finish);
  }

  @Test
  void recorderNotesWhatWasDrawn() throws DrawsException {
    var recorder = new DrawRecorder(new RecordedDraws(RECORD), 2);
    recorder.below("boost", 400);
    recorder.below("wheel", 54);
    assertEquals(RECORD, recorder.recorded());
  }

  @Test
  void recorderHoldsTheGameToItsDeclaredNumberOfDraws() throws DrawsException {
    var recorder = new DrawRecorder((_, _) -> 0, 1);
    recorder.below("wheel", 54);
    assertThrows(IllegalStateException.class, () -> recorder.below("wheel", 54));
    assertEquals(1, recorder.recorded().size());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 54, Long.MAX_VALUE})
  void recorderHoldsTheSourceToItsRange(long value) {
    var recorder = new DrawRecorder((_, _) -> value, 1);
    assertThrows(IllegalStateException.class, () -> recorder.below("wheel", 54));
    assertEquals(List.of(), recorder.recorded());
  }

  @Test
  void recorderPassesOnThatThereIsNoDraw() {
    var recorder =
        new DrawRecorder(
            (_, _) -> {
              throw new DrawsException(DrawsException.Fault.UNAVAILABLE, "away");
            },
            1);
    DrawsException e = assertThrows(DrawsException.class, () -> recorder.below("wheel", 54));
    assertEquals(DrawsException.Fault.UNAVAILABLE, e.fault());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Wheel", "flip left", "é", "a234567890123456789012345678901234"})
  void purposesThatARecordDoesNotTakeAreRefusedBeforeTheDraw(String purpose) {
    var recorder = new DrawRecorder((_, _) -> 0, 1);
    assertThrows(IllegalArgumentException.class, () -> recorder.below(purpose, 54));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-1, 0", "5, 5", "5, -1"})
  void drawsThatCannotHaveBeenAreRefused(long n, long value) {
    assertThrows(IllegalArgumentException.class, () -> new RecordedDraw("wheel", n, value));
  }

  @Test
  void longestDrawTakesNoMoreThanTheDeclaredBytes() {
    String json =
        "[\"" + "a".repeat(32) + "\",\"" + Long.MAX_VALUE + "\",\"" + (Long.MAX_VALUE - 1) + "\"],";
    assertEquals(json.length(), RecordedDraw.MAXIMUM_BYTES);
    assertEquals(32, new RecordedDraw("a".repeat(32), 1, 0).purpose().length());
  }

  private static void assertMismatch(Executable action) {
    DrawsException e = assertThrows(DrawsException.class, action);
    assertEquals(DrawsException.Fault.NOT_AS_RECORDED, e.fault());
    assertTrue(e.getMessage().contains("at draw"), e.getMessage());
  }
}
