package org.astragal.certification.battery;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One line of a report, with the evidence that it rests on.
 *
 * @param suite the battery, such as {@code sp800-22}
 * @param test the test, such as {@code block-frequency}
 * @param variant which form of it, or empty
 * @param mode how constants were taken, such as {@code exact} or {@code sts-2.1.2}, or empty
 * @param sequence which part of the data, from 0; nothing for all of it
 * @param statistic the test statistic
 * @param dof degrees of freedom
 * @param pValue from 0 to 1, computed from the tail itself and never as one minus another
 * @param log10P its logarithm, also where the P-value is too small for a double
 * @param size how many symbols, bits or draws were looked at
 * @param threshold what the status compares with: the significance level, or a bound of the
 *     statistic
 * @param status what follows
 * @param clause document and clause, such as {@code SP 800-22 r1a 2.2}
 * @param note the reason for {@link Status#NOT_RUN}, or what a reader must know, or empty
 * @param details further figures by name, in the order of the report: counts, seeds, estimates
 */
public record Finding(
    String suite,
    String test,
    String variant,
    String mode,
    OptionalInt sequence,
    OptionalDouble statistic,
    OptionalDouble dof,
    OptionalDouble pValue,
    OptionalDouble log10P,
    long size,
    OptionalDouble threshold,
    Status status,
    String clause,
    String note,
    Map<String, String> details) {}
