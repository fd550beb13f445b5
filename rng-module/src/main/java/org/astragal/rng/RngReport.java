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
 * @param health the limits of the health tests and their false alarms
 * @param lastFault the last trouble in words, also after it has passed
 */
public record RngReport(
    RngState state,
    String construction,
    String instance,
    long reseeds,
    long samplesTested,
    HealthPlan health,
    Optional<String> lastFault) {}
