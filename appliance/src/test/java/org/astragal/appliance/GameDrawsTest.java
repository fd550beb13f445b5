package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.astragal.games.api.DrawsException;
import org.astragal.rng.HealthClaim;
import org.astragal.rng.NoiseSource;
import org.astragal.rng.NoiseSourceException;
import org.astragal.rng.Rng;
import org.astragal.rng.RngConfig;
import org.astragal.rng.RngState;
import org.junit.jupiter.api.Test;

/** Goal: trouble of the generator is told once, refused early, and left behind when it is over. */
final class GameDrawsTest {
  /** Noise that can be taken away or made stuck. */
  private static final class ScriptedNoise implements NoiseSource {
    private final SplittableRandom random = new SplittableRandom(1);
    private boolean away;
    private boolean stuck;

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

  private final ScriptedNoise noise = new ScriptedNoise();
  private final List<RngState> told = new ArrayList<>();

  private GameDraws draws() throws Exception {
    // The smallest block, so that each draw asks for noise.
    var config = new RngConfig(HealthClaim.OF_BYTES, 1 << 16, 8, "test");
    return new GameDraws(Rng.start(noise, config), told::add);
  }

  @Test
  void drawsAreBelowTheirBound() throws Exception {
    GameDraws draws = draws();
    for (int i = 0; i < 100; i++) {
      assertTrue(draws.below("wheel", 54) < 54);
    }
    assertEquals(Optional.empty(), draws.obstacle());
    assertEquals(List.of(), told);
  }

  @Test
  void noiseThatGoesAwayIsToldOnceAndItsReturnToo() throws Exception {
    GameDraws draws = draws();
    noise.away = true;
    for (int i = 0; i < 3; i++) {
      var refusal = assertThrows(DrawsException.class, () -> draws.below("wheel", 54));
      assertEquals(DrawsException.Fault.UNAVAILABLE, refusal.fault());
    }
    assertEquals(List.of(RngState.UNAVAILABLE), told);
    assertTrue(draws.obstacle().orElseThrow().contains("UNAVAILABLE"));
    noise.away = false;
    // Within a second of the last attempt nothing is tried; then the obstacle goes by itself.
    while (draws.obstacle().isPresent()) {
      Thread.sleep(20);
    }
    assertEquals(List.of(RngState.UNAVAILABLE, RngState.OK), told);
    assertTrue(draws.below("wheel", 54) < 54);
  }

  @Test
  void anAlarmStaysAndIsToldOnce() throws Exception {
    GameDraws draws = draws();
    noise.stuck = true;
    for (int i = 0; i < 5; i++) {
      try {
        draws.below("wheel", 54);
      } catch (DrawsException e) {
        assertEquals(DrawsException.Fault.ALARM, e.fault());
      }
    }
    noise.stuck = false;
    assertThrows(DrawsException.class, () -> draws.below("wheel", 54));
    assertTrue(draws.obstacle().orElseThrow().contains("ALARM"));
    assertEquals(List.of(RngState.ALARM), told);
  }
}
