package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;

/**
 * The ledger's own log: one entry for each posting transaction, in one RFC 6962 tree, its head
 * signed with every entry. Whoever changes, removes, adds or reorders an entry or a posting must
 * sign another head, and the heads stand in the appliances' logs.
 *
 * <p>Thread-safe.
 */
final class Journal {
  private final String name;
  private final String vkey;
  private final InstantSource clock;
  private final Heads heads;

  Journal(JournalKey key, InstantSource clock) {
    this(key.verifier().name(), key.verifier().vkey(), clock, (head, _) -> key.sign(head).bytes());
  }

  private Journal(String name, String vkey, InstantSource clock, Heads heads) {
    this.name = name;
    this.vkey = vkey;
    this.clock = clock;
    this.heads = heads;
  }

  /** Where the signed note of a head comes from. */
  @FunctionalInterface
  interface Heads {
    /**
     * {@return the signed note of a head}
     *
     * @param tree whose head it is; not to be changed
     * @throws StoreException if there must not be such a head
     */
    byte[] note(Checkpoint head, CompactRange tree) throws StoreException;
  }

  /**
   * A journal that is written again, by whoever does not have its key.
   *
   * @param clock when each entry was written
   * @param heads as they were signed
   */
  static Journal copied(String name, String vkey, InstantSource clock, Heads heads) {
    return new Journal(name, vkey, clock, heads);
  }

  /** {@return its name} */
  String name() {
    return name;
  }

  /** {@return the public key that its heads verify with} */
  String vkey() {
    return vkey;
  }

  /**
   * Refuses books whose journal another key signs: their heads could not be verified as one log.
   *
   * @param c a transaction that holds the ledger's row
   */
  void requireOwn(Connection c) throws SQLException, StoreException {
    try (var s = c.prepareStatement("select body from journal where n = 0");
        var r = s.executeQuery()) {
      if (r.next()) {
        var first = new String(r.getBytes(1), StandardCharsets.UTF_8);
        if (!first.contains("\"vkey\":\"" + vkey() + "\"")) {
          throw new StoreException(
              Fault.REFUSED,
              "the journal of these books is signed by another key or under another name than "
                  + vkey());
        }
      }
    }
  }

  /**
   * Adds an entry.
   *
   * @param range the tree before; changed by it
   */
  void add(Connection c, CompactRange range, Input input, JournalEntry.Result result)
      throws SQLException, StoreException {
    var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var number = range.size();
    var body = new JournalEntry(name(), number, at, input, result).encode();
    var nodes = append(range, Hash.leaf(body));
    var note = heads.note(new Checkpoint(name(), range.size(), range.root()), range);
    write(c, number, at, input.kind(), body, nodes, note);
  }

  /** Appends a leaf. {@return the roots of the full subtrees that it completes, smallest first} */
  static List<Hash> append(CompactRange range, Hash leaf) {
    var nodes = new ArrayList<Hash>();
    nodes.add(leaf);
    var size = range.size();
    var peaks = range.peaks();
    // RFC 6962: a one bit of the size before is a full subtree that the new leaf pairs with.
    for (var at = peaks.size() - 1; (size & 1) == 1; at--, size >>>= 1) {
      nodes.add(Hash.node(peaks.get(at), nodes.getLast()));
    }
    range.append(leaf);
    return nodes;
  }

  private static void write(
      Connection c,
      long number,
      Instant at,
      String kind,
      byte[] body,
      List<Hash> nodes,
      byte[] note)
      throws SQLException {
    try (var s =
        c.prepareStatement(
            "insert into journal (n, at, kind, body, nodes, note)"
                + " values (?, ?::timestamptz, ?, ?, ?, ?)")) {
      s.setLong(1, number);
      s.setString(2, at.toString());
      s.setString(3, kind);
      s.setBytes(4, body);
      s.setBytes(5, Leaves.pack(nodes));
      s.setBytes(6, note);
      s.executeUpdate();
    }
  }

  /**
   * {@return the path of an entry in a tree of the journal, leaf side first}
   *
   * @param size of the tree, above {@code number}
   */
  static List<Hash> path(Connection c, long number, long size) throws SQLException {
    return path(c, number, 0, size);
  }

  /** RFC 6962 2.1.1: PATH(m, D[from:to]). */
  private static List<Hash> path(Connection c, long number, long from, long to)
      throws SQLException {
    if (to - from == 1) {
      return new ArrayList<>();
    }
    var middle = from + Long.highestOneBit(to - from - 1);
    var isLeft = number < middle;
    var path = isLeft ? path(c, number, from, middle) : path(c, number, middle, to);
    path.add(isLeft ? root(c, middle, to) : root(c, from, middle));
    return path;
  }

  /** RFC 6962 2.1: MTH(D[from:to]), from the stored roots of full subtrees. */
  private static Hash root(Connection c, long from, long to) throws SQLException {
    var size = to - from;
    if (Long.bitCount(size) == 1) {
      try (var s = c.prepareStatement("select nodes from journal where n = ?")) {
        s.setLong(1, to - 1);
        try (var r = s.executeQuery()) {
          r.next();
          var at = Long.numberOfTrailingZeros(size) * Hash.BYTES;
          return Hash.of(Arrays.copyOfRange(r.getBytes(1), at, at + Hash.BYTES));
        }
      }
    }
    var middle = from + Long.highestOneBit(size - 1);
    return Hash.node(root(c, from, middle), root(c, middle, to));
  }
}
