package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Optional;
import org.astragal.outcome.RoundRef.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: an intent holds nothing that could confuse two requests, and comes back as it was. */
final class IntentTest {
  private static Intent intent(String operator, String request, String round) {
    return new Intent(operator, request, round, 0, Mode.REAL, new byte[0], Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b", "a\nb", "\ud800", "a\udc00"})
  void operatorsAndRoundsAreCleanText(String bad) {
    assertThrows(IllegalArgumentException.class, () -> intent(bad, "q", "r"));
    assertThrows(IllegalArgumentException.class, () -> intent("o", "q", bad));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "\u00e4", "a\0", "\u007f"})
  void requestIdsAreVisibleAscii(String bad) {
    assertThrows(IllegalArgumentException.class, () -> intent("o", bad, "r"));
  }

  @Test
  void lengthsAreLimitedOnBothSidesOfTheLimit() {
    String limit = "x".repeat(Intent.MAX_ID);
    assertEquals(limit, intent(limit, limit, limit).requestId());
    assertThrows(IllegalArgumentException.class, () -> intent(limit + "x", "q", "r"));
    assertThrows(IllegalArgumentException.class, () -> intent("o", limit + "x", "r"));
    assertThrows(IllegalArgumentException.class, () -> intent("o", "q", limit + "x"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Intent(
                "o", "q", "r", 0, Mode.REAL, new byte[Intent.MAX_BODY + 1], Optional.empty()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Intent("o", "q", "r", -1, Mode.REAL, new byte[0], Optional.empty()));
  }

  @Test
  void theBodyIsCopied() {
    byte[] body = {1, 2, 3};
    var intent = new Intent("o", "q", "r", 0, Mode.REAL, body, Optional.empty());
    body[0] = 9;
    intent.body()[1] = 9;
    assertArrayEquals(new byte[] {1, 2, 3}, intent.body());
  }

  @Test
  void theStoredFormComesBackAsItWas() {
    var intent =
        new Intent(
            "op \ud83c\udfb2",
            "q-1",
            "r \u00e9",
            7,
            Mode.TEST,
            new byte[] {0, -1, 34},
            Optional.of("00-4bf9-01"));
    assertEquals(intent, IntentCodec.decode(IntentCodec.encode(intent)));
    assertEquals(Rounds.intent(1), IntentCodec.decode(IntentCodec.encode(Rounds.intent(1))));
  }

  @Test
  void aCutStoredFormIsRefused() {
    byte[] whole = IntentCodec.encode(intent("o", "q", "r"));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(IllegalArgumentException.class, () -> IntentCodec.decode(cut));
    }
    byte[] other = whole.clone();
    other[0] = 2;
    assertThrows(IllegalArgumentException.class, () -> IntentCodec.decode(other));
  }
}
