package org.astragal.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One measured quantity with all its rounds.
 *
 * @param key its name for programs, camelCase
 * @param label its name for people
 * @param unit its unit, empty for a ratio
 * @param rounds the value of each round, at least one
 */
record Figure(String key, String label, String unit, List<Double> rounds) {
  Figure {
    rounds = List.copyOf(rounds);
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("no rounds: " + key);
    }
  }

  static Figure of(String key, String label, String unit, double... rounds) {
    return new Figure(key, label, unit, Arrays.stream(rounds).boxed().toList());
  }

  /** {@return the middle one of the rounds, or the mean of the two in the middle} */
  double median() {
    List<Double> sorted = rounds.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  double lowest() {
    return rounds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  double highest() {
    return rounds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** {@return the figure as a line of a table: median, and the spread if there are rounds} */
  String line() {
    String spread =
        rounds.size() == 1
            ? ""
            : "  (%s to %s in %d rounds)".formatted(text(lowest()), text(highest()), rounds.size());
    return "  %-44s %12s %-8s%s".formatted(label, text(median()), unit, spread).stripTrailing();
  }

  private static String text(double value) {
    int decimals = value >= 1_000 ? 0 : value >= 100 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
