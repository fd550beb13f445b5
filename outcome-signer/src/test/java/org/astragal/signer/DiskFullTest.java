package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.astragal.outcome.Hash;
import org.astragal.outcome.SealedOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a disk without room stops the log; it loses nothing, and goes on when there is room. */
final class DiskFullTest {
  @TempDir Path directory;
  @TempDir Path installed;

  @Test
  void belowTheMinimumOfFreeSpaceNothingNewIsAccepted() throws Exception {
    var site = new TestLog(directory);
    SealedOutcome first;
    try (OutcomeLog log = site.create()) {
      first = TestLog.sealed(log, Rounds.intent(1));
    }
    site.minimumFreeBytes = Long.MAX_VALUE / 2;
    try (OutcomeLog log = site.open()) {
      var refused =
          assertInstanceOf(Submission.Unavailable.class, TestLog.submit(log, Rounds.intent(2)));
      assertEquals(Submission.Reason.STORAGE_LOW, refused.reason());
      assertEquals(LogState.STORAGE_LOW, log.state());
      assertEquals(2, log.size());
      // What is sealed is still given.
      assertEquals(new Submission.Sealed(first, true), TestLog.submit(log, Rounds.intent(1)));
    }
    assertEquals(List.of(LogState.CLOSED, LogState.STORAGE_LOW, LogState.CLOSED), site.states);
    site.minimumFreeBytes = 0;
    try (OutcomeLog log = site.open()) {
      TestLog.sealed(log, Rounds.intent(2));
    }
  }

  /**
   * A child process may write files of 1 MB and no more: then its writes fail as on a full disk.
   */
  @Test
  void aWriteThatFailsStopsTheLogAndNothingGivenIsLost() throws Exception {
    var site = new TestLog(directory);
    site.create().close();
    List<String> limit = List.of("/bin/sh", "-c", "ulimit -f 2048; exec \"$@\"", "limited");
    // The library is larger than that: it is installed beforehand.
    NativeLibrary.unpack(installed);
    List<String> options = List.of("-D" + NativeLibrary.PROPERTY + "=" + installed);
    Process child = Child.start(limit, options, site, 20, "full");
    List<String> lines = new ArrayList<>();
    try (var output = Child.lines(child)) {
      String line = output.readLine();
      while (line != null) {
        lines.add(line);
        // Every caller is refused in the end.
        if (lines.stream().filter(l -> l.startsWith("REFUSED")).count() == 20) {
          child.toHandle().destroyForcibly();
        }
        line = output.readLine();
      }
    } finally {
      child.destroyForcibly();
    }
    child.waitFor();
    assertEquals(1, lines.stream().filter(line -> line.startsWith("STATE FAILED")).count());
    assertTrue(
        lines.stream()
            .filter(line -> line.startsWith("REFUSED"))
            .allMatch(line -> line.contains("reason=FAILED")));
    List<Child.Acknowledged> given = Child.acknowledged(lines);
    assertTrue(given.size() > 100, given.size() + " outcomes");
    FsckReport report = Fsck.check(directory, site.policy());
    assertTrue(report.clean(), report.toString());
    try (OutcomeLog log = site.open()) {
      for (Child.Acknowledged line : given) {
        SealedOutcome outcome = log.byRequest("op-17", line.request()).orElseThrow();
        assertEquals(line.bytes(), Hash.sha256(outcome.bytes()));
      }
      TestLog.sealed(log, Rounds.intent(1));
    }
  }
}
