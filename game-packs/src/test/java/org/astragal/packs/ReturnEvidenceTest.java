package org.astragal.packs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: a game that is what it should be is left alone as often as stated, however its wins are
 * spread and whatever players do; one that is not is found.
 */
final class ReturnEvidenceTest {
  /** A bet that pays {@code pays} times the stake with the chance {@code chance}. */
  private record Wager(double pays, double chance) {
    double mean() {
      return pays * chance;
    }

    double spread() {
      return pays * Math.sqrt(chance * (1 - chance));
    }
  }

  private static void play(
      ReturnEvidence evidence, Wager stated, double chance, double stake, SplittableRandom random) {
    double win = random.nextDouble() < chance ? stated.pays() * stake : 0;
    evidence.add(
        win - stated.mean() * stake,
        stated.spread() * stake,
        stated.mean() * stake,
        (stated.pays() - stated.mean()) * stake);
  }

  // Even money, a straight number, and a scratch card that wins 100 000 times the stake.
  @ParameterizedTest
  @CsvSource({"2, 0.4865, 2000", "36, 0.027027, 2000", "100000, 0.000009, 1000"})
  void falseAlarmsAreNotMoreOftenThanStated(double pays, double chance, int runs) {
    var wager = new Wager(pays, chance);
    var random = new SplittableRandom(20_260_608);
    int alarms = 0;
    for (int run = 0; run < runs; run++) {
      var evidence = new ReturnEvidence(false);
      double highest = 0;
      // The player doubles after a loss, which no fixed number of rounds would be fair to.
      double stake = 1;
      for (int round = 0; round < 4_000 && highest < 16; round++) {
        double before = evidence.deviation();
        play(evidence, wager, chance, stake, random);
        stake = evidence.deviation() < before && stake < 64 ? 2 * stake : 1;
        highest = Math.max(highest, evidence.capital());
      }
      alarms += highest >= 16 ? 1 : 0;
    }
    // At most 1/16 of them; four standard deviations for the luck of this test.
    double most = runs / 16.0 + 4 * Math.sqrt(runs / 16.0);
    assertTrue(alarms < most, alarms + " of " + runs);
  }

  @Test
  void aGameThatIsRightStaysBelowEveryThresholdForLong() {
    var wager = new Wager(36, 1 / 37.0);
    var random = new SplittableRandom(3);
    var evidence = new ReturnEvidence(false);
    double highest = 0;
    for (int round = 0; round < 2_000_000; round++) {
      play(evidence, wager, 1 / 37.0, 100, random);
      highest = Math.max(highest, evidence.capital());
    }
    assertTrue(highest < 512, "capital " + highest);
    assertTrue(Math.abs(evidence.z()) < 4, "z " + evidence.z());
    assertEquals(2_000_000, evidence.rounds());
  }

  // The rounds that it may take are twice what it took when this was written.
  @ParameterizedTest
  @CsvSource({
    "2, 0.4865, 0.60, 1200",
    "2, 0.4865, 0.40, 3800",
    "2, 0.4865, 0.52, 9800",
    "36, 0.027027, 0.030, 190000",
    "100000, 0.000009, 0.00002, 7500000"
  })
  void aGameThatIsWrongIsFound(double pays, double chance, double truth, long limit) {
    var wager = new Wager(pays, chance);
    var random = new SplittableRandom(7);
    var evidence = new ReturnEvidence(false);
    while (evidence.capital() < 1 << 21 && evidence.rounds() < limit) {
      play(evidence, wager, truth, 100, random);
    }
    System.out.printf(
        "pays %s with the chance %s instead of %s: stopped after %,d rounds, z = %.1f%n",
        pays, truth, chance, evidence.rounds(), evidence.z());
    assertTrue(evidence.capital() >= 1 << 21, "not found in " + limit + " rounds");
    assertEquals(truth > chance, evidence.z() > 0);
  }

  @Test
  void aFaultThatBeginsLateIsFoundToo() {
    var wager = new Wager(2, 0.4865);
    var random = new SplittableRandom(8);
    var evidence = new ReturnEvidence(false);
    for (int round = 0; round < 1_000_000; round++) {
      play(evidence, wager, 0.4865, 100, random);
    }
    long before = evidence.rounds();
    while (evidence.capital() < 1 << 21 && evidence.rounds() < before + 20_000) {
      play(evidence, wager, 0.60, 100, random);
    }
    assertTrue(evidence.capital() >= 1 << 21, "not found in " + (evidence.rounds() - before));
  }

  @Test
  void wherePlayersChooseBadLuckAndBadPlayRaiseNoAlarm() {
    var wager = new Wager(2, 0.4965);
    var random = new SplittableRandom(9);
    var evidence = new ReturnEvidence(true);
    for (int round = 0; round < 100_000; round++) {
      play(evidence, wager, 0.45, 100, random);
      assertTrue(evidence.capital() < 2);
    }
    var better = new ReturnEvidence(true);
    for (int round = 0; round < 20_000 && better.capital() < 1 << 21; round++) {
      play(better, wager, 0.60, 100, random);
    }
    assertTrue(better.capital() >= 1 << 21);
  }

  @Test
  void oneJackpotInTheFirstRoundIsNoAlarm() {
    var wager = new Wager(100_000, 0.000009);
    var evidence = new ReturnEvidence(false);
    evidence.add(100_000 - wager.mean(), wager.spread(), wager.mean(), 100_000 - wager.mean());
    assertTrue(evidence.z() > 300, "as a normal distribution would have it: " + evidence.z());
    assertTrue(evidence.capital() < 512, "capital " + evidence.capital());
  }

  @Test
  void whatNoRoundCanComeToIsEvidenceEnough() {
    var evidence = new ReturnEvidence(false);
    evidence.add(36 - 36 / 37.0 + 1, 5.8, 36 / 37.0, 36 - 36 / 37.0);
    assertEquals(Double.POSITIVE_INFINITY, evidence.capital());
  }
}
