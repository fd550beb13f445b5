package org.astragal.certification.games;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.battery.Multiplicity;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.Task;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.BetRefusal;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawPlan;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Game;
import org.astragal.games.api.Option;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Terms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: each kind of bad draw is rejected by the test that is there for it, at a size that is
 * written here, after the correction for all P-values of its report; the same draws without the
 * fault pass.
 */
final class BadInputsTest {
  private static final double ALPHA = 0.01;

  /** Makes the next draw of a good stream into what is handed over. */
  private interface Words {
    long next();
  }

  private static Words good(long seed, int words) {
    var stream = ByteBuffer.wrap(Generators.aesCtr(seed).bytes(8 * words));
    return stream::getLong;
  }

  private static long below(Words words, long n) {
    return Long.remainderUnsigned(words.next(), n);
  }

  /** {@return the tests that reject, of all P-values of the suite corrected together} */
  private static List<String> rejections(Delivery delivery, byte[] data) throws Exception {
    var options = new GameOptions(delivery, Delivery.Format.BINARY, 0, Optional.empty());
    var battery = new GameBattery(options);
    var findings = new ArrayList<Finding>();
    for (Task task : battery.plan(data.length)) {
      findings.addAll(task.run(Sample.of(data)));
    }
    findings.addAll(battery.conclude(findings));
    return rejected(findings);
  }

  private static List<String> rejected(List<Finding> findings) {
    List<Finding> family = findings.stream().filter(f -> f.pValue().isPresent()).toList();
    List<PValue> holm =
        Multiplicity.holm(
            family.stream()
                .map(f -> new PValue(f.pValue().orElseThrow(), f.log10P().orElse(logOf(f))))
                .toList());
    var rejected = new ArrayList<String>();
    for (int i = 0; i < family.size(); i++) {
      if (holm.get(i).p() <= ALPHA) {
        rejected.add(family.get(i).test());
      }
    }
    return rejected.stream().distinct().toList();
  }

  private static double logOf(Finding finding) {
    return Math.log10(finding.pValue().orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "die-loaded, 200000, frequency",
    "cards-modulo, 20000, frequency",
    "draw-sticky, 200000, overlaps serial-pairs serial-correlation",
    "shuffle-cycle, 104000, position-matrix fixed-points cycles",
    "shuffle-last, 104000, position-matrix",
    "shuffle-naive, 1040000, position-matrix",
    "lottery-shy, 30000, adjacency",
    "wheel-near-miss, 60000, game-outcomes"
  })
  void unfairDrawsAreSeenByTheTestThatIsThereForThem(String name, int bytes, String tests)
      throws Exception {
    DrawGenerator unfair = DrawGenerators.named(name);
    List<String> rejected = rejections(unfair.options().delivery(), unfair.bytes(1, bytes));
    assertTrue(rejected.containsAll(List.of(tests.split(" ", -1))), rejected.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "cards-fair, 200000",
    "shuffle-fair, 1040000",
    "lottery-fair, 120000",
    "wheel-fair, 60000"
  })
  void fairDrawsPass(String name, int bytes) throws Exception {
    DrawGenerator fair = DrawGenerators.named(name);
    assertEquals(List.of(), rejections(fair.options().delivery(), fair.bytes(1, bytes)));
  }

  @Test
  void aDrawThatRepeatsTheOneBeforeHasTheRightFrequencies() throws Exception {
    DrawGenerator sticky = DrawGenerators.named("draw-sticky");
    assertFalse(
        rejections(sticky.options().delivery(), sticky.bytes(1, 200_000)).contains("frequency"));
  }

  @Test
  void aShuffleOfA32BitSeedIsSeenByNothingElseThanDuplicates() throws Exception {
    // 300,000 of 2^32 orders hold ten equal pairs; of 52! orders they hold none.
    DrawGenerator seeded = DrawGenerators.named("shuffle-32-bit");
    assertEquals(
        List.of("duplicates"),
        rejections(seeded.options().delivery(), seeded.bytes(2, 15_600_000)));
  }

  /** The good shuffle, as the product deals. */
  private static int[] shuffled(Words words, int count) {
    int[] cards = new int[count];
    Arrays.setAll(cards, i -> i);
    for (int i = 0; i < count - 1; i++) {
      swap(cards, i, i + (int) below(words, count - i));
    }
    return cards;
  }

  private static void swap(int[] cards, int i, int j) {
    int held = cards[i];
    cards[i] = cards[j];
    cards[j] = held;
  }

