package org.astragal.certification.games;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
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

  private static byte[] draws(int count, Words words, int below) {
    byte[] data = new byte[count];
    for (int i = 0; i < count; i++) {
      data[i] = (byte) below(words, below);
    }
    return data;
  }

  @Test
  void aBiasedDieIsSeenByItsFrequenciesIn200000Throws() throws Exception {
    int throwsOfDie = 200_000;
    Words words = good(1, 2 * throwsOfDie);
    byte[] die = new byte[throwsOfDie];
    for (int i = 0; i < die.length; i++) {
      // One throw in a hundred is a six whatever was thrown.
      long thrown = below(words, 6);
      die[i] = (byte) (below(words, 100) == 0 ? 5 : thrown);
    }
    assertTrue(rejections(new Delivery.Numbers(6), die).contains("frequency"));
    assertEquals(
        List.of(),
        rejections(new Delivery.Numbers(6), draws(throwsOfDie, good(1, throwsOfDie), 6)));
  }

  @Test
  void cardsThatAreAByteModulo52AreSeenByTheirFrequenciesIn20000Cards() throws Exception {
    int cards = 20_000;
    Words words = good(2, cards);
    byte[] modulo = new byte[cards];
    for (int i = 0; i < cards; i++) {
      modulo[i] = (byte) ((words.next() & 0xff) % 52);
    }
    assertTrue(rejections(new Delivery.Numbers(52), modulo).contains("frequency"));
    assertEquals(List.of(), rejections(new Delivery.Numbers(52), draws(cards, good(2, cards), 52)));
  }

  @Test
  void aDrawThatDependsOnTheOneBeforeIsSeenBySerialCorrelationAndOverlaps() throws Exception {
    int count = 200_000;
    Words words = good(3, 2 * count);
    byte[] sticky = new byte[count];
    for (int i = 0; i < count; i++) {
      // One draw in fifty repeats the one before: frequencies are right.
      long fresh = below(words, 37);
      sticky[i] = i > 0 && below(words, 50) == 0 ? sticky[i - 1] : (byte) fresh;
    }
    List<String> tests = rejections(new Delivery.Numbers(37), sticky);
    assertTrue(
        tests.containsAll(List.of("overlaps", "serial-pairs", "serial-correlation")),
        tests.toString());
    assertTrue(!tests.contains("frequency"), tests.toString());
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

  private interface Shuffler {
    int[] shuffle(Words words);
  }

  private static byte[] shuffles(int count, long seed, int wordsEach, Shuffler shuffler) {
    Words words = good(seed, count * wordsEach);
    byte[] data = new byte[count * 52];
    for (int i = 0; i < count; i++) {
      int[] cards = shuffler.shuffle(words);
      for (int j = 0; j < 52; j++) {
        data[52 * i + j] = (byte) cards[j];
      }
    }
    return data;
  }

  @Test
  void aShuffleThatIsOffByOneIsSeenByTheMatrixAndTheFixedPointsIn2000Shuffles() throws Exception {
    int count = 2_000;
    // The card itself is no longer among those that it changes places with: one cycle only.
    byte[] sattolo =
        shuffles(
            count,
            4,
            51,
            words -> {
              int[] cards = new int[52];
              Arrays.setAll(cards, i -> i);
              for (int i = 0; i < 51; i++) {
                swap(cards, i, i + 1 + (int) below(words, 51 - i));
              }
              return cards;
            });
    List<String> tests = rejections(new Delivery.Shuffle(52), sattolo);
    assertTrue(
        tests.containsAll(List.of("position-matrix", "fixed-points", "cycles")), tests.toString());

    // The last card is never reached.
    byte[] lastStays =
        shuffles(
            count,
            5,
            51,
            words -> {
              int[] cards = new int[52];
              Arrays.setAll(cards, i -> i);
              for (int i = 0; i < 50; i++) {
                swap(cards, i, i + (int) below(words, 51 - i));
              }
              return cards;
            });
    assertTrue(rejections(new Delivery.Shuffle(52), lastStays).contains("position-matrix"));

    byte[] right = shuffles(count, 4, 51, words -> shuffled(words, 52));
    assertEquals(List.of(), rejections(new Delivery.Shuffle(52), right));
  }

  @Test
  void theNaiveShuffleIsSeenByTheMatrixIn20000Shuffles() throws Exception {
    // Each card changes places with any card: 52^52 ways do not divide among 52! orders.
    byte[] naive =
        shuffles(
            20_000,
            6,
            52,
            words -> {
              int[] cards = new int[52];
              Arrays.setAll(cards, i -> i);
              for (int i = 0; i < 52; i++) {
                swap(cards, i, (int) below(words, 52));
              }
              return cards;
            });
    assertTrue(rejections(new Delivery.Shuffle(52), naive).contains("position-matrix"));
  }

  @Test
  void aShuffleOfA32BitSeedIsSeenByDuplicatesIn300000Shuffles() throws Exception {
    // 300,000 of 2^32 orders hold ten equal pairs; of 52! orders they hold none.
    int count = 300_000;
    Words words = good(7, count);
    byte[] data = new byte[count * 52];
    for (int i = 0; i < count; i++) {
      var seeded = new SplittableRandom(words.next() >>> 32);
      int[] cards = shuffled(seeded::nextLong, 52);
      for (int j = 0; j < 52; j++) {
        data[52 * i + j] = (byte) cards[j];
      }
    }
    assertEquals(List.of("duplicates"), rejections(new Delivery.Shuffle(52), data));
  }

  @Test
  void aLotteryThatAvoidsNeighboursIsSeenByAdjacencyIn5000Rounds() throws Exception {
    int count = 5_000;
    Words words = good(8, 200 * count);
    byte[] avoiding = new byte[6 * count];
    byte[] right = new byte[6 * count];
    for (int i = 0; i < count; i++) {
      int[] round = Arrays.copyOf(shuffled(words, 49), 6);
      copy(round, right, i);
      if (hasNeighbours(round) && below(words, 4) == 0) {
        round = Arrays.copyOf(shuffled(words, 49), 6);
      }
      copy(round, avoiding, i);
    }
    assertTrue(rejections(new Delivery.Lotto(6, 49), avoiding).contains("adjacency"));
    assertEquals(List.of(), rejections(new Delivery.Lotto(6, 49), right));
  }

  private static void copy(int[] round, byte[] into, int at) {
    for (int j = 0; j < round.length; j++) {
      into[round.length * at + j] = (byte) round[j];
    }
  }

  private static boolean hasNeighbours(int[] round) {
    int[] sorted = round.clone();
    Arrays.sort(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1] + 1) {
        return true;
      }
    }
    return false;
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
    GameData data = GameData.of(roulette.id(), roulette.version()).orElseThrow();
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
