package org.astragal.certification.games;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.battery.Sample;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Goal: every statistic and every P-value is the one that an independent program computed of the
 * same data.
 */
final class KnownAnswersTest {
  private static final double TOLERANCE = 1e-9;
  private static final int DRAWS = 1_000_000;
  private static final int ROUNDS = 100_000;

  private static final Sample STREAM = Sample.of(Generators.named("aes-ctr").bytes(4 * 5_300_000));

  private static final JsonNode KNOWN = read();

  /** Records that some test has compared; all of them must have been. */
  private static final Set<String> COMPARED = new HashSet<>();

  private static JsonNode read() {
    return JsonMapper.shared()
        .readTree(KnownAnswersTest.class.getResourceAsStream("game-tests-kat.json"));
  }

  @AfterAll
  static void everyRecordWasCompared() {
    assertEquals(Set.copyOf(KNOWN.propertyNames()), COMPARED);
  }

  private static JsonNode known(String name) {
    COMPARED.add(name);
    return KNOWN.path(name);
  }

  private static Words words() {
    return new Words(STREAM, 0, STREAM.size(), Integer.SIZE);
  }

  private static List<Finding> ofDraws(long below) throws Exception {
    var numbers = new Scaler(words());
    var lines = lines();
    var tests = new NumberTests(below, lines);
    for (int i = 0; i < DRAWS; i++) {
      tests.add(numbers.next(below));
    }
    tests.finish(lines);
    return lines.all();
  }

  private static Lines lines() {
    return new Lines(new Selection(Optional.empty()), "", OptionalInt.empty());
  }

  private static Finding line(List<Finding> lines, TestName test, String form) {
    return lines.stream()
        .filter(line -> line.test().equals(test.text()) && line.variant().equals(form))
        .findFirst()
        .orElseThrow(() -> new AssertionError(test + " " + form + " of " + lines));
  }

  private static void assertKnown(JsonNode known, String statistic, Finding line) {
    assertNear(known.path(statistic).asDouble(), line.statistic().orElseThrow());
    if (line.dof().isPresent()) {
      assertEquals(known.path("dof").asDouble(), line.dof().orElseThrow());
    }
    assertNear(known.path("p").asDouble(), line.pValue().orElseThrow());
  }

  private static void assertNear(double known, double value) {
    assertEquals(known, value, TOLERANCE * Math.max(1, Math.abs(known)));
  }

