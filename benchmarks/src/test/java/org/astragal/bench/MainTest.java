package org.astragal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Goal: a mistake on the command line costs nothing but a message. */
final class MainTest {
  @Test
  void unknownBenchmarkIsAUsageError() {
    assertEquals(2, new CommandLine(new Main()).execute("--only", "no-such"));
    assertEquals(2, new CommandLine(new Main()).execute("rng", "no-such"));
  }

  @Test
  void unknownOptionIsAUsageError() {
    assertEquals(2, new CommandLine(new Main()).execute("--fast"));
  }
}
