package org.astragal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Samples for laboratories, as {@code ./astragal rng export} writes them to a file, beside what
 * {@code openssl speed} gives for the cipher of the DRBG, and a bare loop in C over the token's
 * C_GenerateRandom, in the same run.
 */
final class RngExperiment implements Experiment {
  private static final int BLOCK = 4_096;
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
    var bare = new ArrayList<Double>();
    var noiseToBare = new ArrayList<Double>();
    var draws = new ArrayList<Double>();
    long drbgBytes = plan.quick() ? 1_000_000_000 : 4_000_000_000L;
    long noiseBytes = plan.quick() ? 1_000_000_000 : 4_000_000_000L;
    try (BenchSite site = BenchSite.create(plan, name(), false)) {
      BareLoop loop = BareLoop.compile(plan, site.directory(), site.token());
      for (int i = 1; i <= plan.rounds(); i++) {
        plan.say(name() + ": round " + i + " of " + plan.rounds());
        openssl.add(openssl(plan));
        drbg.add(export(plan, site, "drbg", drbgBytes));
        ratio.add(drbg.getLast() / openssl.getLast());
        bare.add(loop.random(BLOCK, plan.round().toSeconds()) / 1e6);
        noise.add(export(plan, site, "noise", noiseBytes));
        noiseToBare.add(noise.getLast() / bare.getLast());
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
            new Figure("loopMegabytes", "C_GenerateRandom in a loop in C", "MB/s", bare),
            new Figure("noiseToLoop", "noise to the loop in C", "", noiseToBare),
            new Figure("drawMegabytes", "draws below 256, a byte each", "MB/s", draws)),
        List.of(
            "the start of the program and of its just-in-time compiler is not in the rates, but"
                + " the compiler's warm-up, the SHA-256 of all bytes and the file are",
            "openssl encrypts one buffer of 64 KiB again and again, and writes nothing",
            "the loop in C asks for blocks of 4,096 bytes as the export does, and drops them"));
  }

  private static double export(Plan plan, BenchSite site, String stage, long bytes)
      throws LoadException, InterruptedException {
    Path to = plan.directory().resolve("rng-" + stage + ".bin");
    try {
      return Commands.number(
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
        Commands.number(
            OPENSSL,
            new ProcessBuilder(
                "openssl", "speed", "-evp", "aes-256-ctr", "-bytes", "65536", "-seconds", seconds));
    return kilobytes / 1_000;
  }

  private static void delete(Path file) throws LoadException {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROCESS, "cannot delete " + file, e);
    }
  }
}
