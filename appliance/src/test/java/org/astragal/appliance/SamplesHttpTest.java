package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a laboratory gets as many bytes of a stage as it asks for, and never those of play. */
final class SamplesHttpTest {
  @TempDir static Path folder;
  private static TestAppliance appliance;

  @BeforeAll
  static void start() throws Exception {
    appliance = TestAppliance.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    appliance.close();
  }

  @ParameterizedTest
  @CsvSource({
    "stage=noise&bytes=10001, 10001",
    "stage=drbg&bytes=1000000, 1000000",
    "stage=draws&bytes=10001&below=257, 10000",
    "stage=draws&bytes=1&below=257, 0"
  })
  void stageHasAsManyBytesAsWereAskedFor(String query, int expected) throws Exception {
    var answer = appliance.get("lab", "/v1/rng/samples?" + query);
    assertEquals(200, answer.statusCode());
    assertEquals(expected, answer.body().length);
    if (query.contains("below=257")) {
      for (int i = 0; i < expected; i += 2) {
        int value = (answer.body()[i] & 0xff) << 8 | (answer.body()[i + 1] & 0xff);
        assertTrue(value < 257);
      }
    }
  }

  @Test
  void twoAnswersShareNothingAndPlayGoesOn() throws Exception {
    byte[] one = appliance.get("lab", "/v1/rng/samples?stage=drbg&bytes=4096").body();
    byte[] other = appliance.get("auditor", "/v1/rng/samples?stage=drbg&bytes=4096").body();
    assertFalse(Arrays.equals(one, other));
    assertEquals(201, appliance.play("k-s", TestAppliance.roulette("r-s")).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?stage=noise",
        "?bytes=10",
        "?stage=NOISE&bytes=10",
        "?stage=noise&bytes=0",
        "?stage=noise&bytes=-1",
        "?stage=draws&bytes=10&below=0",
        "?stage=draws&bytes=10&bytes=11"
      })
  void wrongQuestionIsRefused(String query) throws Exception {
    var answer = appliance.get("lab", "/v1/rng/samples" + query);
    assertEquals(400, answer.statusCode());
    assertEquals("invalid-parameter", TestAppliance.problem(answer));
  }
}
