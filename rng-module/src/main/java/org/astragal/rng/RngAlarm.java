package org.astragal.rng;

/**
 * Why a generator went into its error state.
 *
 * @param test the test that failed, with its limit and the sample that completed the alarm
 * @param samplesSha256 SHA-256 of the samples of the read in which it failed, in hexadecimal, or of
 *     nothing at all where no samples were at fault; the samples themselves are gone
 */
public record RngAlarm(String test, String samplesSha256) {}
