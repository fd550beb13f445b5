/**
 * Entropy estimation after SP 800-90B, in agreement with the reference program of NIST. {@link
 * org.astragal.certification.sp80090b.Sp80090b} is the battery. An estimate is an upper bound: data
 * of a known algorithm may pass every estimator and hold no entropy at all.
 */
package org.astragal.certification.sp80090b;
