package org.astragal.certification;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Status;

/**
 * Which tests of SP 800-22 must reject which generators: how many P-values of ten sequences of a
 * million bits are below 0.01 in the reference program, NIST STS 2.1.2. {@code rejections.csv}
 * holds the counts; a test that rejects nine of ten must do so here as well, and the other counts
 * must be the same too. Excursions are left out: the reference program takes a P-value that it
 * prints as 0.000000 for a sequence with too few cycles.
 *
 * @param tests names of the columns
 * @param rows the counts of each generator
 */
record Contract(List<String> tests, List<Row> rows) {
  /** The battery that it is for. */
  static final String SUITE = "sp800-22";

  /** Ten sequences of a million bits. */
  static final int BYTES = 1_250_000;

  private static final String NAME = "rejections.csv";
  private static final String MODE = "sts-2.1.2";
  private static final String EXCURSIONS = "random-excursions";

  /** So many of ten are certain. */
  private static final double CERTAIN = 0.9;

  Contract {
    tests = List.copyOf(tests);
    rows = List.copyOf(rows);
  }

  /**
   * What the reference program says of a generator.
   *
   * @param generator its name
   * @param counts for each test, {@code rejected/of}
   */
  record Row(String generator, List<String> counts) {
    Row {
      counts = List.copyOf(counts);
    }
  }

  /**
   * What came of a generator.
   *
   * @param generator its name
   * @param compared how many counts
   * @param certain tests that reject at least nine of ten
   * @param wrong counts that differ, with both
   */
  record Kept(String generator, int compared, List<String> certain, List<String> wrong) {
    Kept {
      certain = List.copyOf(certain);
      wrong = List.copyOf(wrong);
    }
  }

  /** {@return the contract of this program} */
  static Contract load() {
    try (InputStream in = Contract.class.getResourceAsStream(NAME)) {
      List<String> lines =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      return new Contract(
          cells(lines.getFirst()),
          lines.stream().skip(1).map(line -> new Row(line.split(",", 2)[0], cells(line))).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> cells(String line) {
    List<String> cells = Arrays.asList(line.split(",", -1));
    return cells.subList(1, cells.size());
  }

  /**
   * Compares.
   *
   * @param row of a generator
   * @param findings of its ten sequences
   */
  Kept compare(Row row, List<Finding> findings) {
    Map<String, int[]> found = new TreeMap<>();
    for (Finding finding : findings) {
      if (finding.mode().equals(MODE)
          && finding.sequence().isPresent()
          && finding.status() != Status.NOT_RUN) {
        int[] count = found.computeIfAbsent(finding.test(), _ -> new int[2]);
        count[0] += finding.status() == Status.FAIL ? 1 : 0;
        count[1]++;
      }
    }
    var certain = new ArrayList<String>();
    var wrong = new ArrayList<String>();
    int compared = 0;
    for (int i = 0; i < tests.size(); i++) {
      String test = tests.get(i);
      if (!test.startsWith(EXCURSIONS)) {
        int[] count = found.getOrDefault(test, new int[2]);
        String text = count[0] + "/" + count[1];
        compared++;
        if (!text.equals(row.counts().get(i))) {
          wrong.add(test + " rejects " + text + ", the reference " + row.counts().get(i));
        } else if (count[0] >= CERTAIN * count[1]) {
          certain.add(test);
        }
      }
    }
    return new Kept(row.generator(), compared, certain, wrong);
  }
}
