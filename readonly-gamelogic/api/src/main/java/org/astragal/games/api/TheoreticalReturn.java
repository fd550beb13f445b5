package org.astragal.games.api;

/**
 * What a bet pays back in the mean, as a share of its stake.
 *
 * @param bet the kind of bet, in the words of the game's schema
 * @param value the exact share
 */
public record TheoreticalReturn(String bet, Fraction value) {}
