package org.astragal.certification.games;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Multiplicity;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.Status;

/**
 * The clause matrix of a profile, and its verdict: all its tests are one family, and with the
 * confidence of the profile no good generator is rejected in it (Holm).
 */
final class ProfileConclusion {
  private final Profile profile;

  /** Adjusted P-values by line. */
  private final Map<Finding, PValue> adjusted = new LinkedHashMap<>();

  private final List<Finding> findings;

  private ProfileConclusion(Profile profile, List<Finding> findings) {
    this.profile = profile;
    this.findings = findings;
    List<Finding> family = findings.stream().filter(line -> line.pValue().isPresent()).toList();
    List<PValue> values = Multiplicity.holm(family.stream().map(ProfileConclusion::value).toList());
    for (int i = 0; i < family.size(); i++) {
      adjusted.put(family.get(i), values.get(i));
    }
  }

  /** {@return a line for each clause, and one for all tests} */
  static List<Finding> of(Profile profile, List<Finding> findings) {
    var conclusion = new ProfileConclusion(profile, findings);
    var lines = new ArrayList<Finding>();
    for (Profile.Clause clause : profile.clauses()) {
      lines.add(conclusion.clause(clause));
    }
    lines.add(conclusion.verdict());
    conclusion.unanswered().ifPresent(lines::add);
    return lines;
  }

  /** {@return a line for the clauses whose tests this kind of data does not carry, if there are} */
  private Optional<Finding> unanswered() {
    List<String> clauses =
        profile.clauses().stream()
            .filter(
                clause -> !clause.tests().isEmpty() && clause.tests().stream().noneMatch(this::has))
            .map(Profile.Clause::clause)
            .toList();
    return clauses.isEmpty()
        ? Optional.empty()
        : Optional.of(
            line(
                TestName.UNANSWERED,
                profile.id(),
                Optional.empty(),
                0,
                "these data carry no test of "
                    + String.join(", ", clauses)
                    + ": hand over more of them, or raw bits (--draws bits), which carry all tests",
                Map.of()));
  }

  private boolean has(String test) {
    return adjusted.keySet().stream().anyMatch(line -> isOf(line, test));
  }

  private static PValue value(Finding line) {
    double p = line.pValue().orElseThrow();
    return line.log10P().isPresent() ? new PValue(p, line.log10P().getAsDouble()) : PValue.of(p);
  }

  private Finding clause(Profile.Clause clause) {
    List<PValue> values = new ArrayList<>();
    var missing = new ArrayList<String>();
    for (String test : clause.tests()) {
      List<PValue> of =
          adjusted.entrySet().stream()
              .filter(entry -> isOf(entry.getKey(), test))
              .map(Map.Entry::getValue)
              .toList();
      values.addAll(of);
      if (of.isEmpty()) {
        missing.add(test);
      }
    }
    Map<String, String> details = new LinkedHashMap<>();
    details.put("requirement", clause.requirement());
    details.put("verified", clause.verified().name().toLowerCase(Locale.ROOT));
    details.put("tests", String.join(" ", clause.tests()));
    if (!missing.isEmpty()) {
      details.put("notComputed", String.join(" ", missing));
    }
    return line(
        TestName.CLAUSE,
        profile.id() + " " + clause.clause(),
        values.stream().min(PValue::compareTo),
        values.size(),
        values.isEmpty() && !clause.tests().isEmpty()
            ? "these data carry no test of it"
            : clause.answer(),
        details);
  }

  /** A second level is of the test whose name its variant begins with. */
  private static boolean isOf(Finding line, String test) {
    return line.test().equals(test) || line.variant().startsWith(test + " ");
  }

  private Finding verdict() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("document", profile.title());
    details.put("confidence", Double.toString(profile.confidence()));
    details.put("verified", profile.confidenceVerified().name().toLowerCase(Locale.ROOT));
    details.put("pValues", Integer.toString(adjusted.size()));
    details.put("lines", Integer.toString(findings.size()));
    return line(
        TestName.PROFILE,
        profile.id(),
        adjusted.values().stream().min(PValue::compareTo),
        adjusted.size(),
        "the smallest P-value of all tests together, after Holm's correction, against what the"
            + " confidence leaves",
        details);
  }

  private Finding line(
      TestName test,
      String variant,
      Optional<PValue> smallest,
      int count,
      String note,
      Map<String, String> details) {
    Status status =
        smallest.isEmpty()
            ? Status.NOT_RUN
            : smallest.get().p() > profile.alpha() ? Status.PASS : Status.FAIL;
    return new Finding(
        GameBattery.SUITE,
        test.text(),
        variant,
        "",
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        smallest.map(p -> OptionalDouble.of(p.p())).orElse(OptionalDouble.empty()),
        smallest.map(Lines::log10).orElse(OptionalDouble.empty()),
        count,
        OptionalDouble.of(profile.alpha()),
        status,
        profile.title(),
        note,
        details);
  }
}
