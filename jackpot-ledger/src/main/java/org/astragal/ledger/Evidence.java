package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SealedOutcomeException;
import org.astragal.outcome.SignedNote;

/**
 * What proves that a log contradicted itself, and what is needed to find that out: tables {@code
 * checkpoint}, {@code contradiction} and {@code stopped_log}.
 */
final class Evidence {
  /** Leaves folded to know the root at one size; one delivery has fewer. */
  private static final int MAX_FOLDED = 1 << 18;

  private Evidence() {}

  /** Two checkpoints that no append-only log could both have signed. */
  record Contradiction(
      long id, String log, long seq, String held, String other, Instant at, boolean resolved) {}

  /** A log that is stopped. */
  record Stop(String log, String reason, Instant at) {}

  /**
   * Notes the checkpoint of a step that is being posted.
   *
   * @param cosigned size of the checkpoint beyond the books that the step was compared with
   * @throws StoreException if the log was stopped meanwhile, or another checkpoint of it cosigned;
   *     nothing may be posted
   */
  static boolean note(Connection c, Advance step, long cosigned)
      throws SQLException, StoreException {
    try (var s =
        c.prepareStatement(
            "insert into checkpoint (log, size, peaks, note)"
                + " select id, ?, ?, ? from log where origin = ?"
                + " and not exists (select from stopped_log where log = ?)"
                + " and not exists (select from cosigned where log = ? and size <> ?)")) {
      s.setLong(1, step.to());
      s.setBytes(2, Leaves.pack(step.peaks()));
      s.setBytes(3, step.checkpoint().bytes());
      s.setString(4, step.origin());
      s.setString(5, step.origin());
      s.setString(6, step.origin());
      s.setLong(7, cosigned);
      if (s.executeUpdate() == 0) {
        throw new StoreException(Fault.MOVED, step.origin() + " was stopped, or cosigned anew");
      }
      return true;
    }
  }

  /**
   * Keeps both checkpoints, stops the log, raises the alarm.
   *
   * @param held the newest note that was followed, empty if there is none
   * @param other the one that contradicts it
   * @param line the sealed outcome that brought it, empty if it came by itself
   */
  static boolean contradiction(
      Connection c, String log, long seq, String held, SignedNote other, byte[] line)
      throws SQLException {
    try (var s =
        c.prepareStatement(
            "insert into contradiction (log, seq, held_note, other_note, line)"
                + " values (?, ?, ?, ?, ?) on conflict do nothing")) {
      s.setString(1, log);
      s.setLong(2, seq);
      s.setBytes(3, held.getBytes(StandardCharsets.UTF_8));
      s.setBytes(4, other.bytes());
      s.setBytes(5, line);
      s.executeUpdate();
    }
    return stop(c, log, seq, Refusal.LOG_FORKED);
  }

  private static boolean stop(Connection c, String log, long seq, Refusal reason)
      throws SQLException {
    try (var s =
        c.prepareStatement(
            "insert into stopped_log (log, reason) values (?, ?) on conflict do nothing")) {
      s.setString(1, log);
      s.setString(2, reason.code());
      s.executeUpdate();
    }
    Alarms.raise(c, reason.code(), log, seq, Ingest.FORKED);
    return true;
  }

  /**
   * Declares void what contradicted the log, and lets it go on. Lines under those checkpoints are
   * parked from then on.
   *
   * @return whether the log was stopped
   */
  static boolean resume(Connection c, String log) throws SQLException {
    try (var s =
        c.prepareStatement(
            "update contradiction set resolved_at = now() where log = ? and resolved_at is null")) {
      s.setString(1, log);
      s.executeUpdate();
    }
    try (var s = c.prepareStatement("delete from cosigned where log = ?")) {
      s.setString(1, log);
      s.executeUpdate();
    }
    try (var s = c.prepareStatement("delete from stopped_log where log = ?")) {
      s.setString(1, log);
      return s.executeUpdate() > 0;
    }
  }

