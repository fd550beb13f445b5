package org.astragal.ledger;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.astragal.ledger.StoreException.Fault;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.Receipt;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SignedNote;

/**
 * Writes the logs that the ledger keeps of third parties' events, in the form of sealed outcomes:
 * an audit verifies them as it does those of appliances. Used by one thread.
 */
final class EventExport {
  private static final int FETCH = 1_000;

  private final Connection connection;

  private EventExport(Connection connection) {
    this.connection = connection;
  }

  /**
   * Writes a file for each source that has events.
   *
   * @param c a transaction that sees one moment
   * @param folder created
   */
  static void write(Connection c, Path folder) throws SQLException, IOException, StoreException {
    Files.createDirectories(folder);
    var sources = new ArrayList<String>();
    try (var s = c.prepareStatement("select distinct source from third_party_event");
        var r = s.executeQuery()) {
      while (r.next()) {
        sources.add(r.getString(1));
      }
    }
    for (var source : sources) {
      try (var out =
          new BufferedOutputStream(Files.newOutputStream(folder.resolve(source + ".jsonl")))) {
        new EventExport(c).write(source, out);
      }
    }
  }

  private void write(String source, OutputStream out)
      throws SQLException, IOException, StoreException {
    try (var heads =
            connection.prepareStatement(
                "select k.size, k.note from checkpoint k join log l on l.id = k.log"
                    + " where l.origin = (select convert_from(body, 'UTF8')::json ->> 'journal'"
                    + " from journal where n = 0) || '/events/' || ? order by k.size");
        var records =
            connection.prepareStatement(
                "select record from third_party_event where source = ? order by seq")) {
      heads.setString(1, source);
      records.setString(1, source);
      records.setFetchSize(FETCH);
      var tree = new CompactRange();
      try (var head = heads.executeQuery();
          var record = records.executeQuery()) {
        while (head.next()) {
          batch(tree, head.getLong(1), note(head.getBytes(2)), record, out);
        }
      }
    }
  }

  private static SignedNote note(byte[] bytes) throws StoreException {
    try {
      return SignedNote.parse(bytes);
    } catch (NoteException e) {
      throw new StoreException(Fault.REFUSED, "the books hold a checkpoint that is none", e);
    }
  }

  /** Seals the records of one checkpoint. */
  private static void batch(
      CompactRange tree, long size, SignedNote note, ResultSet records, OutputStream out)
      throws SQLException, IOException, StoreException {
    var all = new ArrayList<byte[]>();
    var paths = new Paths(tree);
    while (tree.size() < size) {
      if (!records.next()) {
        throw new StoreException(Fault.REFUSED, "the books lack event " + tree.size());
      }
      var record = records.getBytes(1);
      all.add(record);
      var leaf = Hash.leaf(record);
      paths.leaves.add(leaf);
      tree.append(leaf);
    }
    for (var i = 0; i < all.size(); i++) {
      var seq = size - all.size() + i;
      var receipt = Receipt.of(seq, paths.of(seq, size), note);
      SealedOutcome.of(all.get(i), receipt.text()).writeTo(out);
      out.write('\n');
    }
  }

  /** Inclusion paths of the newest leaves of a tree; see RFC 6962, 2.1. */
  private static final class Paths {
    private final long start;
    private final Map<Span, Hash> roots = new HashMap<>();
    private final List<Hash> leaves = new ArrayList<>();

    private record Span(long from, long to) {}

    /** Paths of what comes after a tree, of which its peaks are all that is needed. */
    private Paths(CompactRange before) {
      start = before.size();
      var from = 0L;
      var left = start;
      for (var peak : before.peaks()) {
        var size = Long.highestOneBit(left);
        roots.put(new Span(from, from + size), peak);
        from += size;
        left -= size;
      }
    }

    private List<Hash> of(long seq, long size) {
      var path = new ArrayList<Hash>();
      of(seq, 0, size, path);
      return path;
    }

    private void of(long seq, long from, long to, List<Hash> path) {
      if (to - from > 1) {
        var middle = from + Long.highestOneBit(to - from - 1);
        if (seq < middle) {
          of(seq, from, middle, path);
          path.add(root(middle, to));
        } else {
          of(seq, middle, to, path);
          path.add(root(from, middle));
        }
      }
    }

    private Hash root(long from, long to) {
      var span = new Span(from, to);
      var known = roots.get(span);
      if (known != null) {
        return known;
      }
      Hash root;
      if (to - from == 1) {
        root = leaves.get(Math.toIntExact(from - start));
      } else {
        var middle = from + Long.highestOneBit(to - from - 1);
        root = Hash.node(root(from, middle), root(middle, to));
      }
      roots.put(span, root);
      return root;
    }
  }
}
