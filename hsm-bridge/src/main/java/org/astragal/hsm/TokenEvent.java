package org.astragal.hsm;

import java.time.Duration;

/**
 * The token went away, or came back: one event for each outage that is told.
 *
 * @param away whether it is away now
 * @param fault what was seen when it went away
 * @param detail the same in words; holds no secret
 * @param outage how long it was away; zero in the event that says that it went
 * @param untold earlier outages, short after each other, that had no events of their own
 */
public record TokenEvent(
    boolean away, TokenException.Fault fault, String detail, Duration outage, int untold) {}
