package org.astragal.games.api;

import java.util.List;
import java.util.Optional;

/**
 * One game.
 *
 * <p>Thread safety: a game has no state; any number of rounds may be played at once.
 */
public interface Game {
  /** The most bets that one round settles. */
  int MAXIMUM_BETS = 64;

  /** {@return the name, such as {@code ref.roulette.eu}; never changes} */
  String id();

  /** {@return the version of rules and mathematics, such as {@code 1.0.0}} */
  String version();

  /** {@return the JSON Schema (2020-12) of a selection: exactly what {@link #check} takes} */
  Data.Members betSchema();

  /** {@return the exact theoretical return of every kind of bet} */
  List<TheoreticalReturn> returns();

  /**
   * Looks at the bets before anything is drawn.
   *
   * @param bets the bets of one round
   * @return the first refusal, or nothing if {@link #play} takes these bets
   */
  Optional<BetRefusal> check(List<Bet> bets);

  /**
   * Plays one round. The same bets and the same draws always give the same results.
   *
   * @param bets bets that {@link #check} does not refuse
   * @param draws where chance comes from; all bets of the round share the same draws
   * @return one result for each bet, in the order of the bets
   * @throws IllegalArgumentException if {@link #check} refuses the bets; nothing was drawn
   * @throws DrawsException if a draw cannot be had; there is no result
   */
  List<BetResult> play(List<Bet> bets, Draws draws) throws DrawsException;

  /** {@return the largest possible win of one bet as a multiple of its stake} */
  long maximumWinMultiple();

  /**
   * {@return the largest stake of one bet, in minor units: the wins of a full round, all at their
   * maximum, still sum to no more than 2^53 − 1}
   */
  default long maximumStakeMinor() {
    return Data.Whole.MAXIMUM / (MAXIMUM_BETS * maximumWinMultiple());
  }

  /** {@return the most draws that one round can make} */
  int maximumDraws();

  /**
   * {@return the most bytes that {@linkplain BetResult#jsonBytes detail and features} of one result
   * can take in canonical JSON}
   */
  int maximumResultBytes();

  /**
   * Bounds what a round can add to its record, before it is played.
   *
   * @param bets bets that {@link #check} does not refuse
   * @return the most bytes that the members {@code draws} and {@code results} can take in canonical
   *     JSON, names and commas included, for currency codes of up to 16 characters
   */
  default int maximumRecordBytes(List<Bet> bets) {
    int bytes = ",\"draws\":[],\"results\":[]".length();
    bytes += maximumDraws() * RecordedDraw.MAXIMUM_BYTES;
    for (Bet bet : bets) {
      bytes += Utf8.jsonStringBytes(bet.id()) + maximumResultBytes();
      bytes +=
          """
          {"bet":,"detail":,"features":,\
          "win":{"ccy":"sixteen-letters-","exp":99,"minor":"9007199254740991"}},\
          """
              .length();
    }
    return bytes;
  }
}
