package org.astragal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
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
  private static final Pattern PROCESSOR = Pattern.compile("processor ([0-9.]+) ([0-9.]+)");
  private static final Pattern OPENSSL = Pattern.compile("([0-9.]+)k\\s*$");

  @Override
  public String name() {
    return "rng";
  }

  @Override
  public Section run(Plan plan) throws LoadException, InterruptedException {
    var drbg = new ArrayList<Rates>();
    var openssl = new ArrayList<Double>();
    var ratio = new ArrayList<Double>();
    var noise = new ArrayList<Rates>();
    var bare = new ArrayList<Rates>();
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
        ratio.add(drbg.getLast().processor() / openssl.getLast());
        bare.add(loop.random(BLOCK, plan.round().toSeconds()).dividedBy(1e6));
        noise.add(export(plan, site, "noise", noiseBytes));
        noiseToBare.add(noise.getLast().clock() / bare.getLast().clock());
        draws.add(export(plan, site, "draws", DRAW_BYTES).clock());
      }
    }
    return new Section(
        name(),
        "samples of the generator for laboratories, written to a file",
        List.of(
            clock("drbgMegabytes", "CTR_DRBG, AES-256: output", drbg),
            processor("drbgPerProcessor", "— for a second of processor time", drbg),
            new Figure("opensslMegabytes", "openssl speed -evp aes-256-ctr", "MB/s", openssl),
            new Figure("drbgToOpenssl", "— DRBG to openssl, by processor time", "", ratio),
            clock("noiseMegabytes", "SoftHSM noise behind its tests", noise),
            processor("noisePerProcessor", "— for a second of processor time", noise),
            clock("loopMegabytes", "C_GenerateRandom in a loop in C", bare),
            processor("loopPerProcessor", "— for a second of processor time", bare),
            new Figure("noiseToLoop", "— noise to the loop, by the clock", "", noiseToBare),
            new Figure("drawMegabytes", "draws below 256, a byte each", "MB/s", draws)),
        List.of(
            "by the clock, the start of the program is not in the rates, but the compiler's"
                + " warm-up, the SHA-256 of all bytes and the file are; in processor time"
                + " everything is, of all threads",
            "openssl encrypts one buffer of 64 KiB again and again, and writes nothing",
            "the loop in C asks for blocks of 4,096 bytes as the export does, and drops them"));
  }

  private static Figure clock(String key, String label, List<Rates> rounds) {
    return new Figure(key, label, "MB/s", rounds.stream().map(Rates::clock).toList());
  }

  private static Figure processor(String key, String label, List<Rates> rounds) {
    return new Figure(key, label, "MB/s", rounds.stream().map(Rates::processor).toList());
  }

  /** {@return MB a second} */
  private static Rates export(Plan plan, BenchSite site, String stage, long bytes)
      throws LoadException, InterruptedException {
    Path to = plan.directory().resolve("rng-" + stage + ".bin");
    try {
      ProcessBuilder export =
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
                  to.toString()));
      var timed =
          new ArrayList<>(
              List.of("bash", "-c", "TIMEFORMAT='processor %U %S'; time \"$@\"", "time"));
      timed.addAll(export.command());
      String printed = Commands.run(export.command(timed));
      Matcher processor = PROCESSOR.matcher(printed);
      if (!processor.find()) {
        throw new LoadException(LoadException.Fault.PROCESS, "no processor time in: " + printed);
      }
      double seconds =
          Double.parseDouble(processor.group(1)) + Double.parseDouble(processor.group(2));
      return new Rates(Commands.number(RATE, printed), bytes / 1e6 / seconds);
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
