package org.astragal.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.astragal.demo.Ports;
import org.astragal.demo.Site;
import org.astragal.setup.DevSiteOptions;

/** New developer sites for tests, each in a folder of its own, on free ports. */
final class Sites {
  /** The project's folder, where the launcher is. */
  static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  /** Where the sites of tests are. */
  static final Path SITES = HOME.resolve("system-tests/target/sites");

  private static final int COMMAND_LIMIT_SECONDS = 120;

  private Sites() {}

  /** {@return a new site; what an earlier run left under this name is removed first} */
  static Site create(String name) throws Exception {
    var directory = SITES.resolve(name);
    delete(directory);
    return Site.create(HOME, directory, Ports.free());
  }

  /** {@return a new site with a listener without TLS, whose bytes a tracer can read} */
  static Site create(String name, int plainPort) throws Exception {
    var directory = SITES.resolve(name);
    delete(directory);
    var ports = Ports.free();
    return Site.create(
        HOME,
        directory,
        DevSiteOptions.defaults()
            .withPorts(ports.appliance(), ports.ledger(), ports.ledgerPublic())
            .withPlainLoopback(plainPort));
  }

  static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (var files = Files.walk(directory)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  /** What a command of the launcher came to. */
  record Result(int status, String output) {}

  /** Runs a command of the launcher on a site to its end. */
  static Result run(Site site, String... command) throws Exception {
    return run(site.launcher(List.of(command)));
  }

  /** Runs a process to its end, at most two minutes. */
  static Result run(ProcessBuilder builder) throws Exception {
    var output = Files.createTempFile("astragal", ".out");
    try {
      var process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      if (!process.waitFor(COMMAND_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(builder.command() + " did not end: " + Files.readString(output));
      }
      return new Result(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }
}
