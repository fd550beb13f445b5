package org.astragal.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Goal: the clause map claims no code and no test that is not there, and says of each row how far
 * it was read and how far it is built.
 */
final class ClauseMapTest {
  private static final List<String> COLUMNS =
      List.of(
          "id", "source", "clause", "requirement", "verified", "state", "answer", "code", "tests");

  /** One row; {@code code} and {@code tests} are names of classes. */
  private record Row(
      String id,
      String verified,
      String state,
      String answer,
      List<String> code,
      List<String> tests) {

    static Row of(List<String> cells) {
      return new Row(
          cells.get(0),
          cells.get(4),
          cells.get(5),
          cells.get(6),
          names(cells.get(7)),
          names(cells.get(8)));
    }

    private static List<String> names(String cell) {
      return cell.isBlank() ? List.of() : List.of(cell.strip().split(" +"));
    }
  }

  @Test
  void everyClassAndEveryTestExists() throws IOException {
    var code = Checkout.classes("main");
    var tests = Checkout.classes("test");
    var missing = new ArrayList<String>();
    for (var row : rows()) {
      for (var name : row.code()) {
        if (!code.contains(name)) {
          missing.add(row.id() + ": " + name);
        }
      }
      for (var name : row.tests()) {
        if (!tests.contains(name)) {
          missing.add(row.id() + ": " + name);
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void builtRowsNameCodeAndTestsAndOpenRowsNameNone() throws IOException {
    var wrong = new ArrayList<String>();
    for (var row : rows()) {
      var holds =
          switch (row.state()) {
            case "built" -> !row.code().isEmpty() && !row.tests().isEmpty();
            case "partial" -> !row.code().isEmpty() && row.answer().contains("Missing:");
            case "open" -> row.code().isEmpty() && row.tests().isEmpty();
            default -> false;
          };
      if (!holds) {
        wrong.add(row.id() + " (" + row.state() + ")");
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyRowSaysHowFarItsTextWasRead() throws IOException {
    for (var row : rows()) {
      assertTrue(Set.of("primary", "secondary", "no").contains(row.verified()), row.id());
    }
  }

  @Test
  void everyIdStandsOnce() throws IOException {
    var seen = new HashSet<String>();
    for (var row : rows()) {
      assertTrue(seen.add(row.id()), row.id());
    }
  }

  private static List<Row> rows() throws IOException {
    var table = csv(Checkout.read("docs/compliance/clauses.csv"));
    assertEquals(COLUMNS, table.getFirst());
    for (var cells : table) {
      assertEquals(COLUMNS.size(), cells.size(), () -> "cells of " + cells);
    }
    return table.stream().skip(1).map(Row::of).toList();
  }

  /** Reads RFC 4180; a quote inside a cell is doubled. */
  private static List<List<String>> csv(String text) {
    var table = new ArrayList<List<String>>();
    List<String> row = new ArrayList<>();
    var cell = new StringBuilder();
    var quoted = false;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (quoted || (c != ',' && c != '\n')) {
        cell.append(c);
      } else {
        row.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          table.add(row);
          row = new ArrayList<>();
        }
      }
    }
    assertTrue(row.isEmpty() && cell.isEmpty() && !quoted, "the file must end with a line end");
    return table;
  }
}
