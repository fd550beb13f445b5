package org.astragal.ledger;

/**
 * What became of a bet in a pool. The order is that of the numbers in the books: new ones are added
 * at the end.
 */
enum Decision {
  /** It contributed. */
  CONTRIBUTED(0, "contributed"),
  /** The round's mode does not contribute. */
  MODE(1, "mode"),
  /** The stake was not funded as the rules ask. */
  FUNDING(2, "funding"),
  /** Its currency is not one of the pool's. */
  CURRENCY(3, "currency"),
  /** The operator does not vouch for what the rules ask, such as the player's consent. */
  ELIGIBILITY(4, "eligibility"),
  /** Players of the jurisdiction do not take part, or not with this game or by this channel. */
  JURISDICTION(5, "jurisdiction"),
  /** The stake is below or above what the rules take. */
  STAKE(6, "stake"),
  /** Bets of this origin do not contribute. */
  SOURCE(7, "source"),
  /** The contribution would be unreasonable; held until two persons decide. */
  UNREASONABLE(8, "unreasonable"),
  /** Every level of the pool is retired. */
  RETIRED(9, "retired");

  private static final Decision[] ALL = values();

  private final int number;
  private final String code;

  Decision(int number, String code) {
    this.number = number;
    this.code = code;
  }

  /** {@return its number in the books} */
  int number() {
    return number;
  }

  /** {@return the stable code} */
  String code() {
    return code;
  }

  /** {@return the decision with a number} */
  static Decision of(int number) {
    return ALL[number];
  }
}
