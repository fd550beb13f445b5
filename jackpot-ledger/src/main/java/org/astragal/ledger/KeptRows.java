package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.astragal.ledger.Findings.Kind;

/**
 * The rows of one table as the books keep them, in order of entry, pool and number, held against
 * those that should be there. Used by one thread.
 */
final class KeptRows implements AutoCloseable {
  private static final Comparator<Key> ORDER =
      Comparator.comparingLong(Key::entry).thenComparingInt(Key::pool).thenComparingLong(Key::n);

  private final EntryRows.Table table;
  private final CopyReader rows;
  private final Findings findings;
  private final List<Expected> expected = new ArrayList<>();
  private Optional<KeptRow> next;

  private KeptRows(EntryRows.Table table, CopyReader rows, Findings findings) throws IOException {
    this.table = table;
    this.rows = rows;
    this.findings = findings;
    this.next = read();
  }

  static KeptRows open(Path folder, EntryRows.Table table, Findings findings) throws IOException {
    return new KeptRows(table, CopyReader.open(Export.file(folder, table)), findings);
  }

  /** Where a posting stands. */
  private record Key(long entry, int pool, long n) {
    @Override
    public String toString() {
      return "posting " + n + " of pool " + pool + ", entry " + entry;
    }
  }

  /** A row that should be there; its bytes are a part of those of its entry. */
  private record Expected(Key key, int from, int to) {}

  /** A row of the entry that {@link #compare} will be called for. */
  void expect(Row row, long entry, int from, int to) {
    expected.add(new Expected(new Key(entry, row.pool(), row.n()), from, to));
  }

  /** Holds the rows of an entry against what was expected of it. */
  void compare(CopyRows in) throws IOException {
    expected.sort(Comparator.comparing(Expected::key, ORDER));
    for (var one : expected) {
      addedBefore(one.key());
      if (next.isEmpty() || !key(next.get()).equals(one.key())) {
        findings.add(Kind.POSTING_REMOVED, table.text() + ": " + one.key());
        continue;
      }
      var row = next.get().bytes();
      if (!Arrays.equals(in.array(), one.from(), one.to(), row, 0, row.length)) {
        findings.add(Kind.POSTING_EDITED, table.text() + ": " + one.key());
      }
      next = read();
    }
    expected.clear();
  }

  private void addedBefore(Key key) throws IOException {
    while (next.isPresent() && ORDER.compare(key(next.get()), key) < 0) {
      added(next.get());
      next = read();
    }
  }

  /** After the last entry: whatever still is there was added. */
  void end() throws IOException {
    while (next.isPresent()) {
      added(next.get());
      next = read();
    }
  }

  private Optional<KeptRow> read() throws IOException {
    return rows.next().map(row -> new KeptRow(table, row));
  }

  private static Key key(KeptRow row) {
    return new Key(row.entry(), row.pool(), row.n());
  }

  private void added(KeptRow row) {
    findings.add(Kind.POSTING_ADDED, table.text() + ": " + key(row));
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
