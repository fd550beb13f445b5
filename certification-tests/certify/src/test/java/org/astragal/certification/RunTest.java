package org.astragal.certification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.astragal.certification.battery.SampleException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Goal: the same data and options give the same report, whatever the threads, the way the data came
 * and the interruptions; and a run that did not get to its end never says PASS.
 */
final class RunTest {
  private static final int BYTES = 100_000;
  private static final List<String> PAGES = List.of("report.json", "report.html", "report.pdf");

  @TempDir Path folder;

  @AfterEach
  void nobodyIsInterrupted() {
    assertFalse(Thread.interrupted());
  }

  private Path dir(String name) {
    return folder.resolve(name);
  }

  @Test
  void reportIsTheSameWithOneThreadAndWithEight() throws Exception {
    Path file = Bench.file(folder, Bench.good(BYTES));
    var script = new TinyBattery.Script();
    assertEquals(0, Bench.tiny(script, file, dir("one"), "--threads", "1").status());
    assertEquals(0, Bench.tiny(script, file, dir("eight"), "--threads", "8").status());
    for (String page : PAGES) {
      assertArrayEquals(
          Files.readAllBytes(dir("one").resolve(page)),
          Files.readAllBytes(dir("eight").resolve(page)),
          page);
    }
    assertEquals(200, script.computed());
  }

  @Test
  void streamSaysTheSameAsTheFile() throws Exception {
    byte[] data = Bench.good(BYTES);
    Path file = Bench.file(folder, data);
    var script = new TinyBattery.Script();
    assertEquals(0, Bench.tiny(script, file, dir("file")).status());
    var ended =
        Bench.run(
            script.batteries(),
            Bench.stream(data),
            "--source",
            "-",
            "--report",
            dir("stream").toString());
    assertEquals(0, ended.status(), ended.err());
    JsonNode one = Bench.report(dir("file"));
    JsonNode other = Bench.report(dir("stream"));
    assertEquals(one.get("results"), other.get("results"));
    assertEquals(one.at("/source/sha256"), other.at("/source/sha256"));
    assertEquals(Sha256.of(file), one.at("/source/sha256").asString());
    assertEquals(8L * BYTES, one.at("/source/bits").asLong());
    assertArrayEquals(data, Files.readAllBytes(dir("stream").resolve("source.bin")));
  }

  @Test
  void bitsChooseTheBeginning() throws Exception {
    byte[] data = Bench.good(BYTES);
    Path file = Bench.file(folder, data);
    var script = new TinyBattery.Script();
    assertEquals(
        0, Bench.tiny(script, file, dir("r"), "--bits", "80000", "--sequences", "5").status());
    MessageDigest hash = Sha256.begin();
    hash.update(data, 0, 10_000);
    assertEquals(Sha256.end(hash), Bench.report(dir("r")).at("/source/sha256").asString());
    assertEquals(10_000, Bench.report(dir("r")).at("/source/bytes").asLong());
    assertEquals(5, script.computed());
  }

  /** Interrupts the run in the task of a sequence, once. */
  private static TinyBattery.Script interruptedIn(int sequence) {
    Thread run = Thread.currentThread();
    var done = new CountDownLatch(1);
    return new TinyBattery.Script(index -> {
      if (index == sequence && done.getCount() > 0) {
        done.countDown();
        run.interrupt();
        new CountDownLatch(1).await();
      }
    });
  }

  @Test
  void interruptedRunIsPartialAndGoesOnWhereItEnded() throws Exception {
    Path file = Bench.file(folder, Bench.good(BYTES));
    TinyBattery.Script script = interruptedIn(40);
    Bench.Ended ended = Bench.tiny(script, file, dir("r"), "--threads", "1");
    assertEquals(3, ended.status(), ended.err());
    JsonNode partial = Bench.report(dir("r"));
    assertEquals("UNDECIDED", partial.get("verdict").asString());
    assertTrue(partial.get("partial").asBoolean());
    assertTrue(partial.get("reason").asString().contains("40 of 100 tasks"), partial.toString());
    assertEquals(80, partial.get("results").size());
    assertTrue(Files.readString(dir("r").resolve("report.html")).contains("PARTIAL"));

    assertEquals(0, Bench.tiny(script, file, dir("r")).status());
    assertEquals(100, script.computed());
    assertEquals(0, Bench.tiny(new TinyBattery.Script(), file, dir("other")).status());
    for (String page : PAGES) {
      assertArrayEquals(
          Files.readAllBytes(dir("other").resolve(page)),
          Files.readAllBytes(dir("r").resolve(page)),
          page);
    }
  }

  @Test
  void interruptedStreamIsNotReadTwice() throws Exception {
    TinyBattery.Script script = interruptedIn(3);
    String[] args = {"--source", "-", "--threads", "1", "--report", dir("r").toString()};
    assertEquals(3, Bench.run(script.batteries(), Bench.stream(Bench.good(BYTES)), args).status());
    assertEquals(0, Bench.run(script.batteries(), args).status());
    assertEquals(100, script.computed());
  }

