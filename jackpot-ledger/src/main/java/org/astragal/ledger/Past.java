package org.astragal.ledger;

import java.util.List;
import java.util.Optional;
import org.astragal.ledger.Row.Reason;

/**
 * What was posted before the entry at hand. The ledger in service asks its database, the audit what
 * it has kept of its own.
 */
interface Past {
  /** Nothing was posted. */
  Past NONE =
      new Past() {
        @Override
        public Optional<Given> contribution(PoolState pool, long n) {
          return Optional.empty();
        }

        @Override
        public List<Given> contributions(PoolState pool, long first, long last) {
          return List.of();
        }

        @Override
        public Optional<Given> reaching(
            PoolState pool, LevelState level, long first, long last, long micro) {
          return Optional.empty();
        }

        @Override
        public boolean isDone(PoolState pool, long n, Reason reason) {
          return false;
        }

        @Override
        public Optional<Row.Win> win(PoolState pool, long n) {
          return Optional.empty();
        }
      };

  /** {@return a contribution, if that is what the posting is} */
  Optional<Given> contribution(PoolState pool, long n) throws StoreException;

  /** {@return the contributions among these postings that contributed, in order} */
  List<Given> contributions(PoolState pool, long first, long last) throws StoreException;

  /** {@return the first contribution among these postings after which POOL held {@code micro}} */
  Optional<Given> reaching(PoolState pool, LevelState level, long first, long last, long micro)
      throws StoreException;

  /** {@return whether a posting was made for this reason and because of this other one} */
  boolean isDone(PoolState pool, long n, Reason reason) throws StoreException;

  /** {@return a win, if that is what the posting is} */
  Optional<Row.Win> win(PoolState pool, long n) throws StoreException;
}
