package org.astragal.ledger;

import java.util.ArrayList;
import java.util.List;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;

/**
 * The postings of one entry of the journal, in the form in which they are kept, and their tree.
 * Used by one thread.
 */
final class EntryRows {
  private static final int BYTES_OF_CONTRIBUTION = 400;

  private final long entry;
  private final List<CopyRows> tables = new ArrayList<>();
  private final CompactRange tree = new CompactRange();

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
    tree.append(to.leaf(from));
  }

  CopyRows of(Table table) {
    return tables.get(table.index());
  }

  /** {@return the root of the tree of the postings, in order} */
  Hash root() {
    return tree.root();
  }
}
