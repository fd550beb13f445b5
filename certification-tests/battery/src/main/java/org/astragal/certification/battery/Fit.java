package org.astragal.certification.battery;

import java.util.OptionalDouble;

/**
 * How well data agree with a distribution.
 *
 * @param statistic the test statistic
 * @param dof degrees of freedom, or nothing where the test has none
 * @param p the probability of a statistic at least as large
 */
public record Fit(double statistic, OptionalDouble dof, PValue p) {}
