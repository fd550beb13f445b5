/**
 * What a game is here: a pure function of terms, bets, draws and choices.
 *
 * <p>The life of a round: {@link org.astragal.games.api.Game#check} refuses what the table does not
 * have, before anything is drawn; {@link org.astragal.games.api.Game#maximumRecordBytes} bounds
 * what the round can add to its record, also before anything is drawn; {@link
 * org.astragal.games.api.Game#play} asks a {@link org.astragal.games.api.Round} for unbiased
 * integers and for the choices of its player, and comes to {@linkplain
 * org.astragal.games.api.Played.Settled one result for each bet} or to {@linkplain
 * org.astragal.games.api.Played.Awaiting a choice that is missing}. Then the round is played again
 * from its beginning, with what was recorded and the new choice: what is recorded is never drawn
 * again, and a record plays again in the same way years later.
 *
 * <p>A pack may use this package and a short list of types of {@code java.base}, nothing else: no
 * randomness of its own, no clock, no files, no threads, no reflection, no floating point. Money is
 * in minor units of the stake's currency; a win includes the stake that comes back; {@link
 * org.astragal.games.api.Payout} is the one place where it is rounded.
 */
package org.astragal.games.api;
