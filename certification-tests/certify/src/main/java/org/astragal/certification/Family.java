package org.astragal.certification;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Multiplicity;
import org.astragal.certification.battery.PValue;

/**
 * The P-values that are judged together. Good data fail one test in a hundred at the level of 0.01;
 * a report holds thousands. Holm's correction keeps the chance that good data are rejected anywhere
 * in the report at {@link #ALPHA}, however the tests depend on each other.
 *
 * @param method of the correction for the verdict
 * @param display of the correction that is shown beside it
 * @param alpha chance of a false rejection anywhere in the family
 * @param size how many P-values
 * @param belowAlpha how many are below alpha by themselves
 * @param rejected how many are rejected after the correction
 */
record Family(String method, String display, double alpha, int size, int belowAlpha, int rejected) {
  /** GLI-19 3.2.2 and 25 CFR 547.14(b)(2): 99 % confidence, of all tests together. */
  static final double ALPHA = 0.01;

  /**
   * Below this, after the correction, bad luck is no explanation, and no repetition can outweigh
   * it.
   */
  static final double FINAL = 1e-9;

  /**
   * Modes that follow a reference program also where its constants are wrong: their P-values are
   * not uniform for good data, so they are shown and do not decide.
   */
  private static final Set<String> COMPATIBLE = Set.of("sts-2.1.2");

  /** {@return whether this mode follows a reference program, and so does not decide} */
  static boolean isCompatible(String mode) {
    return COMPATIBLE.contains(mode);
  }

  /** The family of a phase, and each line with what it comes to there. */
  record Judged(Family family, List<Result> results) {
    Judged {
      results = List.copyOf(results);
    }
  }

  /**
   * Judges findings together.
   *
   * @param within which of those that have a P-value and may decide are members
   */
  static Judged judge(Phase phase, List<Finding> findings, Predicate<Finding> within) {
    var values = new ArrayList<PValue>();
    for (Finding finding : findings) {
      if (isMember(finding, within)) {
        values.add(value(finding));
      }
    }
    List<PValue> holm = Multiplicity.holm(values);
    List<PValue> display = Multiplicity.benjaminiHochberg(values);
    var results = new ArrayList<Result>(findings.size());
    int next = 0;
    for (Finding finding : findings) {
      boolean member = isMember(finding, within);
      results.add(
          Result.of(
              phase,
              finding,
              member ? OptionalDouble.of(holm.get(next).p()) : OptionalDouble.empty(),
              member ? OptionalDouble.of(display.get(next).p()) : OptionalDouble.empty()));
      next += member ? 1 : 0;
    }
    int below = (int) values.stream().filter(value -> value.p() <= ALPHA).count();
    int rejected = (int) holm.stream().filter(value -> value.p() <= ALPHA).count();
    return new Judged(
        new Family("Holm", "Benjamini-Hochberg", ALPHA, values.size(), below, rejected), results);
  }

  private static boolean isMember(Finding finding, Predicate<Finding> within) {
    return finding.pValue().isPresent() && !isCompatible(finding.mode()) && within.test(finding);
  }

  private static PValue value(Finding finding) {
    double p = finding.pValue().orElseThrow();
    return finding.log10P().isPresent()
        ? new PValue(p, finding.log10P().getAsDouble())
        : PValue.of(p);
  }
}
