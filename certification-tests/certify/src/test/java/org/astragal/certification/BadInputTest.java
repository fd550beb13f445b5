package org.astragal.certification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: whoever gives the wrong data, options or folder is told what is wrong and what to do, with
 * the right exit status; never a stack trace, and never a PASS.
 */
final class BadInputTest {
  @TempDir Path folder;
  private Path report;
  private final TinyBattery.Script script = new TinyBattery.Script();

  @BeforeEach
  void name() {
    report = folder.resolve("report");
  }

  private void assertRefused(int status, String says, Bench.Ended ended) {
    assertEquals(status, ended.status(), ended.err());
    assertTrue(ended.err().contains(says), ended.err());
    assertFalse(ended.err().contains("\tat "), ended.err());
    assertFalse(ended.out().contains("PASS"), ended.out());
    assertFalse(Files.exists(report.resolve(ReportJson.NAME)));
    assertEquals(0, script.computed());
  }

  @ParameterizedTest
  @CsvSource({
    "--bits 0, above 0",
    "--bits -8, above 0",
    "--bits 12, a multiple of the 8 bits of a symbol",
    "--symbol-bits 0, 1 to 8",
    "--symbol-bits 9, 1 to 8",
    "--sequences 0, 1 to 1000",
    "--sequences 1001, 1 to 1000",
    "--threads 0, 1 to 1024",
    "--suite tiny;diehard, there is no suite 'diehard'",
    "--suite '', there is no suite ''",
    "--bits many, --bits",
    "--track raw, --track takes some of non-iid; iid and restart",
    "--claim 8.5, --claim must be 0 to the 8 bits",
    "--claim NaN, --claim must be 0 to the 8 bits",
    "--conditioning vetted:1, KIND:N_IN:N_OUT:NW:H_IN",
    "--conditioning vetted:256:256:256:300, cannot hold 300.0 bits of entropy",
    "--colour blue, Unknown option"
  })
  void wrongOptionIsUsage(String option, String says) throws Exception {
    Path file = Bench.file(folder, Bench.good(1_000));
    assertRefused(
        2,
        says.replace(';', ','),
        Bench.tiny(script, file, report, option.replace(';', ',').split(" ", 2)));
  }

  @Test
  void withoutSourceOrReportNothingRuns() throws Exception {
    Path file = Bench.file(folder, Bench.good(1_000));
    assertRefused(
        2, "--report is missing", Bench.run(script.batteries(), "--source", file.toString()));
    assertRefused(
        2, "--source is missing", Bench.run(script.batteries(), "--report", report.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "--config appliance.yaml --stage drbg",
    "--config appliance.yaml --bits 8",
    "--stage drbg --bits 8"
  })
  void applianceNeedsToKnowWhereWhatAndHowMuch(String options) {
    String[] args = ("--source appliance --report " + report + " " + options).split(" ", -1);
    assertRefused(2, "needs --config, --stage and --bits", Bench.run(script.batteries(), args));
  }

  @Test
  void missingFileIsNamed() {
    Path file = folder.resolve("nowhere.bin");
    assertRefused(3, "there is no file " + file, Bench.tiny(script, file, report));
  }

  @Test
  void folderIsNoSource() {
    assertRefused(3, "is not a regular file", Bench.tiny(script, folder, report));
  }

  @Test
  void fileThatNobodyMayReadIsNamed() throws Exception {
    Path file = Bench.file(folder, Bench.good(1_000));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    // Whoever runs as root may read it all the same.
    if (!Files.isReadable(file)) {
      assertRefused(3, "permission denied", Bench.tiny(script, file, report));
    }
  }

  @Test
  void emptyFileIsTooShort() throws Exception {
    Path file = Bench.file(folder, new byte[0]);
    assertRefused(3, "has 0 bytes", Bench.tiny(script, file, report));
  }

  @Test
  void oneByteLessThanAskedForIsTooShort() throws Exception {
    Path file = Bench.file(folder, Bench.good(999));
    assertRefused(
        3, "has 999 bytes, and 1,000 are", Bench.tiny(script, file, report, "--bits", "8000"));
  }

  @Test
  void streamThatEndsTooEarlyLeavesNothingBehind() throws Exception {
    assertRefused(
        3,
        "the standard input has 999 bytes",
        Bench.run(
            script.batteries(),
            Bench.stream(Bench.good(999)),
            "--source",
            "-",
            "--bits",
            "8000",
            "--report",
            report.toString()));
    assertFalse(Files.exists(report.resolve("source.bin")));
    // And what is left does not stand in the way of the next run.
    var ended =
        Bench.run(
            script.batteries(),
            Bench.stream(Bench.good(1_000)),
            "--source",
            "-",
            "--sequences",
            "1",
            "--report",
            report.toString());
    assertEquals(0, ended.status(), ended.err());
  }

  @Test
  void streamThatBreaksIsNoEndOfData() {
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the other side is gone");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            return read();
          }
        };
    assertRefused(
        3,
        "the standard input broke off: the other side is gone",
        Bench.run(script.batteries(), broken, "--source", "-", "--report", report.toString()));
  }

  @Test
  void symbolOutOfRangeIsFoundWithItsPlace() throws Exception {
    byte[] data = new byte[3_000];
    data[2_345] = 4;
    Path file = Bench.file(folder, data);
    assertRefused(
        3,
        "byte 2345 of the source is 4, but a symbol of 2 bits is at most 3",
        Bench.tiny(script, file, report, "--symbol-bits", "2"));
  }

  @Test
  void folderOfSomethingElseIsLeftAlone() throws Exception {
    Files.createDirectory(report);
    Files.writeString(report.resolve("thesis.txt"), "years of work");
    Path file = Bench.file(folder, Bench.good(1_000));
    assertRefused(2, "is not empty and holds no run", Bench.tiny(script, file, report));
    assertEquals("years of work", Files.readString(report.resolve("thesis.txt")));
  }

  @Test
  void fileIsNoFolder() throws Exception {
    Files.writeString(report, "a file");
    Path file = Bench.file(folder, Bench.good(1_000));
    assertRefused(2, "is a file: give a folder", Bench.tiny(script, file, report));
  }

  @Test
  void journalThatIsNoneIsRefused() throws Exception {
    Files.createDirectory(report);
    Files.writeString(report.resolve(RunFolder.JOURNAL), "shopping list\n");
    Path file = Bench.file(folder, Bench.good(1_000));
    assertRefused(2, "is not the journal of a run", Bench.tiny(script, file, report));
  }

  @Test
  void twoProcessesDoNotWorkInOneFolder() throws Exception {
    Path file = Bench.file(folder, Bench.good(1_000));
    try (RunFolder _ = RunFolder.open(report)) {
      assertRefused(2, "another process works in", Bench.tiny(script, file, report));
    }
  }

  @Test
  void compareNamesTheReportThatItCannotRead() throws Exception {
    Path file = Bench.file(folder, Bench.good(1_000));
    var ended = Bench.run(script.batteries(), "compare", file.toString(), file.toString());
    assertRefused(3, "cannot read the report " + file, ended);
  }
}
