package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.astragal.ledger.Findings.Kind;

/**
 * The postings of exported books, and what the journal's entries say of them, held entry by entry
 * against what follows. Used by one thread.
 */
final class KeptPostings implements AutoCloseable {
  private final List<KeptRows> tables = new ArrayList<>();
  private final Findings findings;

  private KeptPostings(Findings findings) {
    this.findings = findings;
  }

  /**
   * Opens the postings.
   *
   * @param books a folder that {@link Export} has written
   */
  static KeptPostings open(Path books, Findings findings) throws IOException {
    var kept = new KeptPostings(findings);
    try {
      for (var table : EntryRows.Table.values()) {
        kept.tables.add(KeptRows.open(books, table, findings));
      }
      return kept;
    } catch (IOException e) {
      kept.close();
      throw e;
    }
  }

  /**
   * Holds an entry and its postings against what follows.
   *
   * @param body of the entry, as the books keep it
   * @param pools after it, as they were recomputed
   * @param touched levels that it has changed
   * @param work what follows
   */
  void compare(JournalEntry entry, byte[] body, Pools pools, List<Pools.Place> touched, Work work)
      throws IOException {
    var number = entry.number();
    var rows = new EntryRows(number, work.rows().size());
    for (var row : work.rows()) {
      var table = EntryRows.Table.of(row);
      var from = rows.of(table).length();
      rows.add(row);
      tables.get(table.index()).expect(row, number, from, rows.of(table).length());
    }
    for (var table : EntryRows.Table.values()) {
      tables.get(table.index()).compare(rows.of(table));
    }
    var expected =
        new JournalEntry(
            entry.journal(),
            number,
            entry.at(),
            entry.input(),
            JournalEntry.Result.of(rows, pools, touched));
    if (!Arrays.equals(expected.encode(), body)) {
      findings.add(Kind.ENTRY, "entry " + number + ": " + difference(entry, expected));
    }
    for (var pool : pools.all()) {
      for (var level : pool.levels()) {
        if (level.sum() != 0) {
          findings.add(Kind.BALANCE, pool.name() + " " + level.name() + " does not add up to zero");
        }
      }
    }
  }

  private static String difference(JournalEntry said, JournalEntry recomputed) {
    var parts = new ArrayList<String>();
    var theirs = said.result();
    var ours = recomputed.result();
    if (theirs.count() != ours.count()) {
      parts.add("it says %d postings, %d follow".formatted(theirs.count(), ours.count()));
    } else if (!theirs.rows().equals(ours.rows())) {
      parts.add("its postings are others than those that follow");
    }
    if (!theirs.terms().equals(ours.terms())) {
      parts.add("its terms are others than those that follow");
    }
    var names = new TreeSet<>(theirs.balances().keySet());
    names.addAll(ours.balances().keySet());
    for (var pool : names) {
      var held = theirs.balances().getOrDefault(pool, Map.of());
      var due = ours.balances().getOrDefault(pool, Map.of());
      if (!held.equals(due)) {
        parts.add("%s: it says %s, %s follows".formatted(pool, held, due));
      }
    }
    return parts.isEmpty() ? "it is not written as it should be" : String.join("; ", parts);
  }

  /** After the last entry. */
  void end() throws IOException {
    for (var rows : tables) {
      rows.end();
    }
  }

  @Override
  public void close() throws IOException {
    for (var rows : tables) {
      rows.close();
    }
  }
}
