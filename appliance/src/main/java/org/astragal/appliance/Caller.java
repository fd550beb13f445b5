package org.astragal.appliance;

/**
 * Who makes a request.
 *
 * @param role what it may do
 * @param operator whose rounds it speaks for
 */
record Caller(Role role, String operator) {}
