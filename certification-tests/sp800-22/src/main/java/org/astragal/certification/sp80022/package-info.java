/**
 * The statistical test suite of NIST SP 800-22 revision 1a. A {@link
 * org.astragal.certification.sp80022.Sp80022Battery} cuts a sample into sequences; one task counts
 * what all fifteen tests need in one sequence and derives two P-values from the same counts: the
 * one that the reference program, version 2.1.2, gives, with its rounded constants, and one with
 * exact constants. What many sequences say together is concluded from the findings of all tasks.
 */
package org.astragal.certification.sp80022;
