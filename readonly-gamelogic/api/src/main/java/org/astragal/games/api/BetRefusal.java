package org.astragal.games.api;

/**
 * Why a round is not played. The first trouble found is told; nothing was drawn.
 *
 * @param bet the id of the bet, or the empty text if it is the round as a whole
 * @param reason why, for programs
 * @param allowed what would have been taken, for people
 */
public record BetRefusal(String bet, Reason reason, String allowed) {
  /** The reasons; the codes never change their meaning. */
  public enum Reason {
    /** A round without bets. */
    NO_BETS("no-bets"),
    /** More bets than a round may have. */
    TOO_MANY_BETS("too-many-bets"),
    /** An id that is empty, too long or not visible ASCII. */
    BET_ID_INVALID("bet-id-invalid"),
    /** Two bets of one id. */
    BET_ID_DUPLICATE("bet-id-duplicate"),
    /** A stake of zero or below. */
    STAKE_NOT_POSITIVE("stake-not-positive"),
    /** A stake above the limit of the game. */
    STAKE_TOO_LARGE("stake-too-large"),
    /** A stake that the game does not take, though it is no larger than its limit. */
    STAKE_NOT_ALLOWED("stake-not-allowed"),
    /** A currency with other decimals than 0, 2 or 3. */
    CURRENCY_NOT_ALLOWED("currency-not-allowed"),
    /** The selection has a member that the game does not know. */
    SELECTION_MEMBER_UNKNOWN("selection-member-unknown"),
    /** The selection is not one that the game has. */
    SELECTION_UNKNOWN("selection-unknown");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /** {@return the stable code} */
    public String code() {
      return code;
    }
  }

  /** {@return one sentence for people} */
  public String message() {
    String subject = bet.isEmpty() ? "the round" : "bet " + bet;
    return subject + " is refused: " + reason.code() + "; allowed: " + allowed;
  }
}
