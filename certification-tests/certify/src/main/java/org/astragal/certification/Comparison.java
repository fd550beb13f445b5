package org.astragal.certification;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two reports side by side.
 *
 * @param a the first
 * @param b the second
 * @param tests every test of either, with what it comes to in each
 * @param lines how many lines both have
 * @param onlyA lines that the first has alone
 * @param onlyB lines that the second has alone
 * @param differences lines that both have with other figures, the largest difference first
 */
record Comparison(
    Report a,
    Report b,
    List<Pair> tests,
    int lines,
    int onlyA,
    int onlyB,
    List<Difference> differences) {

  /**
   * A test in both.
   *
   * @param suite the battery
   * @param test the test
   * @param a in the first, if it has it
   * @param b in the second, if it has it
   */
  record Pair(String suite, String test, Optional<TestSummary> a, Optional<TestSummary> b) {}

  /**
   * A line that is not the same.
   *
   * @param name of it
   * @param a in the first
   * @param b in the second
   * @param size of the difference: of the P-values, or of the statistics
   */
  record Difference(String name, Result a, Result b, double size) {}

  /** {@return whether both say of the same data the same} */
  boolean isSame() {
    return a.source().sha256().equals(b.source().sha256())
        && onlyA == 0
        && onlyB == 0
        && differences.isEmpty();
  }

  static Comparison of(Report a, Report b) {
    Map<String, Result> second = new HashMap<>();
    b.results().forEach(result -> second.put(name(result), result));
    var differences = new ArrayList<Difference>();
    int both = 0;
    for (Result one : a.results()) {
      Result other = second.get(name(one));
      if (other != null) {
        both++;
        double size = difference(one, other);
        if (size != 0 || one.status() != other.status()) {
          differences.add(new Difference(name(one), one, other, size));
        }
      }
    }
    differences.sort(
        Comparator.comparingDouble(Difference::size).reversed().thenComparing(Difference::name));
    return new Comparison(
        a,
        b,
        pairs(a, b),
        both,
        a.results().size() - both,
        b.results().size() - both,
        List.copyOf(differences));
  }

  private static double difference(Result one, Result other) {
    if (one.pValue().isPresent() && other.pValue().isPresent()) {
      return Math.abs(one.pValue().getAsDouble() - other.pValue().getAsDouble());
    }
    // What only one of them computed has no distance.
    return one.statistic().isPresent() && other.statistic().isPresent()
        ? Math.abs(one.statistic().getAsDouble() - other.statistic().getAsDouble())
        : 0;
  }

  private static String name(Result r) {
    return String.join(
        " ",
        r.phase().text(),
        r.suite(),
        r.test(),
        r.variant(),
        r.mode(),
        r.sequence().isPresent() ? Integer.toString(r.sequence().getAsInt()) : "all");
  }

  private static List<Pair> pairs(Report a, Report b) {
    Map<List<String>, TestSummary> first = tests(a);
    Map<List<String>, TestSummary> second = tests(b);
    var names = new LinkedHashMap<>(first);
    names.putAll(second);
    return names.keySet().stream()
        .map(name ->
            new Pair(
                name.get(0),
                name.get(1),
                Optional.ofNullable(first.get(name)),
                Optional.ofNullable(second.get(name))))
        .toList();
  }

  private static Map<List<String>, TestSummary> tests(Report report) {
    var tests = new LinkedHashMap<List<String>, TestSummary>();
    TestSummary.of(report, Phase.FIRST)
        .forEach(test -> tests.put(List.of(test.suite(), test.test()), test));
    return tests;
  }
}
