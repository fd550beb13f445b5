package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a laboratory, a studio and anybody else do their part of a pack on the command line. */
final class GamesCommandTest {
  @TempDir Path folder;

  /** What a command printed and returned. */
  private record Run(int status, String out) {}

  @Test
  void aJarIsApprovedSignedAndVerified() throws Exception {
    Path jar = folder.resolve("build.jar");
    Files.write(jar, TestPacks.jar(TestPacks.CLASSES));
    TestPacks.writeKeys(folder);
    Run approved = run("approve", jar, "laboratory", "--to=" + folder.resolve("approval.json"));
    assertEquals(0, approved.status(), approved.out());
    assertTrue(approved.out().contains("game ref.wheel.54 1.0.0"), approved.out());
    assertTrue(approved.out().contains("10 returns 103/108"), approved.out());
    Path pack = folder.resolve("pack.jar");
    Run packed =
        run("pack", jar, "studio", "--approval=" + folder.resolve("approval.json"), "--to=" + pack);
    assertEquals(0, packed.status(), packed.out());
    Run verified = verify(pack);
    assertEquals(0, verified.status(), verified.out());
    assertTrue(verified.out().contains("approved by CN=laboratory"), verified.out());
    // What is there is never written over.
    assertEquals(
        3, run("approve", jar, "laboratory", "--to=" + folder.resolve("approval.json")).status());
  }

  @Test
  void whatDoesNotHoldIsRefusedWithItsReason() throws Exception {
    Path jar = folder.resolve("build.jar");
    Files.write(jar, TestPacks.jar(TestPacks.CLASSES));
    TestPacks.writeKeys(folder);
    Run unsigned = verify(jar);
    assertEquals(1, unsigned.status());
    assertTrue(unsigned.out().contains("refused: unsigned"), unsigned.out());
    Path nonsense = Files.writeString(folder.resolve("nonsense.jar"), "nonsense");
    assertTrue(verify(nonsense).out().contains("refused: unreadable"));
    assertEquals(3, verify(folder.resolve("none.jar")).status());
    assertEquals(2, execute("games", "approve", jar.toString()).status());
  }

  private Run verify(Path pack) {
    return execute(
        "games",
        "verify",
        pack.toString(),
        "--signers=" + folder.resolve("signers.pem"),
        "--laboratories=" + folder.resolve("laboratories.pem"));
  }

  private Run run(String verb, Path jar, String who, String... more) {
    var arguments = new ArrayList<String>();
    arguments.add("games");
    arguments.add(verb);
    arguments.add(jar.toString());
    arguments.add("--identity=" + folder.resolve(who + ".p12"));
    arguments.add("--password-file=" + folder.resolve("password"));
    arguments.addAll(List.of(more));
    return execute(arguments.toArray(String[]::new));
  }

  private static Run execute(String... arguments) {
    var text = new StringWriter();
    int status = Main.run(new PrintWriter(text, true), arguments);
    return new Run(status, text.toString());
  }
}
