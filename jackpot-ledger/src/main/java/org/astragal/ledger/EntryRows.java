package org.astragal.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.outcome.CompactRange;

/**
 * The postings of one entry of the journal, in the form in which they are kept, and a tree of them
 * for each pool. Used by one thread.
 */
final class EntryRows {
  private static final int BYTES_OF_CONTRIBUTION = 400;

  private final long entry;
  private final List<CopyRows> tables = new ArrayList<>();
  private final Map<Integer, OfPool> pools = new TreeMap<>();

  /** The tree of one pool's postings, which begin with {@code first}. */
  private record OfPool(long first, CompactRange tree) {}

  /** Where rows of one kind are kept. */
  enum Table {
    /** What bets gave. */
    CONTRIBUTION(0, "contribution"),
    /** Other movements. */
    MOVEMENT(1, "movement"),
    /** Wins. */
    WIN(2, "win");

    private final int index;
    private final String text;

    Table(int index, String text) {
      this.index = index;
      this.text = text;
    }

    /** {@return its place, from 0} */
    int index() {
      return index;
    }

    /** {@return its name in the database} */
    String text() {
      return text;
    }

    static Table named(String text) {
      for (var table : values()) {
        if (table.text.equals(text)) {
          return table;
        }
      }
      throw new IllegalArgumentException("no table of postings: " + text);
    }

    static Table of(Row row) {
      return switch (row) {
        case Row.Contribution _ -> CONTRIBUTION;
        case Row.Movement _ -> MOVEMENT;
        case Row.Win _ -> WIN;
      };
    }
  }

  /**
   * No rows yet.
   *
   * @param entry number of the entry
   * @param expected about how many rows there will be
   */
  EntryRows(long entry, int expected) {
    this.entry = entry;
    for (var table : Table.values()) {
      tables.add(new CopyRows(table == Table.CONTRIBUTION ? BYTES_OF_CONTRIBUTION * expected : 0));
    }
  }

  /** Adds the next posting. */
  void add(Row row) {
    var to = of(Table.of(row));
    var from = to.length();
    row.write(to, entry);
    var pool = pools.computeIfAbsent(row.pool(), _ -> new OfPool(row.n(), new CompactRange()));
    pool.tree().append(to.leaf(from));
  }

  CopyRows of(Table table) {
    return tables.get(table.index());
  }

  /** {@return the postings of each pool, by the pool's number} */
  Map<Integer, JournalEntry.Rows> byPool() {
    var sums = new TreeMap<Integer, JournalEntry.Rows>();
    pools.forEach((id, of) ->
        sums.put(id, new JournalEntry.Rows(of.first(), of.tree().size(), of.tree().root())));
    return sums;
  }
}
