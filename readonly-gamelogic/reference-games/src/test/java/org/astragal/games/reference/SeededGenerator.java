package org.astragal.games.reference;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Data;
import org.astragal.games.api.Draws;
import org.astragal.games.api.Game;
import org.astragal.games.api.Played;
import org.astragal.games.reference.BlackjackHand.Action;
import org.astragal.rng.Buffers;
import org.astragal.rng.Construction;
import org.astragal.rng.NoiseSource;
import org.astragal.rng.Reseeding;
import org.astragal.rng.Rng;
import org.astragal.rng.RngAlarm;
import org.astragal.rng.RngConfig;
import org.astragal.rng.RngException;
import org.astragal.rng.RngHost;
import org.astragal.rng.RngState;
import org.astragal.rng.RngStream;

/**
 * The generator of the appliance with noise, clock and system that are the same each time, and a
 * player. Draws are the output of the DRBG alone: noise comes in with the seed and never again. The
 * streams of all games are begun in one order before the first draw, so that what one of them gives
 * does not depend on which tests run.
 *
 * <p>One for each thread.
 */
final class SeededGenerator {
  /** Streams of each game: one for each thread that plays it. */
  static final int PARTS = 2;

  private static final Map<String, RngStream> STREAMS = begin();

  private final RngStream stream;
  private final SplittableRandom taste;

  private SeededGenerator(RngStream stream, long seed) {
    this.stream = stream;
    taste = new SplittableRandom(seed);
  }

  /** {@return the generator of one thread of a game} */
  static SeededGenerator of(Game game, int part) {
    RngStream stream = Objects.requireNonNull(STREAMS.get(game.id() + " " + part));
    return new SeededGenerator(stream, part);
  }

  /** {@return draws from the stream} */
  Draws draws() {
    return (purpose, n) -> {
      try {
        return stream.below(n);
      } catch (RngException e) {
        throw new IllegalStateException("the seeded generator has no draw for " + purpose, e);
      }
    };
  }

  /** {@return a player who takes any offer; in blackjack the best one} */
  Choices player() {
    return this::choose;
  }

  private Optional<Data.Members> choose(Played.Awaiting awaiting) {
    if (awaiting.view().get("dealer").isPresent()) {
      return Optional.of(Data.Members.empty().with("do", bestOf(awaiting.view()).name()));
    }
    var choices = awaiting.choices();
    return Optional.of(choices.get(taste.nextInt(choices.size())).value());
  }

  private static Action bestOf(Data.Members view) {
    List<Data> hands = view.items("hands").orElseThrow();
    int active = Math.toIntExact(view.whole("active").orElseThrow());
    List<Integer> ranks = ranks(((Data.Items) hands.get(active)).values());
    boolean isSplit = hands.size() > 1;
    boolean isPair = ranks.size() == 2 && ranks.get(0).equals(ranks.get(1));
    BlackjackHand hand = BlackjackHand.EMPTY;
    for (int rank : ranks) {
      hand = hand.with(Math.min(rank, 10));
    }
    int up = Math.min(ranks(view.items("dealer").orElseThrow()).getFirst(), 10);
    BlackjackBest best = Exact.Blackjacks.EXACT.against(up);
    // It remembers what it has found out.
    synchronized (best) {
      return best.best(hand, isPair, isSplit, isSplit && ranks.getFirst() == 1);
    }
  }

  private static List<Integer> ranks(List<Data> cards) {
    return cards.stream()
        .map(card -> 1 + "A23456789TJQK".indexOf(((Data.Text) card).value().charAt(0)))
        .toList();
  }

  private static Map<String, RngStream> begin() {
    RngConfig usual = RngConfig.forBytes("simulation");
    var config =
        new RngConfig(
            usual.health(),
            Construction.RESEEDED,
            usual.mechanism(),
            new Reseeding(1L << 48, Duration.ofDays(1), false),
            new Buffers(4_096, 0, Duration.ZERO, Duration.ofMillis(1), Duration.ZERO),
            Optional.empty(),
            false,
            usual.personalization());
    var streams = new TreeMap<String, RngStream>();
    try {
      Rng rng = Rng.start(new SeededNoise(), config, new StillHost());
      for (Game game : Kinds.games()) {
        for (int part = 0; part < PARTS; part++) {
          String name = game.id() + " " + part;
          streams.put(name, rng.stream(name));
        }
      }
    } catch (RngException e) {
      throw new IllegalStateException("the seeded generator does not start", e);
    }
    return streams;
  }

  /** The same bytes each time. */
  private static final class SeededNoise implements NoiseSource {
    private final SplittableRandom random = new SplittableRandom(20_260_608);

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

  /** A program in which no time passes. */
  private static final class StillHost implements RngHost {
    @Override
    public void fillFromSystem(byte[] out) {
      Arrays.fill(out, (byte) 0);
    }

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public void changed(RngState state, Optional<RngAlarm> alarm) {
      alarm.ifPresent(raised -> {
        throw new IllegalStateException("an alarm of the seeded generator: " + raised);
      });
    }
  }
}
