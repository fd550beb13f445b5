package org.astragal.certification;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Which generators each battery sees, and from which size on: where one test rejects the streams of
 * three seeds, each after the rule of repetition. {@code power.csv} was measured with {@code
 * ./astragal certify selftest --csv FILE}, and stands in every report.
 *
 * @param rows by generator and battery
 */
record PowerTable(List<Row> rows) {
  private static final String HEAD = "generator,flaw,suite,bytes,tried,tests";
  private static final String NAME = "power.csv";

  PowerTable {
    rows = List.copyOf(rows);
  }

  /**
   * What a battery says of a generator.
   *
   * @param generator its name
   * @param flaw what is wrong with it, or empty
   * @param suite the battery
   * @param bytes smallest size, of those that were tried, at which it is seen; nothing if none is
   * @param tried largest size that was tried
   * @param tests that see it there, the most extreme first, separated by spaces
   */
  record Row(
      String generator, String flaw, String suite, OptionalLong bytes, long tried, String tests) {}

  /** {@return the table that was measured} */
  static PowerTable measured() {
    try (InputStream in = PowerTable.class.getResourceAsStream(NAME)) {
      return parse(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the table that {@link #csv} wrote} */
  static PowerTable parse(String csv) {
    var rows = new ArrayList<Row>();
    List<String> lines = csv.lines().toList();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      rows.add(
          new Row(
              cells[0],
              cells[1],
              cells[2],
              cells[3].isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(cells[3])),
              Long.parseLong(cells[4]),
              cells[5]));
    }
    return new PowerTable(rows);
  }

  /** {@return a line for each row; no cell holds a comma} */
  String csv() {
    var text = new StringBuilder(HEAD).append('\n');
    for (Row row : rows) {
      text.append(
          String.join(
              ",",
              row.generator(),
              row.flaw().replace(',', ';'),
              row.suite(),
              row.bytes().isPresent() ? Long.toString(row.bytes().getAsLong()) : "",
              Long.toString(row.tried()),
              row.tests()));
      text.append('\n');
    }
    return text.toString();
  }

  /** {@return the rows of these batteries} */
  List<Row> of(List<String> suites) {
    return rows.stream().filter(row -> suites.contains(row.suite())).toList();
  }
}
