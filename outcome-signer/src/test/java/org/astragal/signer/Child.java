package org.astragal.signer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.astragal.outcome.Hash;
import org.astragal.outcome.SealedOutcome;

/**
 * A process of its own that opens a log and plays rounds until it is ended: {@code Child DIRECTORY
 * KEY CALLERS PREFIX}. It prints a line for each outcome that a caller was given, and one when the
 * log changes its state.
 */
final class Child {
  /** What a child says about an outcome that it was given. */
  record Acknowledged(String request, Hash bytes) {}

  private Child() {}

  /** The child's program. */
  public static void main(String[] args) throws Exception {
    SoftwareSigner signer = SoftwareSigner.load(TestLog.ORIGIN, args[1]);
    var site = new TestLog(Path.of(args[0]), signer);
    // System.out is not buffered beyond a line, and a pipe keeps what a dead writer wrote.
    site.heard = (state, detail) -> System.out.println("STATE " + state + " " + detail);
    OutcomeLog log = site.open();
    System.out.println("OPEN " + log.size());
    for (int caller = 0; caller < Integer.parseInt(args[2]); caller++) {
      String prefix = args[3] + "-" + caller + "-";
      Thread.ofVirtual().start(() -> play(log, prefix));
    }
    Thread.sleep(Long.MAX_VALUE);
  }

  private static void play(OutcomeLog log, String prefix) {
    for (int i = 0; ; i++) {
      Intent intent = Rounds.intent("op-17", prefix + i, "r-" + prefix + i);
      switch (log.submit(intent, Rounds.play(intent)).join()) {
        case Submission.Sealed(SealedOutcome outcome, boolean _) ->
            System.out.println("SEALED " + prefix + i + " " + Hash.sha256(outcome.bytes()));
        case Submission other -> {
          System.out.println("REFUSED " + prefix + i + " " + other);
          return;
        }
      }
    }
  }

  /** Starts a child; {@code before} is put before its command. */
  static Process start(
      List<String> before, List<String> options, TestLog site, int callers, String prefix)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Xmx256m");
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Child.class.getName());
    command.add(site.directory.toString());
    command.add(site.signer.save());
    command.add(Integer.toString(callers));
    command.add(prefix);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** {@return the lines of a child, as they come} */
  static BufferedReader lines(Process child) {
    return new BufferedReader(
        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
  }

  /** {@return what a line acknowledges, if it is one of those, and whole} */
  static List<Acknowledged> acknowledged(List<String> lines) {
    return lines.stream()
        .map(line -> line.split(" ", -1))
        .filter(words -> words.length == 3 && words[0].equals("SEALED"))
        .filter(words -> words[2].length() == "sha256:".length() + 64)
        .map(words -> new Acknowledged(words[1], Hash.parse(words[2])))
        .toList();
  }
}
