package org.astragal.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.outcome.Hash;

/** Table {@code proposal}: what one person proposes and another approves, within 15 minutes. */
final class Proposals {
  /** Minutes in which another person must approve. */
  static final int MINUTES = 15;

  private static final int MAX_TEXT = 500;

  private Proposals() {}

  /** What can be proposed. */
  enum Action {
    /** A quarantined event counts. */
    RELEASE,
    /** A quarantined event does not count, but meters go on from it. */
    REBASE,
    /** A quarantined event does not count. */
    REJECT,
    /** A stopped log goes on; the checkpoints that contradicted it are void. */
    RESUME
  }

  /** How a proposal stands. */
  enum State {
    /** Another person may approve. */
    OPEN,
    /** It was approved and carried out. */
    APPROVED,
    /** It was withdrawn. */
    WITHDRAWN,
    /** Nobody approved in time. */
    EXPIRED
  }

  /** A proposal. */
  record Proposal(
      long id,
      Action action,
      String subject,
      String reason,
      String proposer,
      Hash certificate,
      Instant at,
      State state,
      Optional<String> decider) {}

  /** {@return the number of a new proposal} */
  static long propose(Connection c, Action action, String subject, String reason, Person by)
      throws SQLException {
    try (var s =
        c.prepareStatement(
            "insert into proposal (action, subject, reason, proposer, proposer_certificate)"
                + " values (?, ?, ?, ?, ?) returning id")) {
      s.setString(1, action.name());
      s.setString(2, Texts.storable(subject, MAX_TEXT));
      s.setString(3, Texts.storable(reason, MAX_TEXT));
      s.setString(4, Texts.storable(by.subject(), MAX_TEXT));
      s.setBytes(5, by.certificate().bytes());
      try (var r = s.executeQuery()) {
        r.next();
        return r.getLong(1);
      }
    }
  }

  /**
   * Notes that it was approved or withdrawn.
   *
   * @throws StoreException if it is not open any more
   */
  static boolean decide(Connection c, long id, Person by, boolean approved)
      throws SQLException, StoreException {
    try (var s =
        c.prepareStatement(
            "update proposal set decided_at = now(), decider = ?, decider_certificate = ?,"
                + " approved = ? where id = ? and decided_at is null"
                + " and at > now() - make_interval(mins => ?)")) {
      s.setString(1, Texts.storable(by.subject(), MAX_TEXT));
      s.setBytes(2, by.certificate().bytes());
      s.setBoolean(3, approved);
      s.setLong(4, id);
      s.setInt(5, MINUTES);
      if (s.executeUpdate() == 0) {
        throw new StoreException(Fault.MOVED, "proposal " + id + " is not open any more");
      }
      return true;
    }
  }

  /** {@return a proposal} */
  static Optional<Proposal> find(Connection c, long id) throws SQLException {
    try (var s = c.prepareStatement(SELECT + " where id = ?")) {
      s.setInt(1, MINUTES);
      s.setLong(2, id);
      try (var r = s.executeQuery()) {
        return r.next() ? Optional.of(proposal(r)) : Optional.empty();
      }
    }
  }

  /** {@return the newest proposals, newest first} */
  static List<Proposal> newest(Connection c, int limit) throws SQLException {
    var proposals = new ArrayList<Proposal>();
    try (var s = c.prepareStatement(SELECT + " order by id desc limit ?")) {
      s.setInt(1, MINUTES);
      s.setInt(2, limit);
      try (var r = s.executeQuery()) {
        while (r.next()) {
          proposals.add(proposal(r));
        }
      }
    }
    return List.copyOf(proposals);
  }

  private static final String SELECT =
      "select id, action, subject, reason, proposer, proposer_certificate, at, decider,"
          + " case when approved then 'APPROVED' when not approved then 'WITHDRAWN'"
          + " when at > now() - make_interval(mins => ?) then 'OPEN' else 'EXPIRED' end"
          + " from proposal";

  private static Proposal proposal(ResultSet r) throws SQLException {
    return new Proposal(
        r.getLong(1),
        Action.valueOf(r.getString(2)),
        r.getString(3),
        r.getString(4),
        r.getString(5),
        Hash.of(r.getBytes(6)),
        r.getObject(7, OffsetDateTime.class).toInstant(),
        State.valueOf(r.getString(9)),
        Optional.ofNullable(r.getString(8)));
  }
}
