package org.astragal.certification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: every suite gives the same bytes of all three reports with 1 and with 8 threads. */
final class ThreadsTest {
  private static final List<String> PAGES = List.of("report.json", "report.html", "report.pdf");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "sp800-22, 100000, --sequences 10",
    "sp800-90b, 20000, ''",
    "sp800-90b, 2000, --track iid",
    "diehard, 300000, ''",
    "games, 150000, ''",
    "games, 150000, --profile pa-810",
    "'sp800-22,sp800-90b,diehard,games', 20000, --sequences 3"
  })
  void reportIsTheSameWithOneThreadAndWithEight(String suites, int bytes, String options)
      throws Exception {
    Path file = Bench.file(folder, Bench.good(bytes));
    for (String threads : List.of("1", "8")) {
      List<String> args =
          new ArrayList<>(
              List.of("--suite", suites, "--source", file.toString(), "--threads", threads));
      args.addAll(List.of("--report", folder.resolve(threads).toString()));
      args.addAll(Arrays.stream(options.split(" ", -1)).filter(each -> !each.isEmpty()).toList());
      Bench.Ended ended = Bench.run(Batteries.ALL, args.toArray(String[]::new));
      assertTrue(ended.status() == 0 || ended.status() == 3, ended.out() + ended.err());
    }
    for (String page : PAGES) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("1").resolve(page)),
          Files.readAllBytes(folder.resolve("8").resolve(page)),
          page);
    }
    for (String suite : suites.split(",", -1)) {
      boolean computed = false;
      for (var result : Bench.report(folder.resolve("1")).get("results")) {
        computed |=
            result.get("suite").asString().equals(suite)
                && !result.get("status").asString().equals("NOT_RUN");
      }
      assertEquals(true, computed, suite);
    }
  }
}
