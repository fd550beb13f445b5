package org.astragal.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.postgresql.PGConnection;

/**
 * Puts together all that proves one posting: its row, the entry of the journal that made it, the
 * rules that held, and the paths from each to the signed head. {@link TraceCheck} verifies it.
 */
final class Trace {
  /** More postings than one entry makes of one pool. */
  private static final long MAX_ROWS = 8_000_000;

  private final Connection connection;
  private final String pool;
  private final int poolId;
  private final long size;

  private Trace(Connection connection, String pool, int poolId, long size) {
    this.connection = connection;
    this.pool = pool;
    this.poolId = poolId;
    this.size = size;
  }

  /**
   * {@return the package of a posting; empty if there is none of that number}
   *
   * @param c a transaction that sees one moment
   */
  static Optional<Json.Obj> of(Connection c, String pool, long n)
      throws SQLException, StoreException {
    try (var s =
        c.prepareStatement("select p.id, l.entries from pool p, ledger l where p.name = ?")) {
      s.setString(1, pool);
      try (var r = s.executeQuery()) {
        return r.next() ? new Trace(c, pool, r.getInt(1), r.getLong(2)).of(n) : Optional.empty();
      }
    }
  }

  /** {@return the package of a posting, read by a connection of its own} */
  static Optional<Json.Obj> read(DatabaseAddress address, String pool, long n)
      throws StoreException {
    try (var c = address.dataSource().getConnection()) {
      c.setAutoCommit(false);
      c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      c.setReadOnly(true);
      return of(c, pool, n);
    } catch (SQLException e) {
      throw Database.translate(e);
    }
  }

  private Optional<Json.Obj> of(long n) throws SQLException, StoreException {
    var own = rows(n, n);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    var row = own.getFirst();
    try {
      var entry = JournalEntry.parse(body(row.entry()));
      var sums = Optional.ofNullable(entry.result().rows().get(pool)).orElseThrow();
      var leaves = new ArrayList<Hash>();
      for (var one : rows(sums.first(), Math.min(sums.last(), sums.first() + MAX_ROWS))) {
        leaves.add(Hash.leaf(one.bytes()));
      }
      var termsEntry = termsEntry(row.terms());
      var terms = JournalEntry.parse(body(termsEntry));
      var members = new TreeMap<String, Json>();
      members.put("entry", Json.parse(body(row.entry())));
      members.put("entryPath", hashes(Journal.path(connection, row.entry(), size)));
      members.put("files", files(terms.result().terms(pool, row.terms()).orElseThrow()));
      members.put("head", new Json.Str(head()));
      members.put("pool", new Json.Str(pool));
      members.put("posting", new Json.Str(Long.toString(n)));
      members.put("row", new Json.Str(Base64.getEncoder().encodeToString(row.bytes())));
      members.put("rowPath", hashes(path(leaves, Math.toIntExact(n - sums.first()))));
      if (entry.input() instanceof Input.Delivered step && row.seqIn(step).isPresent()) {
        TraceSeal.of(connection, step, row.seqIn(step).getAsLong())
            .ifPresent(seal -> members.put("seal", seal));
      }
      members.put("table", new Json.Str(row.table().text()));
      members.put("termsEntry", Json.parse(body(termsEntry)));
      members.put("termsPath", hashes(Journal.path(connection, termsEntry, size)));
      return Optional.of(Json.Obj.of(members));
    } catch (JournalException | JsonException | java.util.NoSuchElementException e) {
      throw new StoreException(Fault.REFUSED, "the journal does not tell of posting " + n, e);
    }
  }

  /** RFC 6962 2.1.1, over leaves that are all here; leaf side first. */
  static List<Hash> path(List<Hash> leaves, int index) {
    if (leaves.size() == 1) {
      return new ArrayList<>();
    }
    var middle = Integer.highestOneBit(leaves.size() - 1);
    var left = leaves.subList(0, middle);
    var right = leaves.subList(middle, leaves.size());
    var path = index < middle ? path(left, index) : path(right, index - middle);
    path.add(root(index < middle ? right : left));
    return path;
  }

  private static Hash root(List<Hash> leaves) {
    var tree = new org.astragal.outcome.CompactRange();
    leaves.forEach(tree::append);
    return tree.root();
  }

  private static Json.Arr hashes(List<Hash> hashes) {
    return new Json.Arr(hashes.stream().<Json>map(h -> new Json.Str(h.base64())).toList());
  }

  /** Every posting of the pool between two numbers, in order, from whichever table it is in. */
  private List<KeptRow> rows(long first, long last) throws SQLException, StoreException {
    var rows = new TreeMap<Long, KeptRow>();
    for (var table : EntryRows.Table.values()) {
      var bytes = new ByteArrayOutputStream();
      try {
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut(
                "copy (select * from %s where pool = %d and n between %d and %d) to stdout"
                        .formatted(table.text(), poolId, first, last)
                    + " (format binary)",
                bytes);
        var reader = CopyReader.of(table.text(), new ByteArrayInputStream(bytes.toByteArray()));
        for (var row = reader.next(); row.isPresent(); row = reader.next()) {
          var kept = new KeptRow(table, row.get());
          rows.put(kept.n(), kept);
        }
      } catch (IOException e) {
        throw new StoreException(Fault.REFUSED, "postings cannot be read", e);
      }
    }
    return List.copyOf(rows.values());
  }

  private byte[] body(long entry) throws SQLException, StoreException {
    try (var s = connection.prepareStatement("select body from journal where n = ?")) {
      s.setLong(1, entry);
      return onlyBytes(s, "entry " + entry);
    }
  }

  private String head() throws SQLException, StoreException {
    try (var s = connection.prepareStatement("select note from journal where n = ?")) {
      s.setLong(1, size - 1);
      return new String(onlyBytes(s, "the head"), StandardCharsets.UTF_8);
    }
  }

  private long termsEntry(int number) throws SQLException, StoreException {
    try (var s =
        connection.prepareStatement("select entry from terms where pool = ? and number = ?")) {
      s.setInt(1, poolId);
      s.setInt(2, number);
      try (var r = s.executeQuery()) {
        if (r.next()) {
          return r.getLong(1);
        }
        throw new StoreException(Fault.REFUSED, "terms " + number + " are missing");
      }
    }
  }

  private Json.Obj files(JournalEntry.Begun terms) throws SQLException, StoreException {
    var files = new TreeMap<String, Json>();
    var wanted = new ArrayList<>(terms.levels().stream().map(JournalEntry.OfLevel::file).toList());
    wanted.add(terms.file());
    for (var hash : wanted) {
      try (var s = connection.prepareStatement("select content from rules where sha256 = ?")) {
        s.setBytes(1, hash.bytes());
        var content = onlyBytes(s, "rules " + hash);
        files.put(hash.toString(), new Json.Str(Base64.getEncoder().encodeToString(content)));
      }
    }
    return Json.Obj.of(files);
  }

  private static byte[] onlyBytes(java.sql.PreparedStatement s, String what)
      throws SQLException, StoreException {
    try (var r = s.executeQuery()) {
      if (r.next()) {
        return r.getBytes(1);
      }
      throw new StoreException(Fault.REFUSED, what + " is missing");
    }
  }

  /** {@return the package with the sealed outcome that the posting is from} */
  static Json.Obj with(Json.Obj trace, byte[] sealed) {
    var members = new TreeMap<String, Json>(Map.copyOf(trace.members()));
    members.put("outcome", new Json.Str(new String(sealed, StandardCharsets.UTF_8)));
    return Json.Obj.of(members);
  }
}
