package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;
import org.astragal.games.api.Game;

/** The mathematics of a slot that its figures alone do not show. */
final class ParTables {
  /**
   * A table of a PAR sheet.
   *
   * @param title above it
   * @param head of its columns
   * @param rows as long as the head
   */
  record Table(String title, List<String> head, List<List<String>> rows) {
    Table {
      head = List.copyOf(head);
      rows = List.copyOf(rows);
    }
  }

  private ParTables() {}

  /** {@return the tables of a game; none for most} */
  static List<Table> of(Game game) {
    return switch (game.id()) {
      case "ref.slot.lines20" -> lines();
      case "ref.slot.ways243" -> ways();
      default -> List.of();
    };
  }

  private static List<Table> lines() {
    var pays = new ArrayList<List<String>>();
    for (int i = 0; i < LinesTables.PAYING.length(); i++) {
      char symbol = LinesTables.PAYING.charAt(i);
      var row = new ArrayList<String>(List.of(Character.toString(symbol)));
      for (int count = 3; count <= LinesTables.REELS; count++) {
        row.add(Integer.toString(LinesTables.pays(symbol, count)));
      }
      pays.add(row);
    }
    var rows = new ArrayList<List<String>>();
    for (int i = 0; i < LinesTables.LINES.size(); i++) {
      rows.add(List.of(Integer.toString(i + 1), LinesTables.LINES.get(i)));
    }
    return List.of(
        strips(LinesTables.STRIPS, "ABCDEFWS"),
        new Table("Pays in line bets, 20 to a stake", List.of("Symbol", "3", "4", "5"), pays),
        new Table("Lines, row on each reel", List.of("Line", "Rows"), rows),
        new Table(
            "Tiles of the bonus, three of them opened",
            List.of("Tiles"),
            List.of(List.of(LinesTables.BONUS_TILES.toString()))));
  }

  private static List<Table> ways() {
    var pays = new ArrayList<List<String>>();
    for (int symbol = 0; symbol < 6; symbol++) {
      var row = new ArrayList<String>(List.of(Character.toString("ABCDEF".charAt(symbol))));
      for (int reels = 3; reels <= 5; reels++) {
        row.add(Integer.toString(WaysTables.pays(symbol, reels)));
      }
      pays.add(row);
    }
    var scatters = new ArrayList<List<String>>();
    for (int count = 3; count <= 5; count++) {
      scatters.add(
          List.of(
              Integer.toString(count),
              Integer.toString(WaysTables.scatterPays(count)),
              Integer.toString(WaysTables.freeSpins(count))));
    }
    return List.of(
        strips(WaysTables.STRIPS, "ABCDEFWS"),
        new Table(
            "Pays of each way in credits, 100 to a stake", List.of("Symbol", "3", "4", "5"), pays),
        new Table("Scatters", List.of("Seen", "Pays, stakes", "Free spins"), scatters));
  }

  private static Table strips(List<Strip> strips, String symbols) {
    var head = new ArrayList<String>(List.of("Reel", "Stops", "Strip"));
    symbols.chars().forEach(symbol -> head.add(Character.toString(symbol)));
    var rows = new ArrayList<List<String>>();
    for (int reel = 0; reel < strips.size(); reel++) {
      String strip = strips.get(reel).symbols();
      var row =
          new ArrayList<String>(
              List.of(Integer.toString(reel + 1), Integer.toString(strip.length()), strip));
      symbols
          .chars()
          .forEach(symbol ->
              row.add(Long.toString(strip.chars().filter(seen -> seen == symbol).count())));
      rows.add(row);
    }
    return new Table("Reels", head, rows);
  }
}
