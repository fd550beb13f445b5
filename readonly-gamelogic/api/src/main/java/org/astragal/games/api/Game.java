package org.astragal.games.api;

import java.util.List;
import java.util.Optional;

/**
 * One game: a pure function of a {@link Round}, which is terms, bets, draws and choices.
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

  /** {@return what the house can settle before it offers the game} */
  default List<Option> options() {
    return List.of();
  }

  /** {@return the terms that apply if the house settles nothing} */
  default Terms defaultTerms() {
    return Terms.all(options()).getFirst();
  }

  /**
   * {@return the exact figures of the kinds of bet, to be published}
   *
   * @param terms what the house has settled
   */
  List<BetFigures> figures(Terms terms);

  /**
   * {@return the exact figures of one bet}
   *
   * @param terms what the house has settled
   * @param bet a bet that {@link #check} does not refuse
   */
  BetFigures figures(Terms terms, Bet bet);

  /** {@return the jackpots that rounds can win} */
  default List<JackpotLevel> jackpotLevels() {
    return List.of();
  }

  /** {@return what is drawn and asked, in which order, at most; always the same object} */
  DrawPlan plan();

  /** {@return what becomes of a round whose player does not come back} */
  default Unfinished unfinished() {
    return Unfinished.COMPLETE;
  }

  /** {@return the most bets of one round, 1 to {@link #MAXIMUM_BETS}} */
  default int maximumBets() {
    return MAXIMUM_BETS;
  }

  /**
   * Looks at the bets before anything is drawn.
   *
   * @param bets the bets of one round
   * @return the first refusal, or nothing if {@link #play} takes these bets
   */
  Optional<BetRefusal> check(List<Bet> bets);

  /**
   * Plays a round as far as it goes. The same terms, bets, draws and choices always come to the
   * same. All bets of a round share the same draws.
   *
   * @param round a round of bets that {@link #check} does not refuse
   * @return the end, or the choice that is missing; a game whose plan asks nothing always comes to
   *     the end
   * @throws IllegalArgumentException if {@link #check} refuses the bets; nothing was drawn
   * @throws DrawsException if a draw cannot be had, or is not as recorded; there is no result
   */
  Played play(Round round) throws DrawsException;

  /**
   * {@return the largest possible win of one bet as a multiple of its first stake, rounded up, on
   * all terms}
   */
  long maximumWinMultiple();

  /**
   * {@return the largest stake of one bet, in minor units: the wins of a full round, all at their
   * maximum, still sum to no more than 2^53 − 1}
   */
  default long maximumStakeMinor() {
    return Data.Whole.MAXIMUM / (maximumBets() * maximumWinMultiple());
  }

  /**
   * {@return the most bytes that {@linkplain BetResult#jsonBytes detail and features} of one result
   * can take in canonical JSON, with what {@link Payout#explain} adds}
   */
  int maximumResultBytes();

  /**
   * {@return the most bytes that {@linkplain Played.Awaiting#toData an offer} can take in canonical
   * JSON; 0 if the plan asks nothing}
   */
  default int maximumAwaitingBytes() {
    return 0;
  }

  /**
   * Bounds what a round can add to any record of it, before it is played.
   *
   * @param bets bets that {@link #check} does not refuse
   * @return the most bytes that draws, choices, an offer, results and triggers can take in
   *     canonical JSON, names and commas included, for currency codes of up to 16 characters
   */
  default int maximumRecordBytes(List<Bet> bets) {
    DrawPlan.Bounds bounds = plan().bounds();
    int bytes =
        ",\"awaiting\":,\"choices\":[],\"draws\":[],\"results\":[],\"triggers\":[]".length()
            + bounds.drawBytes()
            + bounds.choiceBytes()
            + maximumAwaitingBytes();
    for (Bet bet : bets) {
      int id = Utf8.jsonStringBytes(bet.id());
      bytes += id + maximumResultBytes();
      bytes +=
          """
          {"bet":,"detail":,"features":,\
          "win":{"ccy":"sixteen-letters-","exp":99,"minor":"9007199254740991"}},\
          """
              .length();
      for (JackpotLevel level : jackpotLevels()) {
        bytes += "{\"bet\":,\"draw\":10000,\"level\":},".length();
        bytes += id + Utf8.jsonStringBytes(level.name());
      }
    }
    return bytes;
  }
}
