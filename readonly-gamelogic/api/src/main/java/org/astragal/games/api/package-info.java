/**
 * What a game is here: a pure function of bets and draws.
 *
 * <p>The life of a round: {@link org.astragal.games.api.Game#check} refuses what the table does not
 * have, before anything is drawn; {@link org.astragal.games.api.Game#maximumRecordBytes} bounds
 * what the round can add to its record, also before anything is drawn; {@link
 * org.astragal.games.api.Game#play} asks {@link org.astragal.games.api.Draws} for unbiased integers
 * and returns one result for each bet. {@link org.astragal.games.api.DrawRecorder} notes the draws,
 * and {@link org.astragal.games.api.RecordedDraws} plays the same round again from those notes.
 *
 * <p>A pack may use this package and a short list of types of {@code java.base}, nothing else: no
 * randomness of its own, no clock, no files, no threads, no reflection, no floating point. Money is
 * in minor units of the stake's currency; a win includes the stake that comes back.
 */
package org.astragal.games.api;
