package org.astragal.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/** The clock and the disk of a ledger's process and of its PostgreSQL; see surroundings.c. */
final class Surroundings {
  /** How much of the disk is full. */
  enum Disk {
    ROOMY(0),
    TABLES_FULL(1),
    FULL(2);

    private final int code;

    Disk(int code) {
      this.code = code;
    }
  }

  private final Path library;
  private final Path script;

  /** Compiles what is preloaded. */
  Surroundings(Path directory) throws IOException, InterruptedException {
    library = directory.resolve("surroundings.so").toAbsolutePath();
    script = directory.resolve("surroundings.script").toAbsolutePath();
    var gcc =
        new ProcessBuilder(
                "gcc",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-O1",
                "-shared",
                "-fPIC",
                "-o",
                library.toString(),
                Path.of("src/test/c/surroundings.c").toString(),
                "-ldl")
            .inheritIO()
            .start();
    if (gcc.waitFor() != 0) {
      throw new AssertionError("this test needs gcc: apt-get install gcc libc6-dev");
    }
    write(0, 0);
    write(Long.BYTES, 0);
  }

  /** {@return what a process must find in its environment to be surrounded so} */
  Map<String, String> environment() {
    return Map.of("LD_PRELOAD", library.toString(), "ASTRAGAL_SURROUNDINGS", script.toString());
  }

  void clock(Duration ahead) throws IOException {
    write(0, ahead.toSeconds());
  }

  void disk(Disk disk) throws IOException {
    write(Long.BYTES, disk.code);
  }

  private void write(int at, long value) throws IOException {
    try (var channel =
        FileChannel.open(script, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(
          ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, value), at);
    }
  }
}
