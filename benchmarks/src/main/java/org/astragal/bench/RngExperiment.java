package org.astragal.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Samples for laboratories, as {@code ./astragal rng export} writes them to a file, beside what
 * {@code openssl speed} gives for the cipher of the DRBG in the same run.
 */
final class RngExperiment implements Experiment {
  private static final long NOISE_BYTES = 100_000_000;
  private static final long DRAW_BYTES = 20_000_000;
  private static final Pattern RATE = Pattern.compile("bytes, ([0-9.]+) MB/s");
  private static final Pattern OPENSSL = Pattern.compile("([0-9.]+)k\\s*$");

  @Override
  public String name() {
    return "rng";
  }

  @Override
  public Section run(Plan plan) throws LoadException, InterruptedException {
    var drbg = new ArrayList<Double>();
    var openssl = new ArrayList<Double>();
    var ratio = new ArrayList<Double>();
    var noise = new ArrayList<Double>();
    var draws = new ArrayList<Double>();
    long drbgBytes = plan.quick() ? 1_000_000_000 : 4_000_000_000L;
    try (BenchSite site = BenchSite.create(plan, name(), false)) {
      for (int i = 1; i <= plan.rounds(); i++) {
        plan.say(name() + ": round " + i + " of " + plan.rounds());
        openssl.add(openssl(plan));
        drbg.add(export(plan, site, "drbg", drbgBytes));
        ratio.add(drbg.getLast() / openssl.getLast());
        noise.add(export(plan, site, "noise", NOISE_BYTES));
        draws.add(export(plan, site, "draws", DRAW_BYTES));
      }
    }
    return new Section(
        name(),
        "samples of the generator for laboratories, written to a file",
        List.of(
            new Figure("drbgMegabytes", "CTR_DRBG, AES-256: output", "MB/s", drbg),
            new Figure("opensslMegabytes", "openssl speed -evp aes-256-ctr", "MB/s", openssl),
            new Figure("drbgToOpenssl", "DRBG output to openssl", "", ratio),
            new Figure("noiseMegabytes", "SoftHSM noise behind its tests", "MB/s", noise),
            new Figure("drawMegabytes", "draws below 256, a byte each", "MB/s", draws)),
        List.of(
            "the start of the program and of its just-in-time compiler is not in the rates, but"
                + " the compiler's warm-up, the SHA-256 of all bytes and the file are",
            "openssl encrypts one buffer of 64 KiB again and again, and writes nothing"));
  }

  private static double export(Plan plan, BenchSite site, String stage, long bytes)
      throws LoadException, InterruptedException {
    Path to = plan.directory().resolve("rng-" + stage + ".bin");
    try {
      return run(
          RATE,
          site.launcher(
              List.of(
                  "rng",
                  "export",
                  "--config",
                  site.applianceConfig().toString(),
                  "--stage",
                  stage,
                  "--bytes",
                  Long.toString(bytes),
                  "--to",
                  to.toString())));
    } finally {
      delete(to);
    }
  }

  private static double openssl(Plan plan) throws LoadException, InterruptedException {
    String seconds = Long.toString(plan.round().toSeconds());
    double kilobytes =
        run(
            OPENSSL,
            new ProcessBuilder(
                "openssl", "speed", "-evp", "aes-256-ctr", "-bytes", "65536", "-seconds", seconds));
    return kilobytes / 1_000;
  }

  /** {@return the last number that a command prints in this form} */
  private static double run(Pattern number, ProcessBuilder builder)
      throws LoadException, InterruptedException {
    String command = String.join(" ", builder.command());
    try {
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw failed(command + " failed: " + printed);
      }
      double last = Double.NaN;
      Matcher matcher = number.matcher(printed);
      while (matcher.find()) {
        last = Double.parseDouble(matcher.group(1));
      }
      if (Double.isNaN(last)) {
        throw failed(command + " printed no rate: " + printed);
      }
      return last;
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROCESS, command + " cannot be started", e);
    }
  }

  private static LoadException failed(String detail) {
    return new LoadException(LoadException.Fault.PROCESS, detail);
  }

  private static void delete(Path file) throws LoadException {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROCESS, "cannot delete " + file, e);
    }
  }
}
