/**
 * The reference games: pure functions over bets and draws, immutable tables, and for every bet an
 * exact theoretical return that the build proves by playing every possible round.
 *
 * <p>Rules in one place each: {@code RouletteTable} holds the layout and the pays of European
 * roulette; {@code WheelTables} holds the segments, boosts and bonus tables of the money wheel.
 */
package org.astragal.games.reference;
