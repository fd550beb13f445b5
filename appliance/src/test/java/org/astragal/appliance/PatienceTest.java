package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Goal: a wait ends with its answer, or after its deadline, and never before both. */
final class PatienceTest {
  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  @Test
  void anAnswerThatIsThereIsTaken() throws Exception {
    try (Patience patience = Patience.start()) {
      var past = in(Duration.ofSeconds(-1));
      assertEquals("a", patience.await(CompletableFuture.completedFuture("a"), past));
    }
  }

  @Test
  void anAnswerThatComesLaterIsTaken() throws Exception {
    try (Patience patience = Patience.start()) {
      var future = new CompletableFuture<String>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              Thread.sleep(Duration.ofMillis(200));
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
            future.complete("a");
          });
      assertEquals("a", patience.await(future, in(Duration.ofMinutes(1))));
    }
  }

  @Test
  void aWaitWithoutAnswerEndsAfterItsDeadline() {
    try (Patience patience = Patience.start()) {
      long deadline = in(Duration.ofMillis(120));
      var other = new CompletableFuture<String>();
      assertThrows(
          TimeoutException.class, () -> patience.await(new CompletableFuture<String>(), deadline));
      assertTrue(System.nanoTime() - deadline >= 0);
      assertFalse(other.isDone());
    }
  }
}
