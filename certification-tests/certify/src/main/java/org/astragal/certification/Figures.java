package org.astragal.certification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the plots show, taken from a report. */
final class Figures {
  /** Fewer P-values have no shape. */
  private static final int LEAST_VALUES = 20;

  /** Columns of the matrix; more sequences than this share one. */
  private static final int MAX_COLUMNS = 100;

  /** What SP 800-90B calls the symbols taken apart into bits. */
  static final String BITSTRING = "bitstring";

  private final Report report;

  Figures(Report report) {
    this.report = report;
  }

  /** The P-values of one test, or of a whole battery whose tests have few. */
  static final class Values {
    private final String name;
    private final double[] sorted;

    Values(String name, List<Double> values) {
      this.name = name;
      this.sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    String name() {
      return name;
    }

    /** {@return in ascending order; the caller's own} */
    double[] sorted() {
      return sorted.clone();
    }
  }

  /** {@return the P-values of each test of a battery that has enough, or of all of it together} */
  List<Values> values(String suite) {
    Map<String, List<Double>> whole = new LinkedHashMap<>();
    Map<String, List<Double>> parts = new LinkedHashMap<>();
    for (Result result : report.ofSuite(suite)) {
      if (result.phase() == Phase.FIRST && result.inFamily()) {
        (result.sequence().isPresent() ? parts : whole)
            .computeIfAbsent(result.test(), _ -> new ArrayList<>())
            .add(result.pValue().orElseThrow());
      }
    }
    var shown = new ArrayList<Values>();
    var few = new ArrayList<Double>();
    // Of few possible values, with no shape of their own.
    whole.remove("proportion");
    // Where a test looks at parts, what it says of the whole is a second level.
    whole.keySet().removeAll(parts.keySet());
    parts.putAll(whole);
    parts.forEach((test, values) -> {
      if (!isContinuous(values)) {
        return;
      }
      if (values.size() >= LEAST_VALUES) {
        shown.add(new Values(test, values));
      } else {
        few.addAll(values);
      }
    });
    if (few.size() >= LEAST_VALUES) {
      shown.add(new Values(shown.isEmpty() ? suite + ", all tests" : "all other tests", few));
    }
    return shown;
  }

  /** Many values that are the same come from a statistic of few values: they have no shape. */
  private static boolean isContinuous(List<Double> values) {
    return 2 * values.stream().distinct().count() > values.size();
  }

  /**
   * Passes of one form of a test among the sequences.
   *
   * @param test the test
   * @param variant the form
   * @param passed sequences with a P-value of at least alpha
   * @param of sequences that carried the test
   */
  record Proportion(String test, String variant, int passed, int of) {
    double share() {
      return (double) passed / of;
    }
  }

  /** {@return the proportions of a battery that looks at sequences} */
  List<Proportion> proportions(String suite) {
    Map<List<String>, int[]> counts = new LinkedHashMap<>();
    for (Result result : report.ofSuite(suite)) {
      if (result.phase() == Phase.FIRST && result.inFamily() && result.sequence().isPresent()) {
        int[] count =
            counts.computeIfAbsent(List.of(result.test(), result.variant()), _ -> new int[2]);
        count[0] += result.pValue().orElseThrow() >= Family.ALPHA ? 1 : 0;
        count[1]++;
      }
    }
    return counts.entrySet().stream()
        .map(e ->
            new Proportion(e.getKey().get(0), e.getKey().get(1), e.getValue()[0], e.getValue()[1]))
        .toList();
  }

  /**
   * Tests against sequences.
   *
   * @param columns how many
   * @param rows by name of the test: for each column the smallest P-value times how many there are,
   *     or NaN where there is none
   */
  record Matrix(int columns, Map<String, double[]> rows) {}

  /** {@return the matrix of a battery; without columns if it does not look at sequences} */
  Matrix matrix(String suite) {
    int sequences =
        report.ofSuite(suite).stream()
            .mapToInt(result -> result.sequence().orElse(-1) + 1)
            .max()
            .orElse(0);
    int columns = Math.min(sequences, MAX_COLUMNS);
    Map<String, double[]> smallest = new LinkedHashMap<>();
    Map<String, int[]> counts = new TreeMap<>();
    for (Result result : report.ofSuite(suite)) {
      if (result.phase() == Phase.FIRST && result.inFamily() && result.sequence().isPresent()) {
        int column = (int) ((long) result.sequence().getAsInt() * columns / sequences);
        double[] row = smallest.computeIfAbsent(result.test(), _ -> new double[columns]);
        int[] count = counts.computeIfAbsent(result.test(), _ -> new int[columns]);
        double p = result.pValue().orElseThrow();
        row[column] = count[column] == 0 ? p : Math.min(row[column], p);
        count[column]++;
      }
    }
    smallest.forEach((test, row) -> {
      int[] count = counts.getOrDefault(test, new int[columns]);
      Arrays.setAll(row, i -> count[i] == 0 ? Double.NaN : Math.min(1, row[i] * count[i]));
    });
    return new Matrix(columns, smallest);
  }

  /**
   * Estimates of entropy that have one scale.
   *
   * @param title says of what they are
   * @param most that there can be
   * @param estimates in the order of the report
   */
  record Estimates(String title, double most, List<Result> estimates) {}

  /** {@return the estimates of a battery: those for each symbol, and those for each bit} */
  List<Estimates> estimates(String suite) {
    var symbols = new ArrayList<Result>();
    var bits = new ArrayList<Result>();
    for (Result result : report.ofSuite(suite)) {
      if (result.phase() == Phase.FIRST && result.minEntropy().isPresent()) {
        (result.variant().equals(BITSTRING) ? bits : symbols).add(result);
      }
    }
    var both = new ArrayList<Estimates>();
    if (!symbols.isEmpty()) {
      int most = report.source().symbolBits();
      both.add(new Estimates("Min-entropy of a symbol, of " + most + " bits", most, symbols));
    }
    if (!bits.isEmpty()) {
      both.add(new Estimates("Min-entropy of a bit of the symbols", 1, bits));
    }
    return both;
  }
}
