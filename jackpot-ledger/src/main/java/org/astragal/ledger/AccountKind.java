package org.astragal.ledger;

/** The accounts of a level, in the order of the database's {@code account_kind}. */
enum AccountKind {
  /** What bets gave; the balance is negative. */
  SOURCE(0),
  /** What the level would pay now. */
  POOL(1),
  /** Saved for the next seed. */
  RESERVE(2),
  /** Above the level's ceiling. */
  OVERFLOW(3),
  /** What the house gave; the balance is negative or zero. */
  HOUSE(4),
  /** Won, not yet paid. */
  PAYABLE(5),
  /** Held back from a win, such as tax. */
  WITHHELD(6),
  /** Paid out. */
  PAID(7),
  /** Corrections. */
  ADJUST(8);

  private final int index;

  AccountKind(int index) {
    this.index = index;
  }

  /** {@return its place, from 0} */
  int index() {
    return index;
  }
}