  /** {@return whether a log is stopped} */
  static Optional<Stop> stopped(Connection c, String log) throws SQLException {
    try (var s = c.prepareStatement("select log, reason, at from stopped_log where log = ?")) {
      s.setString(1, log);
      try (var r = s.executeQuery()) {
        return r.next() ? Optional.of(stop(r)) : Optional.empty();
      }
    }
  }

  /** {@return every log that is stopped} */
  static List<Stop> stopped(Connection c) throws SQLException {
    var stops = new ArrayList<Stop>();
    try (var s = c.prepareStatement("select log, reason, at from stopped_log order by log");
        var r = s.executeQuery()) {
      while (r.next()) {
        stops.add(stop(r));
      }
    }
    return List.copyOf(stops);
  }

  private static Stop stop(java.sql.ResultSet r) throws SQLException {
    return new Stop(
        r.getString(1), r.getString(2), r.getObject(3, OffsetDateTime.class).toInstant());
  }

  /** {@return texts of the checkpoints of a log that people have declared void} */
  static Set<String> voided(Connection c, String log) throws SQLException {
    var texts = new HashSet<String>();
    try (var s =
        c.prepareStatement(
            "select other_note from contradiction where log = ? and resolved_at is not null")) {
      s.setString(1, log);
      try (var r = s.executeQuery()) {
        while (r.next()) {
          texts.add(SignedNote.parse(r.getBytes(1)).text());
        }
      }
    } catch (NoteException e) {
      throw new IllegalStateException("it was parsed before", e);
    }
    return Set.copyOf(texts);
  }

  /** {@return the newest contradictions, newest first} */
  static List<Contradiction> contradictions(Connection c, int limit) throws SQLException {
    var all = new ArrayList<Contradiction>();
    try (var s =
        c.prepareStatement(
            "select id, log, seq, held_note, other_note, at, resolved_at is not null"
                + " from contradiction order by id desc limit ?")) {
      s.setInt(1, limit);
      try (var r = s.executeQuery()) {
        while (r.next()) {
          all.add(
              new Contradiction(
                  r.getLong(1),
                  r.getString(2),
                  r.getLong(3),
                  new String(r.getBytes(4), StandardCharsets.UTF_8),
                  new String(r.getBytes(5), StandardCharsets.UTF_8),
                  r.getObject(6, OffsetDateTime.class).toInstant(),
                  r.getBoolean(7)));
        }
      }
    }
    return List.copyOf(all);
  }

  /**
   * {@return the root of a log as it was followed, at a size that it has passed; empty if the books
   * do not reach back so far}
   */
  static Optional<Hash> rootAt(Connection c, String log, long size) throws SQLException {
    var tree = new CompactRange();
    try (var s =
        c.prepareStatement(
            "select p.size, p.peaks from checkpoint p join log on log.id = p.log"
                + " where log.origin = ? and p.size <= ? order by p.size desc limit 1")) {
      s.setString(1, log);
      s.setLong(2, size);
      try (var r = s.executeQuery()) {
        if (r.next()) {
          tree = CompactRange.of(r.getLong(1), Leaves.unpack(r.getBytes(2)));
        }
      }
    }
    if (size - tree.size() > MAX_FOLDED) {
      return Optional.empty();
    }
    try (var s =
        c.prepareStatement(
            "select l.first, l.hashes from leaves l join log on log.id = l.log"
                + " where log.origin = ? and l.first >= ? and l.first < ? order by l.first")) {
      s.setString(1, log);
      s.setLong(2, tree.size());
      s.setLong(3, size);
      try (var r = s.executeQuery()) {
        while (r.next()) {
          if (r.getLong(1) != tree.size()) {
            return Optional.empty();
          }
          for (var leaf : Leaves.unpack(r.getBytes(2))) {
            if (tree.size() < size) {
              tree.append(leaf);
            }
          }
        }
      }
    }
    return tree.size() == size ? Optional.of(tree.root()) : Optional.empty();
  }

  /** {@return the checkpoint of a sealed outcome that was verified} */
  static SignedNote noteOf(byte[] line) {
    try {
      return SealedOutcome.parse(line).receipt().checkpoint();
    } catch (SealedOutcomeException | NoteException e) {
      throw new IllegalStateException("it was verified", e);
    }
  }
}
