package org.astragal.certification;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Status;

/**
 * One line of the report: a finding, and what it comes to among all others.
 *
 * @param phase of the run
 * @param suite the battery
 * @param test the test
 * @param variant which form of it, or empty
 * @param mode how constants were taken, or empty
 * @param sequence which part of the data, from 0; nothing for all of it
 * @param statistic the test statistic; nothing where it is not a finite number, which the details
 *     then tell
 * @param dof degrees of freedom
 * @param pValue from 0 to 1
 * @param log10P its logarithm; nothing where the P-value is exactly 0
 * @param minEntropy bits for each symbol, of an entropy estimate
 * @param size how many symbols, bits or draws were looked at
 * @param threshold what the status compares with
 * @param status what follows from this line alone
 * @param holm the P-value adjusted for the whole family: rejected where at most alpha; nothing for
 *     a line outside the family
 * @param benjaminiHochberg the share of false alarms if everything at least as extreme were
 *     rejected
 * @param clause document and clause
 * @param note the reason for {@link Status#NOT_RUN}, or what a reader must know, or empty
 * @param details further figures
 */
record Result(
    Phase phase,
    String suite,
    String test,
    String variant,
    String mode,
    OptionalInt sequence,
    OptionalDouble statistic,
    OptionalDouble dof,
    OptionalDouble pValue,
    OptionalDouble log10P,
    OptionalDouble minEntropy,
    long size,
    OptionalDouble threshold,
    Status status,
    OptionalDouble holm,
    OptionalDouble benjaminiHochberg,
    String clause,
    String note,
    Map<String, String> details) {

  private static final String PROFILE = "profile";
  private static final String STATISTIC = "statistic";
  private static final String MIN_ENTROPY = "minEntropy";

  /** Which test in which form and mode: what a retest repeats. */
  record Key(String suite, String test, String variant, String mode) {
    static Key of(Finding finding) {
      return new Key(finding.suite(), finding.test(), finding.variant(), finding.mode());
    }
  }

  static Result of(Phase phase, Finding f, OptionalDouble holm, OptionalDouble benjaminiHochberg) {
    Map<String, String> details = f.details();
    if (f.statistic().isPresent() && !Double.isFinite(f.statistic().getAsDouble())) {
      details = new LinkedHashMap<>(details);
      details.put(STATISTIC, Double.toString(f.statistic().getAsDouble()));
    }
    return new Result(
        phase,
        f.suite(),
        f.test(),
        f.variant(),
        f.mode(),
        f.sequence(),
        finite(f.statistic()),
        finite(f.dof()),
        f.pValue(),
        finite(f.log10P()),
        minEntropy(f),
        f.size(),
        finite(f.threshold()),
        f.status(),
        holm,
        benjaminiHochberg,
        f.clause(),
        f.note(),
        details);
  }

  private static OptionalDouble minEntropy(Finding f) {
    String text = f.details().get(MIN_ENTROPY);
    return text == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
  }

  private static OptionalDouble finite(OptionalDouble value) {
    return value.isPresent() && Double.isFinite(value.getAsDouble())
        ? value
        : OptionalDouble.empty();
  }

  Key key() {
    return new Key(suite, test, variant, mode);
  }

  boolean inFamily() {
    return holm.isPresent();
  }

  /** {@return whether it is rejected among all others} */
  boolean rejected() {
    // A profile has its own confidence: its line is the smallest P-value, corrected already.
    boolean ofProfile = test.equals(PROFILE) && status == Status.FAIL;
    return holm.isPresent() && (!aboveAlpha() || ofProfile);
  }

  /** {@return whether the family does not reject it at its own level} */
  boolean aboveAlpha() {
    return holm.isEmpty() || holm.getAsDouble() > Family.ALPHA;
  }

  /** {@return the logarithm of the P-value for an order by size} */
  double order() {
    return log10P.isPresent()
        ? log10P.getAsDouble()
        : pValue.isPresent() && pValue.getAsDouble() == 0 ? Double.NEGATIVE_INFINITY : 0;
  }
}
