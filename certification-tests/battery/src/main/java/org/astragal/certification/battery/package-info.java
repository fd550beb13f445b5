/**
 * The seam between a harness and the batteries. A harness hands a {@link
 * org.astragal.certification.battery.Sample} to the {@link
 * org.astragal.certification.battery.Task}s of a {@link org.astragal.certification.battery.Battery}
 * and files their {@link org.astragal.certification.battery.Finding}s. A task is a pure function of
 * the data: that makes a report the same on one core and on eight, and lets a run be taken up after
 * an interruption.
 */
package org.astragal.certification.battery;
