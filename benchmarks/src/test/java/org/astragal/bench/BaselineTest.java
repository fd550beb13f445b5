package org.astragal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the baseline does all that a server must do, and nothing else. */
final class BaselineTest {
  private static final Path JVM_ARGUMENTS = Path.of("..", "appliance", "jvm.args");

  @Test
  void answersEachRequestWithABodyOfTheAskedSizeAndEnds(@TempDir Path directory)
      throws LoadException {
    long pid;
    try (Baseline baseline =
        Baseline.start(JVM_ARGUMENTS, 1_234, directory.resolve("empty-handler.log"))) {
      pid = baseline.pid();
      RequestTemplate template = RequestTemplate.single("/v1/outcomes", "localhost", "{\"a\":1}");
      try (LoadClient client = LoadClient.connect(baseline.address(), template, 201, 32)) {
        LoadResult result = client.closedLoop(Duration.ofSeconds(20), 2_000);
        assertEquals(2_000, result.requests());
        assertEquals(1_234, result.bodyBytes());
      }
      assertTrue(CpuTime.of(pid).isPositive());
    }
    assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
  }
}
