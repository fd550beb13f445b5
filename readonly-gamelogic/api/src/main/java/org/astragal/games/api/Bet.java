package org.astragal.games.api;

/**
 * One bet of a round, before any check: {@link Game#check} says whether the game takes it.
 *
 * @param id the caller's name for the bet, unique in its round
 * @param selection what is bet on, as {@link Game#betSchema} says
 * @param stakeMinor the stake in minor units of its currency
 * @param exponent the decimals of that currency: 0, 2 or 3
 */
public record Bet(String id, Data.Members selection, long stakeMinor, int exponent) {}
