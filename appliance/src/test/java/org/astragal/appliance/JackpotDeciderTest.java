package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenConfig;
import org.astragal.outcome.Hash;
import org.astragal.outcome.JackpotEvent;
import org.astragal.outcome.JackpotEvent.Checked;
import org.astragal.outcome.JackpotEvent.Committed;
import org.astragal.outcome.JackpotEvent.Drawn;
import org.astragal.outcome.JackpotEvent.Place;
import org.astragal.outcome.ThresholdOpening;
import org.astragal.packs.LoadedPack;
import org.astragal.packs.PackTrust;
import org.astragal.packs.PackVerifier;
import org.astragal.rng.NoiseSource;
import org.astragal.rng.Rng;
import org.astragal.rng.RngAlarm;
import org.astragal.rng.RngConfig;
import org.astragal.rng.RngHost;
import org.astragal.rng.RngState;
import org.junit.jupiter.api.Test;

/**
 * Goal: over thousands of cycles, from seeded noise through the real DRBG and the certified logic,
 * thresholds are uniform, and the level is won with the first value that reaches its threshold.
 */
final class JackpotDeciderTest {
  private static final long MICRO = JackpotEvent.MICRO;

  /** Values that a threshold of the test can have. */
  private static final int VALUES = 20;

  private static final int CYCLES = 4_000;

  /** Of chi-square with 19 degrees of freedom: less than 10^-8 lies outside. */
  private static final double CHI_SQUARE_LEAST = 1.0;

  private static final double CHI_SQUARE_MOST = 80.0;

  private static final Hash ASKED = Hash.sha256(new byte[] {1});

  private static final class SeededNoise implements NoiseSource {
    private final SplittableRandom random = new SplittableRandom(20_261_127);

    @Override
    public int bitsPerSample() {
      return 8;
    }

    @Override
    public byte[] read(int count) {
      byte[] samples = new byte[count];
      random.nextBytes(samples);
      return samples;
    }
  }

  /** The same each time: so the draws are. */
  private static final class StillHost implements RngHost {
    @Override
    public void fillFromSystem(byte[] out) {
      // Zeros are as good as any: nothing is claimed for these bytes.
    }

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public void changed(RngState state, Optional<RngAlarm> alarm) {}
  }

  private static ThresholdLogic logic() throws Exception {
    TestSite site = TestSite.get();
    var verifier =
        new PackVerifier(
            PackTrust.load(
                site.folder.resolve("signers.pem"), site.folder.resolve("laboratories.pem")),
            Clock.systemUTC());
    byte[] jar = Files.readAllBytes(site.folder.resolve("reference.jar"));
    var logic = new ThresholdLogic();
    logic.add(LoadedPack.of(verifier.verify(jar)));
    return logic;
  }

  private static Token token() throws Exception {
    TestSite site = TestSite.get();
    return Token.open(
        new TokenConfig(
            TestSite.MODULE, TestSite.LABEL, site.folder.resolve("pin"), Duration.ofSeconds(10)));
  }

  private static Place place(long cycle) {
    return new Place("op-1", "p", "MUST", cycle);
  }

  @Test
  void thresholdsAreUniformAndAreHitByTheFirstValueThatReachesThem() throws Exception {
    var random = new SplittableRandom(7);
    long[] counts = new long[VALUES];
    try (Token token = token();
        Rng rng = Rng.start(new SeededNoise(), RngConfig.forBytes("test"), new StillHost())) {
      var vault =
          ThresholdVault.open(token, new ApplianceConfig.Thresholds("decider-test", true), false);
      var decider =
          new JackpotDecider(new GameSource(rng.stream("test")), logic(), Optional.of(vault));
      Optional<JackpotState> state = Optional.empty();
      for (long cycle = 1; cycle <= CYCLES; cycle++) {
        long open = 1_000 * MICRO + random.nextLong(MICRO);
        var decision =
            decider.decide(
                state, new JackpotQuestion.Commit(place(cycle), open, 1_000 + VALUES, ASKED));
        var committed = assertInstanceOf(Committed.class, decision.said());
        assertEquals(1_000, committed.fromMinor());
        state = Optional.of(decision.after());
        ThresholdOpening told = grow(decider, state.get(), open, random, committed);
        counts[(int) (told.thresholdMinor() - 1_001)]++;
        state = Optional.of(new JackpotState(place(cycle), ASKED, cycle, false, Optional.empty()));
      }
    }
    double expected = (double) CYCLES / VALUES;
    double chi = 0;
    for (long count : counts) {
      chi += (count - expected) * (count - expected) / expected;
    }
    assertTrue(chi > CHI_SQUARE_LEAST && chi < CHI_SQUARE_MOST, "chi-square " + chi);
  }

  /** Lets a level grow by chance until it is won. {@return the threshold as it was told} */
  private static ThresholdOpening grow(
      JackpotDecider decider,
      JackpotState begun,
      long open,
      SplittableRandom random,
      Committed committed)
      throws Exception {
    JackpotState state = begun;
    long micro = open;
    for (long posting = 1; ; posting++) {
      long after = Math.min(micro + random.nextLong(3 * MICRO), committed.toMinor() * MICRO);
      var decision =
          decider.decide(
              Optional.of(state),
              new JackpotQuestion.Check(state.place(), micro, after, posting, ASKED));
      var said = assertInstanceOf(Checked.class, decision.said());
      if (said.opened().isPresent()) {
        ThresholdOpening told = said.opened().get();
        assertTrue(committed.isOpenedBy(told));
        assertTrue(told.thresholdMicro() > micro && told.thresholdMicro() <= after);
        assertTrue(decision.after().open().isEmpty());
        return told;
      }
      state = decision.after();
      micro = after;
    }
  }

  @Test
  void mysteryDrawsWinInProportionToTheStake() throws Exception {
    long hits = 0;
    long draws = 0;
    try (Rng rng = Rng.start(new SeededNoise(), RngConfig.forBytes("test"), new StillHost())) {
      var decider =
          new JackpotDecider(
              new GameSource(rng.stream("test")), new ThresholdLogic(), Optional.empty());
      Optional<JackpotState> state = Optional.empty();
      for (long after = 0; after < 40_000; after += 400) {
        var stakes =
            java.util.stream.LongStream.rangeClosed(after + 1, after + 400)
                .mapToObj(n -> new JackpotQuestion.Stake(n, 10 * (n % 2)))
                .toList();
        var decision =
            decider.decide(
                state,
                new JackpotQuestion.Draw(place(1), 100, after, after + 400, ASKED, stakes, ASKED));
        var drawn = assertInstanceOf(Drawn.class, decision.said());
        draws += drawn.draws().size();
        hits += drawn.draws().stream().filter(JackpotEvent.MysteryDraw::isHit).count();
        assertEquals(
            List.of(),
            drawn.draws().stream().filter(d -> d.isHit() && d.stakeMinor() == 0).toList());
        state = Optional.of(decision.after());
      }
    }
    // Of 20,000 with a chance of 1 in 10: 2,000, and a standard deviation of 42.4.
    assertEquals(40_000, draws);
    assertEquals(2_000.0, (double) hits, 6 * 42.4);
  }
}
