package org.astragal.certification.battery;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Corrects P-values for their number: many tests of good data fail now and then. */
public final class Multiplicity {
  private Multiplicity() {}

  /**
   * Holm's step-down. The chance that any true hypothesis is rejected at level alpha is at most
   * alpha, however the tests depend on each other.
   *
   * @param values the P-values of the family
   * @return the adjusted P-values in the same order: reject where at most alpha
   */
  public static List<PValue> holm(List<PValue> values) {
    int[] order = ascending(values);
    PValue[] adjusted = new PValue[order.length];
    PValue greatest = PValue.ZERO;
    for (int rank = 0; rank < order.length; rank++) {
      PValue value = values.get(order[rank]).times(order.length - rank);
      greatest = value.compareTo(greatest) > 0 ? value : greatest;
      adjusted[order[rank]] = greatest;
    }
    return List.of(adjusted);
  }

  /**
   * The step-up of Benjamini and Hochberg. Among what is rejected at level q, a share of at most q
   * is expected to be false alarms, if the tests are independent or positively dependent.
   *
   * @param values the P-values of the family
   * @return the adjusted P-values in the same order: reject where at most q
   */
  public static List<PValue> benjaminiHochberg(List<PValue> values) {
    int[] order = ascending(values);
    PValue[] adjusted = new PValue[order.length];
    PValue least = PValue.ONE;
    for (int rank = order.length - 1; rank >= 0; rank--) {
      PValue value = values.get(order[rank]).times((double) order.length / (rank + 1));
      least = value.compareTo(least) < 0 ? value : least;
      adjusted[order[rank]] = least;
    }
    return List.of(adjusted);
  }

  private static int[] ascending(List<PValue> values) {
    Integer[] order = IntStream.range(0, values.size()).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparing(values::get));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }
}
