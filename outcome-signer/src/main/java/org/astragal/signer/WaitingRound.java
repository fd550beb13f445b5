package org.astragal.signer;

/**
 * A round that waits for a choice of its player.
 *
 * @param operator whose round
 * @param roundId which
 * @param seq the place of its {@code round.opened} in the log
 */
public record WaitingRound(String operator, String roundId, long seq) {}
