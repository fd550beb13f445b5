package org.astragal.rng;

import java.util.Optional;

/**
 * How a generator is doing, for health pages and metrics; as of its last noise block.
 *
 * @param state whether it draws
 * @param construction the construction by name
 * @param instance the name of this generator
 * @param reseeds reseeds since it was started
 * @param samplesTested noise samples that went through the continuous tests
 * @param repetitionCutoff a run of this many equal samples is an alarm
 * @param proportionWindow samples in a window of the adaptive proportion test
 * @param proportionCutoff this many samples equal to the first of a window are an alarm
 * @param lastFault the last trouble in words, also after it has passed
 */
public record RngReport(
    RngState state,
    String construction,
    String instance,
    long reseeds,
    long samplesTested,
    int repetitionCutoff,
    int proportionWindow,
    int proportionCutoff,
    Optional<String> lastFault) {}
