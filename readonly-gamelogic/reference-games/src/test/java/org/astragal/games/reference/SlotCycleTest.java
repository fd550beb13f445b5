package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.astragal.games.api.Fraction;
import org.junit.jupiter.api.Test;

final class SlotCycleTest {
  @Test
  void dump() {
    long t = System.nanoTime();
    SlotCycles.lines(true);
    System.out.println("cycles " + (System.nanoTime() - t) / 1000000);
    t = System.nanoTime();
    var lines = SlotCycles.lines();
    System.out.println(
        lines.figures("SPIN") + " total " + lines.total() + " distinct " + lines.chances().size());
    System.out.println("dist " + (System.nanoTime() - t) / 1000000);
    var free = SlotCycles.freeSpin();
    System.out.println("free " + free.mean() + " " + free.largest() + " " + free.chances().size());
    Fraction mean = Fraction.ZERO, sq = Fraction.ZERO, max = Fraction.ZERO;
    Fraction hit = Fraction.ONE.minus(SlotCycles.baseSpin(0).chances().get(Fraction.ZERO));
    for (int k = 0; k <= 5; k++) {
      var base = SlotCycles.baseSpin(k);
      if (base.chances().isEmpty()) continue;
      Fraction p = base.total();
      int n = WaysTables.freeSpins(k);
      Fraction N = Fraction.of(n, 1);
      Fraction ez = free.mean(), vz = free.variance();
      Fraction s1 = base.mean();
      Fraction s2 = base.variance().plus(s1.times(s1));
      mean = mean.plus(s1).plus(p.times(N).times(ez));
      sq =
          sq.plus(s2)
              .plus(Fraction.of(2, 1).times(s1).times(N).times(ez))
              .plus(p.times(N.times(vz).plus(N.times(N).times(ez).times(ez))));
      Fraction m = base.largest().plus(N.times(free.largest()));
      if (m.compareTo(max) > 0) max = m;
      System.out.println(
          "k"
              + k
              + " "
              + p.times(Fraction.of(SlotCycles.WAYS, 1))
              + " "
              + base.largest()
              + " zero "
              + base.chances().get(Fraction.ZERO));
    }
    System.out.println(
        "ways mean " + mean + " var " + sq.minus(mean.times(mean)) + " hit " + hit + " max " + max);
    assertEquals(1, 1);
  }
}
