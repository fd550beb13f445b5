package org.astragal.ledger;

/** The accounts of a level, in the order of the database's {@code account_kind}. */
enum AccountKind {
  /** What bets gave; the balance is negative. */
  SOURCE,
  /** What the level would pay now. */
  POOL,
  /** Saved for the next seed. */
  RESERVE,
  /** Above the level's ceiling. */
  OVERFLOW,
  /** What the house gave; the balance is negative or zero. */
  HOUSE,
  /** Won, not yet paid. */
  PAYABLE,
  /** Held back from a win, such as tax. */
  WITHHELD,
  /** Paid out. */
  PAID,
  /** Corrections. */
  ADJUST
}
