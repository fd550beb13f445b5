package org.astragal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine that the figures are true of.
 *
 * @param cores processors this process may use
 * @param cpu model name
 * @param memoryMiB physical memory
 * @param kernel name and release
 * @param jdk vendor and version
 * @param loadAverage of the last minute, when the run began: above 0.5 somebody else was at work
 */
record Machine(
    int cores, String cpu, long memoryMiB, String kernel, String jdk, double loadAverage) {

  /** {@return this machine; what cannot be read is called unknown} */
  static Machine here() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        field("/proc/cpuinfo", "model name"),
        kibibytes(field("/proc/meminfo", "MemTotal")) / 1024,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"),
        load());
  }

  /** {@return the description as one line for people} */
  String text() {
    return "%d cores (%s), %,d MiB, %s, %s, load average before the run %.2f"
        .formatted(cores, cpu, memoryMiB, kernel, jdk, loadAverage);
  }

  private static String field(String file, String name) {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static long kibibytes(String text) {
    return text.endsWith(" kB") ? Long.parseLong(text.substring(0, text.length() - 3).strip()) : 0;
  }

  private static double load() {
    try {
      String text = Files.readString(Path.of("/proc/loadavg"));
      return Double.parseDouble(text.substring(0, text.indexOf(' ')));
    } catch (IOException e) {
      return -1;
    }
  }
}
