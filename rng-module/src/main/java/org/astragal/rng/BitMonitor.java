package org.astragal.rng;

import java.util.ArrayList;
import java.util.List;

/**
 * Watches for what the tests of SP 800-90B cannot see: a small bias, a slow drift, bits that follow
 * each other a little too often. The questions are those of FIPS 140-1 (monobit, poker, runs; there
 * asked once of 20,000 bits), put to every window of 20,000 bits one after the other, with one rule
 * for all windows together.
 *
 * <p>Every question is put as a bet against fair bits that is itself fair: from window t it gets
 * back, for each unit staked, the likelihood ratio e(t) of its own idea of the bits and of fair
 * bits, so with fair bits e(t) is 1 on average whatever came before. A new unit is staked at each
 * window and all that was won is staked again:
 *
 * <pre>R(0) = 0,   R(t) = (R(t - 1) + 1) e(t)</pre>
 *
 * <p>This is the Shiryaev-Roberts statistic. {@code R(t) - t} is a martingale as long as the bits
 * are fair, and so is it for M, the weighted mean of all bets. Doob's inequality then says, with no
 * approximation, that M reaches a limit c within the first T windows with probability at most T / c
 * . That is the false-alarm rate, whatever the windows' number. A bet whose idea is right grows by
 * the relative entropy of its idea and of fair bits in each window, so small faults are found too,
 * later: R forgets by itself what was long ago and holds what gathers now.
 *
 * <p>The ideas: ones with probability 1/2 ± 2^-i for i = 2 to 10 (monobit); changes from one bit to
 * the next with the same probabilities (runs); some distribution of the sixteen values of four
 * bits, symmetric Dirichlet with three concentrations (poker). Not thread-safe.
 */
final class BitMonitor implements HealthTest {
  /** Bytes in a window: the 20,000 bits of FIPS 140-1. */
  static final int WINDOW_BYTES = 2_500;

  /** The limit is 2^this times 1 / alpha: many windows come where few tests of a seed do. */
  static final int MARGIN_EXPONENT = 20;

  private static final int BITS = WINDOW_BYTES * Byte.SIZE;
  private static final int NIBBLES = WINDOW_BYTES * 2;
  private static final int SMALLEST_BIAS = 10;

  /** Windows with so many ones more or fewer than half have their odds in a table: 7 sigma. */
  private static final int NEAR = 512;

  private static final List<double[]> ODDS_NEAR_HALF = oddsNearHalf();

  private final double limit;
  private final List<CoinBet> monobit = coinBets();
  private final List<CoinBet> runs = coinBets();
  private final List<PokerBet> poker =
      List.of(new PokerBet(4, NIBBLES), new PokerBet(64, NIBBLES), new PokerBet(1_024, NIBBLES));

  private final BitCounts counts = new BitCounts();

  private int filled;

  BitMonitor(int alphaExponent) {
    limit = Math.scalb(1.0, limitExponent(alphaExponent));
  }

  /** {@return log2 of the limit c} */
  static int limitExponent(int alphaExponent) {
    return alphaExponent + MARGIN_EXPONENT;
  }

  @Override
  public String label() {
    return "bit monitor, limit 2^" + Math.getExponent(limit);
  }

  /** As for samples of eight bits: the bytes are a stream of bits, highest first. */
  @Override
  public int alarmIn(byte[] bytes) {
    for (int from = 0; from < bytes.length; ) {
      int to = Math.min(bytes.length, from + WINDOW_BYTES - filled);
      counts.add(bytes, from, to);
      filled += to - from;
      from = to;
      if (filled == WINDOW_BYTES && evidence() >= limit) {
        return to - 1;
      }
    }
    return -1;
  }

  private double evidence() {
    int[] nibbles = counts.takeNibbles();
    int changes = counts.takeChanges();
    int ones = 0;
    for (int value = 0; value < nibbles.length; value++) {
      ones += nibbles[value] * Integer.bitCount(value);
    }
    double sum = 0;
    for (int i = 0; i < monobit.size(); i++) {
      sum += monobit.get(i).next(ones, BITS) / monobit.size();
      sum += runs.get(i).next(changes, BITS) / runs.size();
    }
    for (PokerBet bet : poker) {
      sum += bet.next(nibbles) / poker.size();
    }
    filled = 0;
    return sum / 3;
  }

  static List<CoinBet> coinBets() {
    var bets = new ArrayList<CoinBet>();
    for (double idea : ideas()) {
      bets.add(new CoinBet(idea, ODDS_NEAR_HALF.get(bets.size())));
    }
    return bets;
  }

  private static List<Double> ideas() {
    var ideas = new ArrayList<Double>();
    for (int i = 2; i <= SMALLEST_BIAS; i++) {
      ideas.add(0.5 + Math.scalb(1.0, -i));
      ideas.add(0.5 - Math.scalb(1.0, -i));
    }
    return ideas;
  }

  private static List<double[]> oddsNearHalf() {
    var tables = new ArrayList<double[]>();
    for (double idea : ideas()) {
      var bet = new CoinBet(idea);
      double[] odds = new double[2 * NEAR];
      for (int i = 0; i < odds.length; i++) {
        odds[i] = bet.ratio(BITS / 2 - NEAR + i, BITS);
      }
      tables.add(odds);
    }
    return tables;
  }

  /** Bets that each bit is one with a probability of its own. */
  static final class CoinBet {
    private final double logOne;
    private final double logZero;

    /** Ratios of windows by their ones, from half a window less {@link #NEAR} on; or empty. */
    private final double[] near;

    private double capital;

    CoinBet(double probability) {
      this(probability, new double[0]);
    }

    CoinBet(double probability, double[] near) {
      this.near = near;
      logOne = Math.log(2 * probability);
      logZero = Math.log(2 * (1 - probability));
    }

    double ratio(int ones, int bits) {
      return Math.exp(ones * logOne + (bits - ones) * logZero);
    }

    double next(int ones, int bits) {
      int place = ones - BITS / 2 + NEAR;
      boolean known = bits == BITS && place >= 0 && place < near.length;
      capital = (capital + 1) * (known ? near[place] : ratio(ones, bits));
      return capital;
    }
  }

  /** Bets on some distribution of the sixteen nibbles, as likely as a Dirichlet prior says. */
  static final class PokerBet {
    /** At n: log of a (a + 1) ... (a + n - 1). */
    private final double[] logRising;

    private final double logFair;
    private double capital;

    PokerBet(int concentration, int nibbles) {
      logRising = new double[nibbles + 1];
      double fair = 0;
      for (int n = 0; n < nibbles; n++) {
        logRising[n + 1] = logRising[n] + Math.log(concentration + n);
        fair += Math.log(16) - Math.log(16.0 * concentration + n);
      }
      logFair = fair;
    }

    double ratio(int[] counts) {
      double log = logFair;
      for (int count : counts) {
        log += logRising[count];
      }
      return Math.exp(log);
    }

    double next(int[] counts) {
      capital = (capital + 1) * ratio(counts);
      return capital;
    }
  }
}
