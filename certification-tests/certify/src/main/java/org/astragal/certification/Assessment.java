package org.astragal.certification;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Status;

/**
 * What follows from all findings.
 *
 * @param verdict of the report
 * @param reason in a sentence or two
 */
record Assessment(Verdict verdict, String reason) {
  /** Names of tests in a sentence; the report lists all. */
  private static final int NAMED = 5;

  /**
   * A report without these can pass. SP 800-22 2.14.4 and 2.15.4 want 500 cycles of the walk, which
   * good data may not have; 4.2.2 wants 55 sequences, and one is enough for the rest.
   */
  private static final Set<String> CONDITIONAL =
      Set.of(
          "random-excursions",
          "random-excursions-variant",
          "uniformity",
          "uniformity-ad",
          "uniformity-ks");

  /** {@return what the first run rejects, each test in each form once} */
  static List<Result.Key> flagged(List<Result> results) {
    return new ArrayList<>(
        results.stream()
            .filter(Result::rejected)
            .map(Result::key)
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  /** {@return whether something is rejected that no repetition can outweigh} */
  static boolean isFinal(List<Result> results) {
    return results.stream()
        .anyMatch(result ->
            (result.holm().isPresent() && result.holm().getAsDouble() <= Family.FINAL)
                || isPlainFailure(result));
  }

  /** A bound was missed that is no matter of chance. */
  static boolean isPlainFailure(Result result) {
    return result.status() == Status.FAIL
        && result.pValue().isEmpty()
        && !Family.isCompatible(result.mode());
  }

  /**
   * Decides.
   *
   * @param first what the run found, judged
   * @param repeated the same of the repetition, if there was one
   * @param retest what came of the rule of repetition
   * @param interrupted in words, if the run did not come to its end
   */
  static Assessment of(
      Family.Judged first,
      Optional<Family.Judged> repeated,
      Retest retest,
      Optional<String> interrupted) {
    if (interrupted.isPresent()) {
      return new Assessment(Verdict.UNDECIDED, interrupted.get());
    }
    List<Result> all = new ArrayList<>(first.results());
    repeated.ifPresent(judged -> all.addAll(judged.results()));
    List<Result> faults =
        all.stream()
            .filter(result -> result.details().entrySet().containsAll(Runner.FAULT.entrySet()))
            .toList();
    if (!faults.isEmpty()) {
      return new Assessment(
          Verdict.UNDECIDED, "This program failed in " + names(faults) + ": nothing follows.");
    }
    List<Result> plain = first.results().stream().filter(Assessment::isPlainFailure).toList();
    if (!plain.isEmpty()) {
      return new Assessment(Verdict.FAIL, "A bound is missed: " + names(plain) + ".");
    }
    List<Result> rejected = first.results().stream().filter(Result::rejected).toList();
    if (!rejected.isEmpty() && !cleared(repeated)) {
      return new Assessment(Verdict.FAIL, rejection(first, rejected, repeated, retest));
    }
    List<String> missing = missing(first.results());
    if (!missing.isEmpty()) {
      return new Assessment(
          Verdict.UNDECIDED,
          "The data cannot carry "
              + some(missing)
              + "; nothing that was computed is rejected. The lines NOT_RUN say what is needed.");
    }
    return new Assessment(Verdict.PASS, acceptance(first, rejected, retest));
  }

  private static boolean cleared(Optional<Family.Judged> repeated) {
    return repeated.isPresent()
        && repeated.get().family().size() > 0
        && repeated.get().results().stream().noneMatch(Result::rejected)
        && repeated.get().results().stream().noneMatch(Assessment::isPlainFailure);
  }

  private static String rejection(
      Family.Judged first, List<Result> rejected, Optional<Family.Judged> repeated, Retest retest) {
    String what =
        String.format(
            Locale.ROOT,
            "%,d of %,d P-values are rejected after Holm's correction at %s: %s.",
            rejected.size(),
            first.family().size(),
            rejected.stream().allMatch(Result::aboveAlpha)
                ? "the level of the profile"
                : Family.ALPHA,
            names(bySize(rejected)));
    return what
        + switch (retest.state()) {
          case FINAL -> " At least one is beyond what bad luck explains, so nothing is repeated.";
          case NO_DATA ->
              " The source has no fresh data of four times the size, so nothing was repeated.";
          case DONE ->
              repeated.map(judged -> judged.family().size() == 0).orElse(true)
                  ? " The repetition computed nothing."
                  : String.format(
                      Locale.ROOT,
                      " The repetition on fresh data rejects %,d of %,d.",
                      repeated.get().family().rejected(),
                      repeated.get().family().size());
          case NOT_NEEDED, NOT_REACHED -> "";
        };
  }

  private static String acceptance(Family.Judged first, List<Result> rejected, Retest retest) {
    double smallest =
        first.results().stream().flatMapToDouble(result -> result.holm().stream()).min().orElse(1);
    if (first.family().size() == 0) {
      return "Every estimate is at least its bound; there are no P-values to judge.";
    }
    return rejected.isEmpty()
        ? String.format(
            Locale.ROOT,
            "None of %,d P-values is rejected after Holm's correction at %s; the smallest adjusted"
                + " one is %s.",
            first.family().size(),
            Family.ALPHA,
            Numbers.p(smallest))
        : String.format(
            Locale.ROOT,
            "%,d of %,d P-values were rejected in the first run (%s); the repetition on fresh data,"
                + " %,d bits, rejects none of them.",
            rejected.size(),
            first.family().size(),
            names(bySize(rejected)),
            retest.bits());
  }

  /** {@return the tests that were asked for and of which not one form was computed} */
  private static List<String> missing(List<Result> results) {
    var computed = new LinkedHashMap<String, Boolean>();
    for (Result result : results) {
      if (!Family.isCompatible(result.mode()) && !CONDITIONAL.contains(result.test())) {
        computed.merge(
            result.suite() + " " + result.test(),
            result.status() != Status.NOT_RUN,
            Boolean::logicalOr);
      }
    }
    if (computed.isEmpty()) {
      return List.of("anything");
    }
    return computed.entrySet().stream().filter(e -> !e.getValue()).map(e -> e.getKey()).toList();
  }

  private static List<Result> bySize(List<Result> results) {
    return results.stream().sorted(Comparator.comparingDouble(Result::order)).toList();
  }

  private static String names(List<Result> results) {
    return some(results.stream().map(Assessment::name).distinct().toList());
  }

  private static String name(Result result) {
    return result.suite()
        + " "
        + result.test()
        + (result.variant().isEmpty() ? "" : " " + result.variant());
  }

  private static String some(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    return names.size() <= NAMED
        ? first
        : first + String.format(Locale.ROOT, " and %,d more", names.size() - NAMED);
  }

  /** {@return whether a finding belongs to what is repeated} */
  static boolean isRepeated(List<Result.Key> flagged, Finding finding) {
    return flagged.contains(Result.Key.of(finding));
  }
}
