package org.astragal.rng;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Goal: with a prefetch, draws come from memory that is bounded, cleared as it is read, and gone in
 * trouble; a slow device makes callers wait so long and no longer.
 */
final class RngPrefetchTest {
  private static final long HUGE = 1L << 62;
  private static final int RING = 8_192;

  /** A device that gives a read for each permit, and good noise unless told otherwise. */
  private static final class GatedNoise implements NoiseSource {
    private final SplittableRandom random = new SplittableRandom(1);
    private final Semaphore permits = new Semaphore(0);
    private volatile boolean stuck;
    private volatile boolean away;
    private final AtomicLong given = new AtomicLong();

    @Override
    public int bitsPerSample() {
      return 8;
    }

    @Override
    public byte[] read(int count) throws NoiseSourceException {
      permits.acquireUninterruptibly();
      if (away) {
        throw new NoiseSourceException(NoiseSourceException.Fault.DEVICE_ERROR, "scripted");
      }
      byte[] samples = new byte[count];
      if (!stuck) {
        random.nextBytes(samples);
      }
      given.addAndGet(count);
      return samples;
    }
  }

  private final GatedNoise noise = new GatedNoise();
  private final TestHost host = new TestHost(77);

  private static RngConfig config(int block, Duration patience) {
    var buffers = new Buffers(block, RING, patience, Duration.ofMillis(1), Duration.ZERO);
    return TestConfig.with(TestConfig.usual(), buffers);
  }

  @Test
  void threadReadsAheadAsFarAsTheRingAndNoFarther() throws Exception {
    noise.permits.release(1_000);
    try (var rng = Rng.start(noise, config(64, Duration.ofMinutes(1)), host)) {
      while (noise.given.get() < ModelGenerator.START + RING) {
        Thread.onSpinWait();
      }
      int left = noise.permits.availablePermits();
      assertEquals(ModelGenerator.START + RING, noise.given.get());
      RngStream stream = rng.stream("a game");
      // Less than a chunk was taken: nothing is read for it.
      stream.below(HUGE);
      assertEquals(left, noise.permits.availablePermits());
      for (int i = 0; i < 2_000; i++) {
        stream.below(HUGE);
      }
      assertTrue(noise.given.get() > ModelGenerator.START + RING);
    }
  }

  @Test
  void noiseIsGivenInOrderAndOnce() throws Exception {
    noise.permits.release(1_000_000);
    try (var rng = Rng.start(noise, config(64, Duration.ofMinutes(1)), host)) {
      RngStream stream = rng.stream("a game");
      // The device fills reads of 1024, 32 and 4096 bytes from the same generator.
      byte[] seen = noiseOf(60_000);
      var model = new ModelGenerator(seen, stream.instance(), "a game", "test");
      for (int block = 0; block < 800; block++) {
        byte[] output = model.block(64);
        for (int i = 0; i < 64; i += 8) {
          long expected = ByteBuffer.wrap(output).getLong(i) & (HUGE - 1);
          assertEquals(expected, stream.below(HUGE), "block " + block);
        }
      }
      assertTrue(model.samplesUsed() > 6 * RING);
    }
  }

  @Test
  void callerOfASlowDeviceWaitsItsPatienceAndIsToldAndNothingIsLost() throws Exception {
    noise.permits.release(3);
    try (var rng = Rng.start(noise, config(4096, Duration.ofMillis(20)), host)) {
      RngStream slow = rng.stream("a game");
      // 4,096 bytes are there, less the seed: too few for a block.
      RngException e = assertThrows(RngException.class, () -> slow.below(HUGE));
      assertEquals(RngException.Fault.UNAVAILABLE, e.fault());
      assertTrue(String.valueOf(e.getMessage()).contains("slower than the demand"));
      assertEquals(RngState.OK, rng.state(), "a slow device is no broken one");
      noise.permits.release(1_000);
      assertDraws(slow);
      assertEquals(List.of(), host.told());
    } finally {
      noise.permits.release(1_000_000);
    }
  }

