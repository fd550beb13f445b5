package org.astragal.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.astragal.outcome.Hash;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RoundVoided;
import org.astragal.outcome.SealedOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: kill -9 under load loses nothing that a caller was given, and repeats nothing. */
final class CrashTest {
  private static final int KILLS = Integer.getInteger("astragal.crashes", 3);
  private static final int CALLERS = 40;

  @TempDir Path directory;

  @Test
  void whatACallerWasGivenIsThereAfterKillNine() throws Exception {
    var site = new TestLog(directory);
    site.create().close();
    Map<String, Hash> acknowledged = new HashMap<>();
    for (int kill = 0; kill < KILLS; kill++) {
      // A few hundred outcomes after the start, another number each time.
      for (Child.Acknowledged line : killAfter(site, "k" + kill, 150 + 211 * (kill % 7))) {
        Hash before = acknowledged.put(line.request(), line.bytes());
        assertEquals(null, before, "acknowledged twice: " + line.request());
      }
    }
    assertTrue(acknowledged.size() > KILLS * 150, acknowledged.size() + " acknowledged");
    FsckReport crashed = Fsck.check(directory, site.policy());
    assertTrue(crashed.clean(), crashed.toString());
    try (OutcomeLog log = site.open()) {
      for (Map.Entry<String, Hash> line : acknowledged.entrySet()) {
        SealedOutcome outcome = log.byRequest("op-17", line.getKey()).orElseThrow();
        assertEquals(line.getValue(), Hash.sha256(outcome.bytes()), line.getKey());
      }
      // What was asked for and not played has a record that says so, and keeps it.
      for (String open : crashed.openIntents()) {
        String request = open.substring(open.indexOf(' ') + 1);
        SealedOutcome outcome = log.byRequest("op-17", request).orElseThrow();
        assertInstanceOf(RoundVoided.class, OutcomeRecord.parse(outcome.record()).body());
        Intent again = Rounds.intent("op-17", request, "r-" + request);
        assertEquals(new Submission.Sealed(outcome, true), TestLog.submit(log, again));
      }
    }
    FsckReport after = Fsck.check(directory, site.policy());
    assertTrue(after.clean(), after.toString());
    assertEquals(0, after.unsigned());
    assertEquals(List.of(), after.openIntents());
  }

  private static List<Child.Acknowledged> killAfter(TestLog site, String prefix, int lines)
      throws Exception {
    Process child = Child.start(List.of(), List.of(), site, CALLERS, prefix);
    List<String> read = new ArrayList<>();
    try (var output = Child.lines(child)) {
      String line = output.readLine();
      while (line != null) {
        read.add(line);
        if (read.size() == lines) {
          // SIGKILL; through the handle, so that what the child wrote can still be read.
          child.toHandle().destroyForcibly();
        }
        line = output.readLine();
      }
    } finally {
      child.destroyForcibly();
    }
    child.waitFor();
    assertTrue(read.size() >= lines, () -> "the child ended early: " + read);
    return Child.acknowledged(read);
  }
}
