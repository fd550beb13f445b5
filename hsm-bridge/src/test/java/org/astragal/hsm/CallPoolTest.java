package org.astragal.hsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.astragal.hsm.TokenException.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Goal: a call that hangs costs its caller the time limit, and nobody else anything. */
final class CallPoolTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int CONCURRENT = 4;
  private static final int MAX_HUNG = 16;

  private final CallPool pool = new CallPool(SoftHsm.nativeModule());
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void end() {
    release.countDown();
    pool.close();
  }

  @Test
  void resultAndRefusalComeBackAsTheyAre() throws Exception {
    assertEquals(7, pool.call(LONG, () -> 7));
    var refusal = new TokenException(Fault.TOKEN_FULL, "full");
    assertSame(
        refusal,
        assertThrows(
            TokenException.class,
            () ->
                pool.call(
                    LONG,
                    () -> {
                      throw refusal;
                    })));
    assertThrows(
        IllegalStateException.class,
        () ->
            pool.call(
                LONG,
                () -> {
                  throw new IllegalStateException("a bug");
                }));
  }

  @Test
  void hungCallsTakeNoPlaceFromOthers() throws Exception {
    for (int i = 0; i < CONCURRENT + 1; i++) {
      hang();
    }
    assertTrue(pool.hung() > 0);
    assertEquals(7, pool.call(LONG, () -> 7));
  }

  @Test
  void tooManyHungCallsStopNewOnesUntilTheyReturn() throws Exception {
    for (int i = 0; i < MAX_HUNG; i++) {
      hang();
    }
    var made = new AtomicInteger();
    TokenException e =
        assertThrows(TokenException.class, () -> pool.call(LONG, made::incrementAndGet));
    assertEquals(Fault.TIMEOUT, e.fault());
    assertTrue(e.getMessage().contains("16 earlier calls are stuck"), e.getMessage());
    assertEquals(0, made.get());
    release.countDown();
    while (pool.hung() > 0) {
      Thread.onSpinWait();
    }
    assertEquals(1, pool.call(LONG, made::incrementAndGet));
  }

  @Test
  void fourCallsRunAtOneTime() throws Exception {
    assertAllPlacesAreFree();
  }

  @Test
  void callAloneWaitsForTheOthersAndGivesAllPlacesBack() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new CountDownLatch(1);
      var other =
          threads.submit(() ->
              pool.call(
                  LONG,
                  () -> {
                    running.countDown();
                    await();
                    return 7;
                  }));
      running.await();
      TokenException e = assertThrows(TokenException.class, () -> pool.callAlone(SHORT, () -> 1));
      assertEquals(Fault.TIMEOUT, e.fault());
      assertEquals(0, pool.hung());
      release.countDown();
      assertEquals(7, other.get());
    }
    assertEquals(1, pool.callAlone(LONG, () -> 1));
    assertAllPlacesAreFree();
  }

  @Test
  void hungCallAloneKeepsOthersOutOfTheLibraryUntilItReturns() throws Exception {
    assertThrows(
        TokenException.class,
        () ->
            pool.callAlone(
                SHORT,
                () -> {
                  await();
                  return 1;
                }));
    assertThrows(TokenException.class, () -> pool.call(SHORT, () -> 1));
    release.countDown();
    assertAllPlacesAreFree();
  }

  @Test
  void interruptedCallerStopsWaitingAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    TokenException e = assertThrows(TokenException.class, () -> pool.call(LONG, () -> 1));
    assertEquals(Fault.TIMEOUT, e.fault());
    assertTrue(Thread.interrupted());
  }

  private void hang() {
    TokenException e =
        assertThrows(
            TokenException.class,
            () ->
                pool.call(
                    SHORT,
                    () -> {
                      await();
                      return 1;
                    }));
    assertEquals(Fault.TIMEOUT, e.fault());
  }

  private void await() {
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Passes only when four calls are inside at one time. */
  private void assertAllPlacesAreFree() throws Exception {
    var barrier = new CyclicBarrier(CONCURRENT);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          IntStream.range(0, CONCURRENT)
              .mapToObj(_ -> threads.submit(() -> pool.call(LONG, () -> meet(barrier))))
              .toList();
      for (var call : calls) {
        assertTrue(call.get() >= 0);
      }
    }
  }

  private static int meet(CyclicBarrier barrier) {
    try {
      return barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
