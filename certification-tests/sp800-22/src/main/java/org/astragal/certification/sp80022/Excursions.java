package org.astragal.certification.sp80022;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.astragal.certification.battery.ChiSquare;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;

/**
 * How often the walk of ones (up) and zeros (down) visits states near its start, from one return to
 * the start to the next. What comes after the last return counts as a cycle too.
 *
 * @spec sp800-22.html#2.14 SP 800-22, 2.14 Random Excursions Test
 * @spec sp800-22.html#2.15 SP 800-22, 2.15 Random Excursions Variant Test
 */
final class Excursions {
  /** 2.14.7 and 2.15.7: the least length. */
  private static final int LEAST_BITS = 1_000_000;

  private static final int NEAR = 4;
  private static final int FAR = 9;
  private static final int CLASSES = 6;

  /**
   * Of the states 1 to 4: no visit in a cycle, 1, 2, 3, 4, more; rounded as the reference has them.
   */
  private static final double[][] REFERENCE = {
    {0.5, 0.25, 0.125, 0.0625, 0.03125, 0.03125},
    {0.75, 0.0625, 0.046875, 0.03515625, 0.0263671875, 0.0791015625},
    {0.8333333333, 0.02777777778, 0.02314814815, 0.01929012346, 0.01607510288, 0.0803755143},
    {0.875, 0.015625, 0.013671875, 0.01196289063, 0.0104675293, 0.0732727051}
  };

  private static final double[][] EXACT = {
    probabilities(1), probabilities(2), probabilities(3), probabilities(4)
  };

  private final int cycles;
  private final long[][] classes;
  private final int[] visits;

  private Excursions(int cycles, long[][] classes, int[] visits) {
    this.cycles = cycles;
    this.classes = classes;
    this.visits = visits;
  }

  static Excursions of(BitSequence bits) {
    var walk = new Walk();
    walk.go(bits);
    return new Excursions(walk.cycles, walk.classes, walk.visits);
  }

  int cycles() {
    return cycles;
  }

  /** {@return the total number of visits} */
  int visits(int state) {
    return visits[state + FAR];
  }

  List<Outcome> excursions(int n) {
    List<Outcome> outcomes = new ArrayList<>();
    String need = need(n);
    for (int state = -NEAR; state <= NEAR; state++) {
      if (state == 0) {
        continue;
      }
      String variant = Integer.toString(state);
      outcomes.add(
          need.isEmpty()
              ? new Outcome.Done(
                  variant,
                  fit(state, Mode.REFERENCE),
                  fit(state, Mode.EXACT),
                  Details.of("cycles", cycles, "counts", Details.list(classes[state + NEAR])))
              : new Outcome.NotRun(variant, need));
    }
    return outcomes;
  }

  List<Outcome> variants(int n) {
    List<Outcome> outcomes = new ArrayList<>();
    String need = need(n);
    for (int state = -FAR; state <= FAR; state++) {
      if (state == 0) {
        continue;
      }
      String variant = Integer.toString(state);
      if (need.isEmpty()) {
        Fit fit = variantFit(state);
        Map<String, String> details = Details.of("cycles", cycles, "visits", visits(state));
        outcomes.add(new Outcome.Done(variant, fit, fit, details));
      } else {
        outcomes.add(new Outcome.NotRun(variant, need));
      }
    }
    return outcomes;
  }

  private String need(int n) {
    if (n < LEAST_BITS) {
      return "needs at least 1000000 bits";
    }
    // 2.14.4 (5): J of at least max(0.005 sqrt(n), 500).
    int least = (int) Math.ceil(Math.max(0.005 * Math.sqrt(n), 500));
    return cycles < least
        ? "needs at least "
            + least
            + " cycles, and the sequence has "
            + cycles
            + " (the reference program writes 0.000000)"
        : "";
  }

  Fit fit(int state, Mode mode) {
    double[][] probabilities = mode == Mode.REFERENCE ? REFERENCE : EXACT;
    return ChiSquare.of(classes[state + NEAR], probabilities[Math.abs(state) - 1]);
  }

  Fit variantFit(int state) {
    // 2.15.4: P = erfc(|xi(x) - J| / sqrt(2 J (4 |x| - 2))).
    double z = (visits(state) - cycles) / Math.sqrt(cycles * (4.0 * Math.abs(state) - 2));
    return new Fit(z, OptionalDouble.empty(), PValue.normalTwoSided(z));
  }

  private static double[] probabilities(int state) {
    // 3.14: 1 - 1/(2x), then (1 - 1/(2x))^(k - 1) / (4 x^2), and (1 - 1/(2x))^4 / (2x) above 4.
    double back = 1 - 1 / (2.0 * state);
    double[] probabilities = new double[CLASSES];
    probabilities[0] = back;
    for (int k = 1; k < CLASSES - 1; k++) {
      probabilities[k] = Math.pow(back, k - 1) / (4.0 * state * state);
    }
    probabilities[CLASSES - 1] = Math.pow(back, CLASSES - 2) / (2.0 * state);
    return probabilities;
  }

  /** One pass over the bits. */
  private static final class Walk {
    private final long[][] classes = new long[2 * NEAR + 1][CLASSES];
    private final int[] visits = new int[2 * FAR + 1];
    private final int[] cycle = new int[2 * NEAR + 1];
    private int cycles;
    private int at;

    void go(BitSequence bits) {
      long[] words = bits.words();
      int whole = bits.length() / 8;
      for (int i = 0; i < whole; i++) {
        int value = (int) (words[i >>> 3] >>> (56 - 8 * (i & 7))) & 0xff;
        if (Math.abs(at) > FAR + 8) {
          // Nothing near enough can be reached within this byte.
          at += 2 * Integer.bitCount(value) - 8;
        } else {
          for (int bit = 7; bit >= 0; bit--) {
            step((value >>> bit) & 1);
          }
        }
      }
      for (int i = 8 * whole; i < bits.length(); i++) {
        step(bits.bit(i));
      }
      if (at != 0) {
        close();
      }
    }

    private void step(int bit) {
      at += 2 * bit - 1;
      if (at == 0) {
        close();
      } else if (at >= -FAR && at <= FAR) {
        visits[at + FAR]++;
        if (at >= -NEAR && at <= NEAR) {
          cycle[at + NEAR]++;
        }
      }
    }

    private void close() {
      cycles++;
      for (int i = 0; i < cycle.length; i++) {
        classes[i][Math.min(cycle[i], CLASSES - 1)]++;
        cycle[i] = 0;
      }
    }
  }
}
