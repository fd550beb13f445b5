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

  /** Most bytes of rows that are compared at a time. */
  private static final int MAX_RUN = 1 << 17;

  private final EntryRows.Table table;
  private final CopyReader rows;
  private final Findings findings;
  private final List<Expected> expected = new ArrayList<>();

  /** The next row, if it was read to be looked at. */
  private Optional<KeptRow> next = Optional.empty();

  private KeptRows(EntryRows.Table table, CopyReader rows, Findings findings) {
    this.table = table;
    this.rows = rows;
    this.findings = findings;
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
    if (!isOrdered()) {
      expected.sort(Comparator.comparing(Expected::key, ORDER));
    }
    for (var at = passed(in); at < expected.size(); at++) {
      compare(in, expected.get(at));
    }
    expected.clear();
  }

  private boolean isOrdered() {
    for (var i = 1; i < expected.size(); i++) {
      if (ORDER.compare(expected.get(i - 1).key(), expected.get(i).key()) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Passes over what is as it should be, many rows at a time. {@return how many rows it was} */
  private int passed(CopyRows in) throws IOException {
    var done = 0;
    while (done < expected.size() && next.isEmpty()) {
      var from = expected.get(done).from();
      var to = expected.get(done).to();
      var end = done + 1;
      while (end < expected.size()
          && expected.get(end).from() == to
          && expected.get(end).to() - from <= MAX_RUN) {
        to = expected.get(end).to();
        end++;
      }
      if (!rows.skip(in.array(), from, to)) {
        return done;
      }
      done = end;
    }
    return done;
  }

  private void compare(CopyRows in, Expected one) throws IOException {
    addedBefore(one.key());
    if (peek().isEmpty() || !key(next.get()).equals(one.key())) {
      findings.add(Kind.POSTING_REMOVED, table.text() + ": " + one.key());
      return;
    }
    var row = next.get().bytes();
    if (!Arrays.equals(in.array(), one.from(), one.to(), row, 0, row.length)) {
      findings.add(Kind.POSTING_EDITED, table.text() + ": " + one.key());
    }
    next = Optional.empty();
  }

  private Optional<KeptRow> peek() throws IOException {
    if (next.isEmpty()) {
      next = rows.next().map(row -> new KeptRow(table, row));
    }
    return next;
  }

  private void addedBefore(Key key) throws IOException {
    while (peek().isPresent() && ORDER.compare(key(next.get()), key) < 0) {
      added(next.get());
      next = Optional.empty();
    }
  }

  /** After the last entry: whatever still is there was added. */
  void end() throws IOException {
    while (peek().isPresent()) {
      added(next.get());
      next = Optional.empty();
    }
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
