package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.Fraction;

/** All positions of the reels of both slots, each once, through the code that plays. */
final class SlotCycles {
  /** Positions of the slot of lines: 30 × 31 × 32 × 33 × 34. */
  static final long LINES = 33_390_720;

  /** Positions of the slot of ways: 28 × 29 × 30 × 30 × 31. */
  static final long WAYS = 22_654_800;

  private static final int MOST = 200_000;

  private SlotCycles() {}

  // Counted on first use. Classes of their own: their threads run code of the class around them.
  private static final class Lines {
    static final List<long[]> COUNTS = countLines();
  }

  private static final class Ways {
    static final List<long[]> COUNTS = countWays();
  }

  /** What one position counts for. */
  private interface Spins {
    void count(int first, List<long[]> counts);
  }

  /**
   * {@return how many positions pay each number of line bets}
   *
   * @param hasBonus whether those with a bonus are counted, or those without
   */
  static long[] lines(boolean hasBonus) {
    return Lines.COUNTS.get(hasBonus ? 1 : 0);
  }

  /** {@return how many positions pay each number of credits, for a number of scatters} */
  static long[] ways(int scatters) {
    return Ways.COUNTS.get(scatters);
  }

  /** {@return what the bonus of the slot of lines pays in stakes: any three of the tiles} */
  static Distribution bonus() {
    var bonus = new Distribution();
    var tiles = LinesTables.BONUS_TILES;
    Fraction one = Fraction.of(1, 12L * 11 * 10);
    for (int a = 0; a < tiles.size(); a++) {
      for (int b = 0; b < tiles.size(); b++) {
        for (int c = 0; c < tiles.size(); c++) {
          if (a != b && b != c && a != c) {
            bonus.add(Fraction.of(tiles.get(a) + tiles.get(b) + tiles.get(c), 1), one);
          }
        }
      }
    }
    return bonus;
  }

  /** {@return what the slot of lines pays, jackpot left out} */
  static Distribution lines() {
    var all = new Distribution();
    Distribution bonus = bonus();
    for (int bets = 0; bets < MOST; bets++) {
      if (lines(false)[bets] > 0) {
        all.add(Fraction.of(bets, 20), Fraction.of(lines(false)[bets], LINES));
      }
      if (lines(true)[bets] > 0) {
        Fraction lines = Fraction.of(bets, 20);
        Fraction chance = Fraction.of(lines(true)[bets], LINES);
        bonus.chances().forEach((stakes, part) -> all.add(lines.plus(stakes), chance.times(part)));
      }
    }
    return all;
  }

  /** {@return what one free spin of the slot of ways pays} */
  static Distribution freeSpin() {
    var free = new Distribution();
    for (int scatters = 0; scatters <= 5; scatters++) {
      for (int credits = 0; credits < MOST; credits++) {
        if (ways(scatters)[credits] > 0) {
          long paid = 2L * credits + 100L * WaysTables.scatterPays(scatters);
          free.add(Fraction.of(paid, 100), Fraction.of(ways(scatters)[credits], WAYS));
        }
      }
    }
    return free;
  }

  /** {@return what the first spin of the slot of ways pays, for a number of scatters} */
  static Distribution baseSpin(int scatters) {
    var base = new Distribution();
    for (int credits = 0; credits < MOST; credits++) {
      if (ways(scatters)[credits] > 0) {
        long paid = credits + 100L * WaysTables.scatterPays(scatters);
        base.add(Fraction.of(paid, 100), Fraction.of(ways(scatters)[credits], WAYS));
      }
    }
    return base;
  }

  /**
   * {@return the figures of the slot of ways, free spins included}
   *
   * <p>A round is the first spin and as many free spins, each like any other, as its scatters give:
   * so mean and variance follow from those of the parts.
   */
  static BetFigures waysFigures() {
    Fraction freeMean = freeSpin().mean();
    Fraction freeVariance = freeSpin().variance();
    Fraction mean = Fraction.ZERO;
    Fraction squares = Fraction.ZERO;
    Fraction largest = Fraction.ZERO;
    Fraction nothing = Fraction.ZERO;
    for (int scatters = 0; scatters <= 5; scatters++) {
      Distribution base = baseSpin(scatters);
      Fraction spins = Fraction.of(WaysTables.freeSpins(scatters), 1);
      Fraction free = spins.times(freeMean);
      // The square of a sum: first spin, twice the product, free spins.
      Fraction freeSquare = spins.times(freeVariance).plus(free.times(free));
      mean = mean.plus(base.mean()).plus(base.total().times(free));
      squares =
          squares
              .plus(base.square())
              .plus(Fraction.of(2, 1).times(base.mean()).times(free))
              .plus(base.total().times(freeSquare));
      Fraction most = base.largest().plus(spins.times(freeSpin().largest()));
      largest = most.compareTo(largest) > 0 ? most : largest;
      if (scatters < 3) {
        nothing = nothing.plus(base.chances().getOrDefault(Fraction.ZERO, Fraction.ZERO));
      }
    }
    return new BetFigures(
        "SPIN", mean, squares.minus(mean.times(mean)), Fraction.ONE.minus(nothing), largest);
  }

  private static List<long[]> countLines() {
    return count(
        2,
        30,
        (first, counts) -> {
          for (int b = 0; b < 31; b++) {
            for (int c = 0; c < 32; c++) {
              for (int d = 0; d < 33; d++) {
                for (int e = 0; e < 34; e++) {
                  var spin = new LinesSpin(first, b, c, d, e);
                  counts.get(spin.hasBonus() ? 1 : 0)[spin.lineBets()]++;
                }
              }
            }
          }
        });
  }

  private static List<long[]> countWays() {
    return count(
        6,
        28,
        (first, counts) -> {
          for (int b = 0; b < 29; b++) {
            for (int c = 0; c < 30; c++) {
              for (int d = 0; d < 30; d++) {
                for (int e = 0; e < 31; e++) {
                  var spin = new WaysSpin(first, b, c, d, e);
                  counts.get(spin.scatters())[spin.credits()]++;
                }
              }
            }
          }
        });
  }

  // One task for each stop of the first reel, two at a time.
  private static List<long[]> count(int kinds, int stops, Spins spins) {
    long start = System.nanoTime();
    List<long[]> sums = zeros(kinds);
    try (var threads = Executors.newFixedThreadPool(2)) {
      var parts = new TreeMap<Integer, Future<List<long[]>>>();
      for (int stop = 0; stop < stops; stop++) {
        int first = stop;
        parts.put(
            stop,
            threads.submit(() -> {
              List<long[]> counts = zeros(kinds);
              spins.count(first, counts);
              return counts;
            }));
      }
      for (Future<List<long[]>> part : parts.values()) {
        List<long[]> counts = part.get();
        for (int kind = 0; kind < kinds; kind++) {
          for (int i = 0; i < MOST; i++) {
            sums.get(kind)[i] += counts.get(kind)[i];
          }
        }
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("the cycle was not counted", e);
    }
    long positions = sums.stream().flatMapToLong(Arrays::stream).sum();
    System.out.printf(
        "all %,d positions of a slot counted in %.1f s by two threads%n",
        positions, (System.nanoTime() - start) * 1e-9);
    return sums;
  }

  private static List<long[]> zeros(int kinds) {
    return new ArrayList<>(IntStream.range(0, kinds).mapToObj(_ -> new long[MOST]).toList());
  }
}
