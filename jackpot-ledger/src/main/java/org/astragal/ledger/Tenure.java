package org.astragal.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import org.astragal.ledger.StoreException.Fault;

/**
 * The right to write into the books. It belongs to one process, or to all that share the books, and
 * ends when another one takes them over.
 *
 * @param epoch the number under which it was given
 * @param shared whether other processes have it too
 */
record Tenure(long epoch, boolean shared) {
  /** Takes the books over for this process alone, and ends every older tenure. */
  static Tenure takeOver(Database database) throws StoreException {
    return begin(database, false);
  }

  /** Joins those that share the books; ends the tenure of a process that had them alone. */
  static Tenure share(Database database) throws StoreException {
    return begin(database, true);
  }

  private static Tenure begin(Database database, boolean shared) throws StoreException {
    return database.write(c -> {
      try (var s =
          c.prepareStatement(
              "update ledger set epoch = epoch + case when shared and ? then 0 else 1 end,"
                  + " shared = ? returning epoch")) {
        s.setBoolean(1, shared);
        s.setBoolean(2, shared);
        try (var r = s.executeQuery()) {
          if (!r.next()) {
            throw new StoreException(Fault.REFUSED, "table ledger must hold one row");
          }
          return new Tenure(r.getLong(1), shared);
        }
      }
    });
  }

  /** {@return whether it still holds; until the transaction ends, nobody else takes over} */
  boolean holds(Connection c) throws SQLException {
    try (var s = c.prepareStatement("select from ledger where epoch = ? for share")) {
      s.setLong(1, epoch);
      try (var r = s.executeQuery()) {
        return r.next();
      }
    }
  }
}
