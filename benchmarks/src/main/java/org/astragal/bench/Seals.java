package org.astragal.bench;

/**
 * What an appliance has sealed so far.
 *
 * @param outcomes records in its log
 * @param signatures signatures that its token made for checkpoints
 */
record Seals(long outcomes, long signatures) {}
