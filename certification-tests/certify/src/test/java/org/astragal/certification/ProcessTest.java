package org.astragal.certification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Goal: the program as a laboratory runs it, a process of its own: Ctrl-C leaves a report that is
 * whole and says that it is partial, a run that was killed goes on to the same bytes, and an input
 * may be larger than the memory.
 */
final class ProcessTest {
  private static final long PATIENCE_MINUTES = 3;
  private static final List<String> PAGES =
      List.of("report.json", "report.html", "report.pdf", "finalAnalysisReport.txt");

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(String heap, String... args) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                // Whoever runs the tests in the background may have SIGINT ignored.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    started.add(process);
    return process;
  }

  private int end(Process process) throws Exception {
    assertTrue(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), "it goes on and on");
    return process.exitValue();
  }

  private String err() throws Exception {
    return Files.readString(folder.resolve("err"));
  }

  private String[] args(Path source, String report, int threads, int sequences) {
    return new String[] {
      "--suite",
      "sp800-22",
      "--sequences",
      Integer.toString(sequences),
      "--threads",
      Integer.toString(threads),
      "--source",
      source.toString(),
      "--report",
      folder.resolve(report).toString()
    };
  }

  /** Waits until a run has finished a few tasks. */
  private void awaitTasks(Process process, String report, int tasks) throws Exception {
    Path journal = folder.resolve(report).resolve(RunFolder.JOURNAL);
    long until = System.nanoTime() + Duration.ofMinutes(PATIENCE_MINUTES).toNanos();
    while (lines(journal) < 1 + tasks && process.isAlive()) {
      assertTrue(System.nanoTime() < until, "no task is finished");
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static long lines(Path file) throws Exception {
    if (!Files.exists(file)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    }
  }

  private Path sparse(String name, long bytes) throws Exception {
    Path file = folder.resolve(name);
    try (var created = new RandomAccessFile(file.toFile(), "rw")) {
      created.setLength(bytes);
    }
    return file;
  }

  @Test
  void controlCLeavesAReportThatIsWholeAndPartial() throws Exception {
    // A thousand sequences of a million bits: nobody is so fast that it ends before it is asked to.
    Path file = sparse("zeros.bin", 125_000_000);
    Process process = start("600m", args(file, "r", 1, 1_000));
    awaitTasks(process, "r", 2);
    assertEquals(
        0, new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor());
    assertEquals(3, end(process), err());

    Path report = folder.resolve("r");
    JsonNode document = Bench.report(report);
    assertEquals(List.of(), Schema.check(Schema.ours(), document));
    assertTrue(document.get("partial").asBoolean());
    assertEquals("UNDECIDED", document.get("verdict").asString());
    assertTrue(document.get("reason").asString().contains("of 1,000 tasks"), document.toString());
    assertFalse(document.get("results").isEmpty());
    assertTrue(Files.readString(report.resolve("report.html")).endsWith("</html>\n"));
    try (var pdf = Loader.loadPDF(report.resolve("report.pdf").toFile())) {
      assertTrue(pdf.getNumberOfPages() > 0);
    }
    assertTrue(Files.readString(folder.resolve("out")).contains("UNDECIDED: Interrupted after"));
    assertEquals("", err());
  }

  @Test
  void killedRunGoesOnToTheSameBytes() throws Exception {
    Path file = Bench.file(folder, Bench.good(500_000));
    Process killed = start("600m", args(file, "r", 1, 40));
    awaitTasks(killed, "r", 2);
    killed.destroyForcibly();
    end(killed);
    assertFalse(Files.exists(folder.resolve("r").resolve(ReportJson.NAME)));

    int status = end(start("600m", args(file, "r", 8, 40)));
    assertEquals(status, end(start("600m", args(file, "other", 1, 40))), err());
    for (String page : PAGES) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("other").resolve(page)),
          Files.readAllBytes(folder.resolve("r").resolve(page)),
          page);
    }
  }

  @Test
  void inputMayBeLargerThanTheMemory() throws Exception {
    long bytes = 1L << 29;
    Path file = sparse("large.bin", bytes);
    Process process = start("96m", args(file, "r", 2, 1));
    assertEquals(3, end(process), err());
    JsonNode document = Bench.report(folder.resolve("r"));
    assertEquals(bytes, document.at("/source/bytes").asLong());
    // Of 2^29 zeros; computed by sha256sum.
    assertEquals(
        "9acca8e8c22201155389f65abbf6bc9723edc7384ead80503839f49dcc56d767",
        document.at("/source/sha256").asString());
    assertTrue(document.toString().contains("MiB of memory"), "what a sequence would need");
  }
}
