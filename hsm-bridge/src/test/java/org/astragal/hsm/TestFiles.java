package org.astragal.hsm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders under target/ that belong to one run of the tests. */
final class TestFiles {
  private TestFiles() {}

  /** {@return an empty folder with this name; what a former run left in it is gone} */
  static Path emptied(String name) throws IOException {
    Path folder = Path.of("target", name).toAbsolutePath();
    if (Files.exists(folder)) {
      try (Stream<Path> old = Files.walk(folder)) {
        List<Path> deepestFirst = old.sorted(Comparator.reverseOrder()).toList();
        for (Path path : deepestFirst) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(folder);
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  /** Runs a program to its end. */
  static void run(ProcessBuilder program) throws IOException {
    try {
      Process process = program.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(program.command() + " failed: " + output);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for a file that a program makes when it is ready. */
  static void await(Path file, Process maker) throws IOException {
    while (!Files.exists(file)) {
      if (!maker.isAlive()) {
        throw new AssertionError(
            "the program that makes " + file + " ended with " + maker.exitValue());
      }
      pause(10);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
