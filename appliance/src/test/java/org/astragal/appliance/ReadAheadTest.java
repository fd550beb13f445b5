package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.astragal.rng.NoiseSource;
import org.astragal.rng.NoiseSourceException;
import org.junit.jupiter.api.Test;

/** Goal: reading ahead gives the very samples of the source, each once, and keeps none. */
final class ReadAheadTest {
  /** Counts upwards, and keeps what it gave. */
  private static class Counting implements NoiseSource {
    private final List<byte[]> given = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger next = new AtomicInteger();

    @Override
    public int bitsPerSample() {
      return 7;
    }

    @Override
    public byte[] read(int count) throws NoiseSourceException {
      byte[] samples = new byte[count];
      for (int i = 0; i < count; i++) {
        samples[i] = (byte) (next.getAndIncrement() & 0x7f);
      }
      given.add(samples);
      return samples;
    }
  }

  @Test
  void samplesComeInOrderWhateverTheSizeOfAReadAndAreWiped() throws Exception {
    var source = new Counting();
    try (var ahead = new ReadAhead(source, 100)) {
      assertEquals(7, ahead.bitsPerSample());
      int expected = 0;
      for (int count : List.of(1, 99, 100, 250, 0, 7, 1_000)) {
        byte[] samples = ahead.read(count);
        for (byte sample : samples) {
          assertEquals(expected++ & 0x7f, sample);
        }
        Arrays.fill(samples, (byte) 0); // a whole piece is given away as it is, and is ours
      }
    }
    for (byte[] piece : source.given) {
      assertArrayEquals(new byte[100], piece);
    }
  }

  @Test
  void nextPieceIsReadWhileThisOneIsInUse() throws Exception {
    var second = new CountDownLatch(2);
    var source =
        new Counting() {
          @Override
          public byte[] read(int count) throws NoiseSourceException {
            second.countDown();
            return super.read(count);
          }
        };
    try (var ahead = new ReadAhead(source, 10)) {
      ahead.read(1);
      second.await();
    }
  }

  @Test
  void failureIsTheReadersAndTheNextReadTriesAgain() throws Exception {
    var reads = new AtomicInteger();
    var source =
        new Counting() {
          @Override
          public byte[] read(int count) throws NoiseSourceException {
            if (reads.incrementAndGet() == 2) {
              throw new NoiseSourceException(
                  NoiseSourceException.Fault.DEVICE_ERROR, "away", new Exception());
            }
            return super.read(count);
          }
        };
    try (var ahead = new ReadAhead(source, 10)) {
      ahead.read(10);
      NoiseSourceException e = assertThrows(NoiseSourceException.class, () -> ahead.read(5));
      assertEquals(NoiseSourceException.Fault.DEVICE_ERROR, e.fault());
      byte[] after = ahead.read(10);
      assertEquals(10, after[0]);
    }
  }

  @Test
  void threadEndsWithIt() {
    Set<Thread> before = readers();
    new ReadAhead(new Counting(), 10).close();
    for (Thread thread : readers()) {
      if (!before.contains(thread)) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  private static Set<Thread> readers() {
    var all = new Thread[Thread.activeCount() + 64];
    int count = Thread.enumerate(all);
    return Set.copyOf(
        Arrays.stream(all, 0, count).filter(t -> t.getName().equals("read-ahead")).toList());
  }
}
