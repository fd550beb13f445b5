package org.astragal.rng;

import java.util.Optional;

/**
 * How a generator is doing, for health pages and metrics; as of the last block of each stream.
 *
 * @param state whether it draws
 * @param construction the construction by name
 * @param instance the name of this generator
 * @param counts what all its streams together have done
 * @param samplesTested noise samples that went through the continuous tests
 * @param health the limits of the health tests and their false alarms
 * @param lastFault the last trouble in words, also after it has passed
 * @param alarm the cause of the alarm, if there is one
 */
public record RngReport(
    RngState state,
    String construction,
    String instance,
    RngStream.Counts counts,
    long samplesTested,
    HealthPlan health,
    Optional<String> lastFault,
    Optional<RngAlarm> alarm) {}
