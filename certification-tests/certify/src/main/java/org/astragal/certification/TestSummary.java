package org.astragal.certification;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.astragal.certification.battery.Status;

/**
 * What one test comes to in all its forms and sequences, for tables.
 *
 * @param suite the battery
 * @param test the test
 * @param forms how many variants
 * @param sequences how many parts of the data; 0 where it looks at all of it
 * @param pValues how many P-values are in the family
 * @param below how many of them are at most alpha by themselves
 * @param smallest the result with the smallest P-value
 * @param holm smallest adjusted P-value
 * @param entropy its estimates of entropy, or empty
 * @param failed lines that fail without a P-value
 * @param notRun lines that were not computed
 * @param lines in all
 * @param rejected how many P-values are rejected in the family
 * @param note why it was not run, if nothing of it was
 */
record TestSummary(
    String suite,
    String test,
    int forms,
    int sequences,
    int pValues,
    int below,
    Optional<Result> smallest,
    OptionalDouble holm,
    String entropy,
    int failed,
    int notRun,
    int lines,
    int rejected,
    String note) {

  /** What a table shows of it. */
  enum Mark {
    /** Nothing is rejected. */
    PASS("passes"),
    /** Something is. */
    FAIL("rejected"),
    /** Nothing was computed. */
    NOT_RUN("not run");

    private final String text;

    Mark(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** {@return a summary of each test of a phase, in the order of the report} */
  static List<TestSummary> of(Report report, Phase phase) {
    Map<List<String>, List<Result>> byTest = new LinkedHashMap<>();
    for (Result result : report.results()) {
      if (result.phase() == phase && !Family.isCompatible(result.mode())) {
        byTest
            .computeIfAbsent(List.of(result.suite(), result.test()), _ -> new ArrayList<>())
            .add(result);
      }
    }
    return byTest.values().stream().map(TestSummary::of).toList();
  }

  private static TestSummary of(List<Result> results) {
    Result first = results.getFirst();
    var variants = new HashSet<String>();
    var sequences = new HashSet<Integer>();
    for (Result result : results) {
      variants.add(result.variant());
      result.sequence().ifPresent(sequences::add);
    }
    List<Result> family = results.stream().filter(Result::inFamily).toList();
    int notRun = count(results, result -> result.status() == Status.NOT_RUN);
    return new TestSummary(
        first.suite(),
        first.test(),
        variants.size(),
        sequences.size(),
        family.size(),
        count(family, result -> result.pValue().orElse(1) <= Family.ALPHA),
        family.stream().min(Comparator.comparingDouble(Result::order)),
        family.stream().flatMapToDouble(result -> result.holm().stream()).min(),
        entropy(results),
        count(results, result -> result.status() == Status.FAIL && result.pValue().isEmpty()),
        notRun,
        results.size(),
        count(family, Result::rejected),
        notRun == results.size() ? first.note() : "");
  }

  private static String entropy(List<Result> results) {
    return results.stream()
        .filter(result -> result.minEntropy().isPresent())
        .map(result ->
            Numbers.fixed(result.minEntropy().getAsDouble(), 6)
                + (result.variant().equals(Figures.BITSTRING) ? " a bit" : ""))
        .collect(Collectors.joining(", "));
  }

  private static int count(List<Result> results, Predicate<Result> predicate) {
    return (int) results.stream().filter(predicate).count();
  }

  Mark mark() {
    if (rejected > 0 || failed > 0) {
      return Mark.FAIL;
    }
    return notRun == lines ? Mark.NOT_RUN : Mark.PASS;
  }

  /** {@return how many P-values at most alpha good data would have} */
  double expectedBelow() {
    return pValues * Family.ALPHA;
  }
}
