package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.outcome.Hash;
import org.astragal.service.Person;
import org.astragal.service.TwoPersons;
import org.astragal.service.TwoPersons.Answer;
import org.astragal.service.TwoPersons.Approval;

/**
 * The rule of {@link TwoPersons} with the proposals in the books: they outlive the process, and are
 * used up in the transaction that carries them out.
 *
 * <p>Thread-safe.
 */
final class Proposals {
  /** Longer than any reason with all that belongs to it. */
  private static final int MAX_TEXT = 4096;

  /** Clocks of ledgers that share the books differ by less. */
  private static final Duration CLOCKS_APART = Duration.ofSeconds(30);

  private final Database database;
  private final InstantSource clock;

  Proposals(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** What one person has asked for. */
  record Open(String action, Approval approval) {}

  /**
   * Takes a person's word for an action. An action that both want still stands here until {@link
   * #use} uses it up.
   *
   * @param action what is to be done, with everything that matters of it
   */
  Answer ask(String action, Person person) throws StoreException {
    var mine = new Approval(person, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return database.write(c -> ask(c, action, mine));
  }

  private static Answer ask(Connection c, String action, Approval mine) throws SQLException {
    try (var s = c.createStatement()) {
      // One word at a time: two of the same person must not pass for two persons'.
      s.execute("lock table proposal in share row exclusive mode");
    }
    trim(c, mine.at());
    var first = find(c, action);
    if (first.isPresent() && first.get().person().isAnotherThan(mine.person())) {
      return new Answer.Approved(List.of(first.get(), mine));
    }
    if (first.isEmpty() && count(c) >= TwoPersons.MAX_OPEN) {
      return new Answer.Busy();
    }
    try (var s =
        c.prepareStatement(
            "insert into proposal (sha256, action, person, certificate, at) values (?, ?, ?, ?, ?)"
                + " on conflict (sha256) do update set person = excluded.person,"
                + " certificate = excluded.certificate, at = excluded.at")) {
      s.setBytes(1, key(action));
      s.setString(2, action);
      s.setString(3, mine.person().name());
      s.setString(4, mine.person().certificate());
      s.setTimestamp(5, Timestamp.from(mine.at()));
      s.executeUpdate();
    }
    return new Answer.Waiting(mine.at().plus(TwoPersons.VALID));
  }

  /**
   * Uses a proposal up, with what it leads to.
   *
   * @throws StoreException if somebody has used it up meanwhile
   */
  static boolean use(Connection c, String action) throws SQLException, StoreException {
    try (var s = c.prepareStatement("delete from proposal where sha256 = ?")) {
      s.setBytes(1, key(action));
      if (s.executeUpdate() == 0) {
        throw new StoreException(Fault.MOVED, "the proposal has been used up");
      }
      return true;
    }
  }

  /** {@return what waits for another person, the oldest first} */
  List<Open> open() throws StoreException {
    var now = clock.instant();
    return database.read(c -> {
      var all = new ArrayList<Open>();
      try (var s =
          c.prepareStatement(
              "select action, certificate, person, at from proposal where at > ?"
                  + " order by at, action limit ?")) {
        s.setTimestamp(1, Timestamp.from(now.minus(TwoPersons.VALID)));
        s.setInt(2, TwoPersons.MAX_OPEN);
        try (var r = s.executeQuery()) {
          while (r.next()) {
            var person = new Person(r.getString(2), r.getString(3));
            all.add(new Open(r.getString(1), new Approval(person, r.getTimestamp(4).toInstant())));
          }
        }
      }
      return all;
    });
  }

  private static void trim(Connection c, Instant now) throws SQLException {
    // One of a later time is of before the clock was set back: nobody knows how old it is.
    try (var s = c.prepareStatement("delete from proposal where at <= ? or at > ?")) {
      s.setTimestamp(1, Timestamp.from(now.minus(TwoPersons.VALID)));
      s.setTimestamp(2, Timestamp.from(now.plus(CLOCKS_APART)));
      s.executeUpdate();
    }
  }

  private static Optional<Approval> find(Connection c, String action) throws SQLException {
    try (var s =
        c.prepareStatement("select certificate, person, at from proposal where sha256 = ?")) {
      s.setBytes(1, key(action));
      try (var r = s.executeQuery()) {
        return r.next()
            ? Optional.of(
                new Approval(
                    new Person(r.getString(1), r.getString(2)), r.getTimestamp(3).toInstant()))
            : Optional.empty();
      }
    }
  }

  private static long count(Connection c) throws SQLException {
    try (var s = c.prepareStatement("select count(*) from proposal");
        var r = s.executeQuery()) {
      r.next();
      return r.getLong(1);
    }
  }

  private static byte[] key(String action) {
    if (action.length() > MAX_TEXT) {
      throw new IllegalArgumentException("an action of more than " + MAX_TEXT + " characters");
    }
    return Hash.sha256(action.getBytes(StandardCharsets.UTF_8)).bytes();
  }
}