  private static String counts(JsonNode known) {
    return known.path("counts").toString().replaceAll("[\\[\\]]", "").replace(',', ' ');
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 6, 10, 38, 49, 52})
  void frequencies(int below) throws Exception {
    JsonNode known = known("chi_square_equidistribution_k" + below);
    var numbers = new Scaler(words());
    var frequency = new Frequency(below);
    for (int i = 0; i < DRAWS; i++) {
      frequency.add(numbers.next(below));
    }
    var lines = lines();
    frequency.finish(lines, DRAWS);
    Finding line = line(lines.all(), TestName.FREQUENCY, "");
    assertKnown(known, "chi2", line);
    assertEquals(counts(known), line.details().get("counts"));
  }

  @Test
  void wordsThatAreScaled() throws Exception {
    Words words = words();
    var numbers = new Scaler(words);
    for (int i = 0; i < DRAWS; i++) {
      numbers.next(52);
    }
    assertEquals(
        known("chi_square_equidistribution_k52").path("words_consumed").asLong(), words.taken());
  }

  @Test
  void patternsOfDigits() throws Exception {
    List<Finding> lines = ofDraws(10);
    assertKnown(
        known("serial_pairs_nonoverlapping_k10"), "chi2", line(lines, TestName.SERIAL_PAIRS, ""));
    assertKnown(
        known("overlaps_pairs_circular_k10"), "stat", line(lines, TestName.OVERLAPS, "pairs"));
    JsonNode gap = known("gap_k10_hit_0to2_T20");
    assertKnown(gap, "chi2", line(lines, TestName.GAP, ""));
    JsonNode poker = known("poker_distinct_k10_hand5");
    assertKnown(poker, "chi2", line(lines, TestName.POKER, "distinct"));
    assertEquals(counts(poker), line(lines, TestName.POKER, "distinct").details().get("counts"));
    JsonNode coupon = known("coupon_collector_k10_T60");
    assertKnown(coupon, "chi2", line(lines, TestName.COUPON_COLLECTOR, ""));
    assertEquals(
        coupon.path("segments").asString(),
        line(lines, TestName.COUPON_COLLECTOR, "").details().get("segments"));
  }

  @Test
  void pokerHandsOfTheFirstHalf() throws Exception {
    var numbers = new Scaler(words());
    var poker = new Poker(10);
    for (int i = 0; i < DRAWS / 2; i++) {
      poker.add((int) numbers.next(10));
    }
    var lines = lines();
    poker.finish(lines, DRAWS / 2);
    JsonNode known = known("poker_7class_k10_hand5_first500k");
    Finding line = line(lines.all(), TestName.POKER, "hands");
    assertKnown(known, "chi2", line);
    assertEquals(counts(known), line.details().get("counts"));
  }

  @Test
  void numbersFromZeroToOne() throws Exception {
    var lines = lines();
    Uniforms.ofWords(words(), DRAWS).tests().run(lines);
    List<Finding> all = lines.all();
    assertKnown(
        known("permutation_t5_words"), "chi2", line(all, TestName.PERMUTATION, "orders of 5"));
    assertKnown(known("runs_up_down_count"), "z", line(all, TestName.RUNS, "up and down"));
    assertKnown(
        known("kolmogorov_smirnov_uniform"), "D", line(all, TestName.KOLMOGOROV_SMIRNOV, ""));
    assertKnown(
        known("serial_correlation_circular_lag1"),
        "z",
        line(all, TestName.SERIAL_CORRELATION, "lag 1"));
  }

  @Test
  void collisionsOfSixtyFourThrows() throws Exception {
    var lines = lines();
    Uniforms.ofWords(words(), 64 << 14).tests().run(lines);
    JsonNode known = known("collisions_2^14_balls_2^20_urns_x64");
    Finding line = line(lines.all(), TestName.DUPLICATES, "20 bits");
    assertEquals(known.path("total").asDouble(), line.statistic().orElseThrow());
    assertNear(known.path("expected").asDouble(), 64 * UniformTests.meanCollisions());
    assertNear(2 * known.path("p_upper_poisson").asDouble(), line.pValue().orElseThrow());
  }

  @Test
  void serialCorrelationAtLongerLags() throws Exception {
    Words words = words();
    double[] u = new double[DRAWS];
    for (int i = 0; i < DRAWS && words.hasNext(); i++) {
      u[i] = words.next() * 0x1p-32;
    }
    var spectrum = new Spectrum(u);
    for (int lag : new int[] {1, 2, 10}) {
      JsonNode known = known("serial_correlation_circular_lag" + lag);
      assertNear(known.path("r").asDouble(), spectrum.correlation(lag));
      assertNear(known.path("z").asDouble(), spectrum.z(lag));
    }
  }

  @Test
  void runsAboutTheMedianOfWords() throws Exception {
    // A word is in the upper half when its first bit is 1: draws below 2^32 keep their order.
    Words words = words();
    var runs = new MedianRuns(2);
    for (int i = 0; i < DRAWS && words.hasNext(); i++) {
      runs.add((int) (words.next() >>> 31));
    }
    var lines = lines();
    runs.finish(lines, DRAWS);
    JsonNode known = known("runs_about_median_wald_wolfowitz");
    Finding line = line(lines.all(), TestName.RUNS, "median");
    assertKnown(known, "z", line);
    assertEquals(known.path("runs").asString(), line.details().get("runs"));
  }

  @Test
  void lotteryRounds() throws Exception {
    JsonNode known = known("lotto_6of49_100k_draws");
    Words words = words();
    var rounds = new Rounds.Dealt(new Scaler(words), 49);
    var tests = new LottoTests(6, 49);
    int[] round = new int[6];
    for (int i = 0; i < ROUNDS; i++) {
      assertTrue(rounds.next(round));
      if (i < 5) {
        String balls = Arrays.toString(Arrays.stream(round).map(ball -> ball + 1).toArray());
        assertEquals(known.path("first_draws").get(i).toString(), balls.replace(" ", ""));
      }
      tests.add(round);
    }
    var lines = lines();
    tests.finish(lines);
    assertEquals(known.path("words_consumed").asLong(), words.taken());
    Finding line = line(lines.all(), TestName.FREQUENCY, "");
    assertKnown(known, "chi2_corrected", line);
    assertEquals(counts(known), line.details().get("counts"));
    for (int i = 0; i < 6; i++) {
      Finding position = line(lines.all(), TestName.FREQUENCY, "position " + (i + 1));
      assertNear(known.path("position_chi2").get(i).asDouble(), position.statistic().orElseThrow());
      assertNear(known.path("position_p").get(i).asDouble(), position.pValue().orElseThrow());
    }
  }

  @Test
  void shuffles() throws Exception {
    JsonNode known = known("shuffle52_100k_card_position");
    Words words = words();
    var numbers = new Scaler(words);
    var tests = new ShuffleTests(52);
    for (int i = 0; i < ROUNDS; i++) {
      int[] cards = fromTheBack(numbers, 52);
      if (i == 0) {
        assertEquals(known.path("first_deck").toString(), Arrays.toString(cards).replace(" ", ""));
      }
      tests.add(cards);
    }
    var lines = lines();
    tests.finish(lines);
    assertEquals(known.path("words_consumed").asLong(), words.taken());
    Finding line = line(lines.all(), TestName.POSITION_MATRIX, "");
    assertKnown(known, "chi2_scaled_51_52", line);
  }

  private static int[] fromTheBack(Scaler numbers, int count) throws Exception {
    int[] cards = new int[count];
    Arrays.setAll(cards, i -> i);
    for (int i = count - 1; i > 0; i--) {
      int j = (int) numbers.next(i + 1);
      int card = cards[i];
      cards[i] = cards[j];
      cards[j] = card;
    }
    return cards;
  }
}
