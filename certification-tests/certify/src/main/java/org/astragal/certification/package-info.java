/**
 * The laboratory's program. A run is one line: a {@link org.astragal.certification.DataSource
 * source} becomes a sample in a file and is hashed; the {@link org.astragal.certification.Batteries
 * batteries} divide their work into tasks, which a {@link org.astragal.certification.Runner runner}
 * computes on all cores; a {@link org.astragal.certification.RunFolder folder} keeps what is
 * finished, so that an interrupted run goes on; an {@link org.astragal.certification.Assessment
 * assessment} corrects all P-values as one family and says what follows; the report is written as
 * JSON, and as HTML and PDF from the same value.
 *
 * <p>Nothing of a report depends on the time, on the number of threads or on the order in which
 * tasks end. Times stand in a file of their own.
 */
package org.astragal.certification;
