package org.astragal.certification;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.astragal.certification.battery.Generators;
import tools.jackson.databind.JsonNode;

/** Runs the real command line in this process. */
final class Bench {
  private Bench() {}

  /**
   * What a command left behind.
   *
   * @param status of the process
   * @param out what it printed
   * @param err what it said beside that
   */
  record Ended(int status, String out, String err) {}

  static Ended run(Batteries batteries, InputStream in, String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        Main.run(
            batteries,
            new Main.Streams(in, new PrintWriter(out), new PrintWriter(err), false),
            args);
    return new Ended(status, out.toString(), err.toString());
  }

  static Ended run(Batteries batteries, String... args) {
    return run(batteries, InputStream.nullInputStream(), args);
  }

  /** Tests a file with the tiny battery. */
  static Ended tiny(TinyBattery.Script script, Path source, Path report, String... more) {
    List<String> args =
        new ArrayList<>(List.of("--source", source.toString(), "--report", report.toString()));
    args.addAll(List.of(more));
    return run(script.batteries(), args.toArray(String[]::new));
  }

  static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  static byte[] good(int bytes) {
    return Generators.named("aes-ctr").bytes(bytes);
  }

  static Path file(Path folder, byte[] bytes) throws Exception {
    Path file = folder.resolve("data.bin");
    Files.write(file, bytes);
    return file;
  }

  static JsonNode report(Path folder) throws Exception {
    return Json.MAPPER.readTree(Files.readAllBytes(folder.resolve(ReportJson.NAME)));
  }
}