  private static void copy(int[] round, byte[] into, int at) {
    for (int j = 0; j < round.length; j++) {
      into[round.length * at + j] = (byte) round[j];
    }
  }

  @Test
  void aLotteryWithABallThatLikesAnotherIsSeenByThePairsIn20000Rounds() throws Exception {
    int count = 20_000;
    Words words = good(9, 50 * count);
    byte[] data = new byte[6 * count];
    for (int i = 0; i < count; i++) {
      int[] round = Arrays.copyOf(shuffled(words, 49), 6);
      // Ball 3 stands beside ball 40 in half of the rounds that have neither ball 40 nor its sum.
      boolean three = Arrays.stream(round).anyMatch(ball -> ball == 3);
      boolean forty = Arrays.stream(round).anyMatch(ball -> ball == 40);
      if (three && !forty && below(words, 2) == 0) {
        round[round[5] == 3 ? 4 : 5] = 40;
      } else if (forty && !three && below(words, 2) == 0) {
        round[round[5] == 40 ? 4 : 5] = replacement(round, words);
      }
      copy(round, data, i);
    }
    assertTrue(rejections(new Delivery.Lotto(6, 49), data).contains("pair-frequency"));
  }

  private static int replacement(int[] round, Words words) {
    int ball = (int) below(words, 49);
    while (contains(round, ball)) {
      ball = (int) below(words, 49);
    }
    return ball;
  }

  private static boolean contains(int[] round, int ball) {
    return Arrays.stream(round).anyMatch(each -> each == ball);
  }

  /** A wheel that shows the neighbour of the zero in place of one loss in a hundred. */
  private record NearMiss(Game real) implements Game {
    private static final DrawPlan PLAN =
        DrawPlan.of(DrawPlan.draw("cheat", 100L), DrawPlan.draw("wheel", 37L));

    @Override
    public String id() {
      return real.id();
    }

    @Override
    public String version() {
      return real.version();
    }

    @Override
    public Data.Members betSchema() {
      return real.betSchema();
    }

    @Override
    public List<BetFigures> figures(Terms terms) {
      return real.figures(terms);
    }

    @Override
    public BetFigures figures(Terms terms, Bet bet) {
      return real.figures(terms, bet);
    }

    @Override
    public List<Option> options() {
      return real.options();
    }

    @Override
    public DrawPlan plan() {
      return PLAN;
    }

    @Override
    public Optional<BetRefusal> check(List<Bet> bets) {
      return real.check(bets);
    }

    @Override
    public Played play(Round round) throws DrawsException {
      boolean cheats = round.draw("cheat", 100) == 0;
      return real.play(
          Round.begin(
              real,
              round.terms(),
              round.bets(),
              (purpose, n) -> {
                long pocket = round.draw(purpose, n);
                return cheats && pocket != 0 ? 32 : pocket;
              },
              Choices.NOBODY));
    }

    @Override
    public long maximumWinMultiple() {
      return real.maximumWinMultiple();
    }

    @Override
    public int maximumResultBytes() {
      return real.maximumResultBytes();
    }
  }

  @Test
  void aNearMissGameIsSeenByItsOutcomesIn20000Rounds() throws Exception {
    Game roulette =
        PackGame.installed().stream()
            .filter(game -> game.id().equals("ref.roulette.eu"))
            .findFirst()
            .orElseThrow();
    GameData data = GameData.of(roulette.id(), roulette.version()).getFirst();
    Sample stream = Sample.of(Generators.aesCtr(10).bytes(8 * 40_000));
    var task = new PlayTask(new Selection(Optional.empty()));

    List<Finding> cheated =
        task.play(stream, List.of(new GameTests(new PackGame(new NearMiss(roulette), data))));
    Map<String, List<String>> byVariant = new TreeMap<>();
    for (Finding finding : cheated) {
      byVariant.computeIfAbsent(finding.test(), _ -> new ArrayList<>()).add(finding.variant());
    }
    assertTrue(rejected(cheated).contains("game-outcomes"), byVariant.toString());
    // The zero wins as often as it should: its own return shows nothing.
    Finding win =
        cheated.stream()
            .filter(f -> f.test().equals("game-return") && f.variant().contains("straight"))
            .findFirst()
            .orElseThrow();
    assertEquals("PASS", win.status().name());

    List<Finding> honest = task.play(stream, List.of(new GameTests(new PackGame(roulette, data))));
    assertEquals(List.of(), rejected(honest));
  }
}
