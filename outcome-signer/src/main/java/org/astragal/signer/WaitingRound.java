package org.astragal.signer;

/**
 * A round that waits for a choice of its player.
 *
 * @param operator whose round
 * @param roundId which
 * @param seq the place in the log of its newest record, or of its first: as the list says
 */
public record WaitingRound(String operator, String roundId, long seq) {}
