package org.astragal.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.astragal.ledger.StoreException.Fault;

/**
 * What the service's role must not be able to do: change what was posted. The ledger refuses to
 * serve under a role that can.
 */
final class Permissions {
  /** Rows of these tables stand for ever. */
  static final List<String> APPEND_ONLY =
      List.of(
          "rules",
          "terms",
          "contribution",
          "movement",
          "win",
          "event",
          "third_party_event",
          "instruction",
          "instruction_answer",
          "settlement",
          "leaves",
          "followed_key",
          "journal");

  private Permissions() {}

  /** Looks at the role of a connection. */
  static void require(Connection c) throws SQLException, StoreException {
    try (var s =
        c.prepareStatement(
            "select t.name, current_user from unnest(?) as t (name)"
                + " join pg_class k on k.oid = t.name::regclass"
                + " where has_table_privilege(current_user, k.oid, 'update')"
                + " or has_table_privilege(current_user, k.oid, 'delete')"
                + " or has_table_privilege(current_user, k.oid, 'truncate')"
                + " or pg_has_role(current_user, k.relowner, 'member')")) {
      s.setArray(1, c.createArrayOf("text", APPEND_ONLY.toArray()));
      try (var r = s.executeQuery()) {
        if (r.next()) {
          throw new StoreException(
              Fault.REFUSED,
              "role "
                  + r.getString(2)
                  + " can change rows of table "
                  + r.getString(1)
                  + ": serve under a role that does not own the schema and has not more rights"
                  + " than the migrations grant; docs/operations/books.md");
        }
      }
    }
  }
}
