package org.astragal.ledger;

import org.astragal.ledger.Row.Movement;
import org.astragal.ledger.Row.Reason;

/** Makes movements between two accounts of a level. Used by one thread. */
final class Postings {
  /** No other posting led to it. */
  static final long NO_CAUSE = 0;

  private final Work work;

  Postings(Work work) {
    this.work = work;
  }

  /**
   * Moves an amount; nothing is posted for 0.
   *
   * @param cause the number of the posting that led to it, or {@link #NO_CAUSE}
   */
  void move(
      PoolState pool,
      LevelState level,
      AccountKind source,
      AccountKind target,
      long micro,
      Reason reason,
      long cause) {
    if (micro == 0) {
      return;
    }
    level.move(source, target, micro);
    work.add(
        new Movement(
            pool.id(),
            pool.nextPosting(),
            pool.terms().number(),
            level.id(),
            level.cycle(),
            source,
            target,
            micro,
            reason,
            cause,
            level.micro(AccountKind.POOL)));
    if (source == AccountKind.POOL || target == AccountKind.POOL) {
      work.moved(level);
    }
  }
}
