package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.astragal.games.api.Draws;
import org.astragal.games.api.DrawsException;
import org.astragal.outcome.GameRef;
import org.astragal.outcome.Hash;
import org.astragal.rng.Buffers;
import org.astragal.rng.NoiseSource;
import org.astragal.rng.NoiseSourceException;
import org.astragal.rng.Rng;
import org.astragal.rng.RngAlarm;
import org.astragal.rng.RngConfig;
import org.astragal.rng.RngHost;
import org.astragal.rng.RngState;
import org.astragal.rng.RngStream;
import org.junit.jupiter.api.Test;

/** Goal: each game has a stream of its own; trouble is refused early, and left when it is over. */
final class GameDrawsTest {
  private static final GameRef WHEEL = new GameRef("ref.wheel.54", Hash.EMPTY_ROOT, "1.0.0");

  /** Noise that can be taken away or made stuck. */
  private static final class ScriptedNoise implements NoiseSource {
    private final SplittableRandom random = new SplittableRandom(1);
    private volatile boolean away;
    private volatile boolean stuck;

    @Override
    public int bitsPerSample() {
      return 8;
    }

    @Override
    public byte[] read(int count) throws NoiseSourceException {
      if (away) {
        throw new NoiseSourceException(NoiseSourceException.Fault.DEVICE_ERROR, "scripted");
      }
      byte[] samples = new byte[count];
      if (!stuck) {
        random.nextBytes(samples);
      }
      return samples;
    }
  }

  /** A host that remembers what it was told. */
  private static final class Listener implements RngHost {
    private final List<RngState> told = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void fillFromSystem(byte[] out) {
      // Zeros are as good as any: nothing is claimed for these bytes.
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void changed(RngState state, Optional<RngAlarm> alarm) {
      told.add(state);
      assertEquals(state == RngState.ALARM, alarm.isPresent());
    }
  }

  private final ScriptedNoise noise = new ScriptedNoise();
  private final Listener listener = new Listener();

  /** With the smallest block and no prefetch, each draw asks for noise. */
  private Rng rng(int prefetch) throws Exception {
    RngConfig usual = RngConfig.forBytes("test");
    var buffers =
        new Buffers(8, prefetch, Duration.ofSeconds(10), Duration.ofMillis(1), Duration.ZERO);
    return Rng.start(
        noise,
        new RngConfig(
            usual.health(),
            usual.construction(),
            usual.mechanism(),
            usual.reseeding(),
            buffers,
            usual.certificate(),
            usual.returnsByItself(),
            usual.personalization()),
        listener);
  }

  @Test
  void eachGameDrawsBelowItsBoundFromAStreamOfItsOwn() throws Exception {
    try (Rng rng = rng(0)) {
      List<GameRef> refs = List.of(WHEEL, new GameRef("another", Hash.EMPTY_ROOT, "1"));
      var draws = new GameDraws(rng);
      draws.add(refs);
      draws.add(refs);
      assertEquals(
          refs.size(), refs.stream().map(ref -> draws.streamOf(ref).instance()).distinct().count());
      for (GameRef ref : refs) {
        assertNotEquals(rng.instance(), draws.streamOf(ref).instance());
        for (int i = 0; i < 100; i++) {
          assertTrue(new GameSource(draws.streamOf(ref)).draws().below("wheel", 54) < 54);
        }
      }
      assertEquals(Optional.empty(), draws.obstacle());
      assertEquals(List.of(), listener.told);
    }
  }

  @Test
  void noiseThatGoesAwayIsToldOnceAndComesBackByItself() throws Exception {
    try (Rng rng = rng(2048)) {
      var draws = new GameDraws(rng);
      draws.add(List.of(WHEEL));
      RngStream stream = draws.streamOf(WHEEL);
      Draws game = new GameSource(stream).draws();
      noise.away = true;
      var refusal = drawUntilRefused(game);
      assertEquals(DrawsException.Fault.UNAVAILABLE, refusal.fault());
      assertTold(RngState.UNAVAILABLE);
      assertTrue(draws.obstacle().orElseThrow().contains("UNAVAILABLE"));
      noise.away = false;
      while (draws.obstacle().isPresent()) {
        Thread.onSpinWait();
      }
      assertTrue(game.below("wheel", 54) < 54);
      assertTold(RngState.UNAVAILABLE, RngState.OK);
    }
  }

  @Test
  void anAlarmStaysAndIsToldOnce() throws Exception {
    try (Rng rng = rng(0)) {
      var draws = new GameDraws(rng);
      draws.add(List.of(WHEEL));
      RngStream stream = draws.streamOf(WHEEL);
      Draws game = new GameSource(stream).draws();
      noise.stuck = true;
      assertEquals(DrawsException.Fault.ALARM, drawUntilRefused(game).fault());
      noise.stuck = false;
      assertThrows(DrawsException.class, () -> game.below("wheel", 54));
      assertTrue(draws.obstacle().orElseThrow().contains("ALARM"));
      assertTold(RngState.ALARM);
    }
  }

  /** The state changes first and is told of right after: a draw may be refused in between. */
  private void assertTold(RngState... states) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (listener.told.size() < states.length && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    assertEquals(List.of(states), listener.told);
  }

  private static DrawsException drawUntilRefused(Draws game) {
    return assertThrows(
        DrawsException.class,
        () -> {
          for (int i = 0; i < 100_000; i++) {
            game.below("wheel", 54);
          }
        });
  }
}