  @Test
  void startOfAStreamWaitsForItsSeedThoughDrawsWaitForNothing() throws Exception {
    noise.permits.release(2);
    try (var rng = Rng.start(noise, config(64, Duration.ZERO), host)) {
      var begun = new CompletableFuture<RngStream>();
      var starter =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  begun.complete(rng.stream("a game"));
                } catch (RngException e) {
                  begun.completeExceptionally(e);
                }
              });
      while (starter.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      noise.permits.release(1_000_000);
      starter.join();
      assertTrue(begun.get().instance().startsWith(rng.instance()));
    }
  }

  @Test
  void deviceThatGoesAwayIsBroughtBackByTheThreadAlone() throws Exception {
    noise.permits.release(1_000_000);
    try (var rng = Rng.start(noise, config(64, Duration.ofMinutes(1)), host)) {
      RngStream stream = rng.stream("a game");
      noise.away = true;
      while (rng.state() == RngState.OK) {
        try {
          stream.below(HUGE);
        } catch (RngException e) {
          assertEquals(RngException.Fault.UNAVAILABLE, e.fault());
        }
      }
      assertThrows(RngException.class, () -> stream.below(HUGE));
      noise.away = false;
      while (rng.state() != RngState.OK) {
        Thread.onSpinWait();
      }
      stream.below(HUGE);
      assertEquals(1, stream.counts().reseeds());
      assertEquals(RngState.UNAVAILABLE, host.told().get(0).state());
      assertEquals(RngState.OK, host.told().get(1).state());
    }
  }

  @Test
  void alarmClearsTheRingAndEveryStream() throws Exception {
    noise.permits.release(1_000_000);
    try (var rng = Rng.start(noise, config(4096, Duration.ofMinutes(1)), host)) {
      RngStream busy = rng.stream("a game");
      RngStream idle = rng.stream("another game");
      idle.below(HUGE);
      noise.stuck = true;
      RngException e =
          assertThrows(
              RngException.class,
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  busy.below(HUGE);
                }
              });
      assertEquals(RngException.Fault.ALARM, e.fault());
      assertThrows(RngException.class, () -> idle.below(HUGE));
      while (host.told().isEmpty()) {
        Thread.onSpinWait();
      }
      assertZero(field(idle, "block"));
      assertZero(field(busy, "block"));
      assertZero(field(raw(rng, "feed"), "ring"));
      RngAlarm alarm = host.told().get(0).alarm().orElseThrow();
      assertTrue(alarm.test().startsWith("repetition count test"), alarm.test());
      assertTrue(alarm.samplesSha256().matches("[0-9a-f]{64}"));
      assertEquals(alarm, rng.report().alarm().orElseThrow());
    }
  }

  @Test
  void ringIsClearedAsItIsReadAndWhenItIsClosed() throws Exception {
    noise.permits.release(3);
    Object feed;
    try (var rng = Rng.start(noise, config(64, Duration.ofMinutes(1)), host)) {
      feed = raw(rng, "feed");
      RngStream stream = rng.stream("a game");
      while (noise.given.get() < ModelGenerator.START + 4096) {
        Thread.onSpinWait();
      }
      // 112 bytes of the seed, then blocks of 64, up to 4,080 of the 4,096.
      for (int i = 0; i < 8 * 62; i++) {
        stream.below(HUGE);
      }
      byte[] ring = field(feed, "ring");
      assertZero(Arrays.copyOf(ring, 112 + 62 * 64));
      assertTrue(ring[4095] != 0 || ring[4094] != 0, "the rest still waits");
      noise.permits.release(1_000_000);
    }
    assertZero(field(feed, "ring"));
  }

  @Test
  void closedGeneratorLetsNobodyWait() throws Exception {
    noise.permits.release(2);
    var rng = Rng.start(noise, config(64, Duration.ofMinutes(10)), host);
    var refused = new CompletableFuture<RngException.Fault>();
    var waiter =
        Thread.ofPlatform()
            .start(() -> {
              try {
                rng.stream("a game");
              } catch (RngException e) {
                refused.complete(e.fault());
              }
            });
    while (waiter.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    noise.permits.release(1_000_000);
    rng.close();
    waiter.join();
    // The thread may have got its noise in the same moment; then it has a stream that is closed.
    assertTrue(!refused.isDone() || refused.get() == RngException.Fault.CLOSED);
  }

  @Test
  void cyclingThrowsWordsAwayAndReseedsIdleStreams() throws Exception {
    noise.permits.release(1_000_000);
    var buffers =
        new Buffers(64, RING, Duration.ofMinutes(1), Duration.ofMillis(1), Duration.ofMillis(1));
    RngConfig config =
        TestConfig.with(
            TestConfig.with(TestConfig.usual(), buffers),
            new Reseeding(1000, Duration.ofSeconds(1), false));
    try (var rng = Rng.start(noise, config, host)) {
      RngStream stream = rng.stream("a game");
      while (stream.counts().wordsCycled() < 100) {
        Thread.onSpinWait();
      }
      long before = stream.counts().reseeds();
      assertEquals(0, before, "the clock stands");
      host.advance(Duration.ofSeconds(1).toNanos());
      while (stream.counts().reseeds() == before) {
        Thread.onSpinWait();
      }
      RngStream.Counts counts = stream.counts();
      assertTrue(counts.wordsMade() >= counts.wordsCycled(), counts.toString());
    }
  }

  private static void assertDraws(RngStream stream) throws RngException {
    var seen = new HashSet<Long>();
    for (int i = 0; i < 600; ) {
      try {
        assertTrue(seen.add(stream.below(HUGE)));
        i++;
      } catch (RngException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("slower"));
      }
    }
  }

  private static byte[] noiseOf(int count) throws NoiseSourceException {
    var source = new GatedNoise();
    source.permits.release(1_000_000);
    byte[] all = new byte[count];
    int at = 0;
    for (int size = 1024; at < count; size = at == 1024 ? 32 : 4096) {
      byte[] read = source.read(Math.min(size, count - at));
      System.arraycopy(read, 0, all, at, read.length);
      at += read.length;
    }
    return all;
  }

  private static void assertZero(byte[] bytes) {
    assertArrayEquals(new byte[bytes.length], bytes);
  }

  private static byte[] field(Object of, String name) throws ReflectiveOperationException {
    return (byte[]) raw(of, name);
  }

  private static Object raw(Object of, String name) throws ReflectiveOperationException {
    var field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return Objects.requireNonNull(field.get(of));
  }
}
