package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;

/**
 * The report of a day, as tables. Amounts are whole micro-units or minor units, never rounded.
 *
 * @param day which
 * @param at when it was made
 * @param journal the name of the journal whose postings it sums up
 * @param entries of the journal up to the end of the day
 * @param sections the tables
 */
record Report(LocalDate day, Instant at, String journal, long entries, List<Section> sections) {
  private static final Pattern FORMULA =
      Pattern.compile("[=+@\\t\\r].*|-.*[^0-9].*", Pattern.DOTALL);

  Report {
    sections = List.copyOf(sections);
  }

  /**
   * A table.
   *
   * @param name its name for programs
   * @param title its name for people
   * @param columns names of the columns
   * @param rows texts, in the order of the columns
   * @param isCut whether there was more than a report holds
   */
  record Section(
      String name, String title, List<String> columns, List<List<String>> rows, boolean isCut) {
    Section {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
      for (var row : rows) {
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(name + " has a row of " + row.size());
        }
      }
    }

    /** {@return RFC 4180, one line for each row and one for the names} */
    String csv() {
      var text = new StringBuilder();
      line(text, columns);
      rows.forEach(row -> line(text, row));
      return text.toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
      for (var i = 0; i < cells.size(); i++) {
        text.append(i == 0 ? "" : ",").append(cell(cells.get(i)));
      }
      text.append("\r\n");
    }

    /** A text that a spreadsheet would take for a formula gets an apostrophe. */
    private static String cell(String text) {
      var safe = FORMULA.matcher(text).matches() ? "'" + text : text;
      return safe.matches("[^\",\\r\\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
  }

  Optional<Section> section(String name) {
    return sections.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /** {@return canonical JSON} */
  String json() {
    var w = new JcsWriter().beginObject();
    w.name("at").string(Texts.time(at)).name("day").string(day.toString());
    w.name("entries").decimal(entries).name("journal").string(journal);
    w.name("sections").beginObject();
    sections.stream()
        .sorted(java.util.Comparator.comparing(Section::name))
        .forEach(section -> {
          w.name(section.name()).beginObject().name("cut").bool(section.isCut());
          w.name("rows").beginArray();
          for (var row : section.rows()) {
            var members = new TreeMap<String, Json>();
            for (var i = 0; i < row.size(); i++) {
              members.put(section.columns().get(i), new Json.Str(row.get(i)));
            }
            w.value(Json.Obj.of(members));
          }
          w.endArray().endObject();
        });
    return new String(w.endObject().endObject().toBytes(), StandardCharsets.UTF_8);
  }
}