  @Test
  void cutLineOfTheJournalIsComputedAgain() throws Exception {
    Path file = Bench.file(folder, Bench.good(BYTES));
    var script = new TinyBattery.Script();
    assertEquals(0, Bench.tiny(script, file, dir("r")).status());
    byte[] before = Files.readAllBytes(dir("r").resolve("report.json"));
    Path journal = dir("r").resolve(RunFolder.JOURNAL);
    byte[] whole = Files.readAllBytes(journal);
    Files.write(journal, Arrays.copyOf(whole, whole.length - 10));
    assertEquals(0, Bench.tiny(script, file, dir("r")).status());
    assertEquals(101, script.computed());
    assertArrayEquals(before, Files.readAllBytes(dir("r").resolve("report.json")));
  }

  @Test
  void otherDataOrOptionsDoNotContinueARun() throws Exception {
    Path file = Bench.file(folder, Bench.good(BYTES));
    var script = new TinyBattery.Script();
    assertEquals(0, Bench.tiny(script, file, dir("r")).status());
    Bench.Ended options = Bench.tiny(script, file, dir("r"), "--sequences", "10");
    assertEquals(2, options.status());
    assertTrue(options.err().contains("another run, with other options"), options.err());
    Files.write(file, new byte[] {1}, StandardOpenOption.WRITE);
    Bench.Ended data = Bench.tiny(script, file, dir("r"));
    assertEquals(2, data.status());
    assertTrue(data.err().contains("another run, of other data"), data.err());
  }

  @Test
  void allZerosAreRefutedWithAReason() throws Exception {
    Path file = Bench.file(folder, new byte[BYTES]);
    assertEquals(1, Bench.tiny(new TinyBattery.Script(), file, dir("r")).status());
    JsonNode report = Bench.report(dir("r"));
    assertEquals("FAIL", report.get("verdict").asString());
    assertEquals("FINAL", report.at("/retest/state").asString());
    assertTrue(report.get("reason").asString().contains("tiny ones"), report.toString());
  }

  @Test
  void tooShortForEveryTestIsUndecided() throws Exception {
    Path file = Bench.file(folder, Bench.good(300));
    Bench.Ended ended = Bench.tiny(new TinyBattery.Script(), file, dir("r"));
    assertEquals(3, ended.status());
    JsonNode report = Bench.report(dir("r"));
    assertEquals("UNDECIDED", report.get("verdict").asString());
    assertTrue(report.get("reason").asString().contains("tiny ones, tiny changes"));
    assertTrue(ended.out().contains("not run: needs 4 bytes"), ended.out());
  }

  @Test
  void faultOfTheProgramIsNoPropertyOfTheData() throws Exception {
    Path file = Bench.file(folder, Bench.good(BYTES));
    var script =
        new TinyBattery.Script(index -> {
          if (index == 7) {
            throw new IllegalStateException("divided by zero");
          }
        });
    Bench.Ended ended = Bench.tiny(script, file, dir("r"));
    assertEquals(3, ended.status());
    assertFalse(ended.err().contains("\tat "), ended.err());
    JsonNode report = Bench.report(dir("r"));
    assertEquals("UNDECIDED", report.get("verdict").asString());
    assertTrue(report.get("reason").asString().startsWith("This program failed in tiny part-7"));
  }

  @Test
  void dataThatCannotBeReadGiveNoReport() throws Exception {
    Path file = Bench.file(folder, Bench.good(BYTES));
    var script =
        new TinyBattery.Script(index -> {
          if (index == 7) {
            throw new SampleException("cannot read the disk: bad block", new Exception());
          }
        });
    Bench.Ended ended = Bench.tiny(script, file, dir("r"));
    assertEquals(3, ended.status());
    assertTrue(ended.err().contains("bad block"), ended.err());
    assertFalse(Files.exists(dir("r").resolve("report.json")));
  }

  @Test
  void sourceThatChangesIsNotedAndNotReported() throws Exception {
    Path file = Bench.file(folder, Bench.good(BYTES));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
    var script =
        new TinyBattery.Script(index -> {
          try {
            Files.setLastModifiedTime(file, FileTime.fromMillis(2_000));
          } catch (IOException e) {
            throw new SampleException("no", e);
          }
        });
    Bench.Ended ended = Bench.tiny(script, file, dir("r"));
    assertEquals(3, ended.status());
    assertTrue(ended.err().contains("was written to while it was tested"), ended.err());
    assertFalse(Files.exists(dir("r").resolve("report.json")));
  }

  @Test
  void folderHoldsWhatTheGuideLists() throws Exception {
    Path file = Bench.file(folder, Bench.good(BYTES));
    assertEquals(0, Bench.tiny(new TinyBattery.Script(), file, dir("r")).status());
    try (Stream<Path> list = Files.list(dir("r"))) {
      assertEquals(
          Set.of(
              ".lock", "findings.ndjson", "report.html", "report.json", "report.pdf", "times.txt"),
          list.map(path -> path.getFileName().toString()).collect(Collectors.toSet()));
    }
    assertNotEquals(0, Files.size(dir("r").resolve("times.txt")));
  }
}
