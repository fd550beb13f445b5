package org.astragal.ledger;

import org.astragal.ledger.StoreException.Fault;

/** What a ledger does to its books before it serves. */
final class Opening {
  private Opening() {}

  /** Fences off every older process. {@return the number under which this one may post} */
  static long takeOver(Database database) throws StoreException {
    return database.write(c -> {
      try (var s = c.prepareStatement("update ledger set epoch = epoch + 1 returning epoch");
          var r = s.executeQuery()) {
        if (!r.next()) {
          throw new StoreException(Fault.REFUSED, "table ledger must hold one row");
        }
        return r.getLong(1);
      }
    });
  }
}
