package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: one round over mutual TLS gives one sealed outcome, the same for every repeat. */
final class OutcomesHttpTest {
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

  @Test
  void aRoundIsSealedAndItsRepeatGivesTheSameBytes() throws Exception {
    var first = appliance.play("k-1", TestAppliance.roulette("r-1"));
    assertEquals(201, first.statusCode(), TestAppliance.text(first));
    var verifier = new OutcomeVerifier(Policy.parse(appliance.policy()));
    assertInstanceOf(Verdict.Accepted.class, verifier.verify(first.body()));
    var again = appliance.play("k-1", TestAppliance.roulette("r-1"));
    assertEquals(200, again.statusCode());
    assertArrayEquals(first.body(), again.body());
  }
}
