package org.astragal.appliance;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenException;
import org.astragal.rng.LabSamples;
import org.astragal.rng.RngConfig;
import org.astragal.rng.RngException;
import org.astragal.rng.RngReport;
import org.astragal.service.ConfigException;
import org.astragal.service.ConfigFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rng}: the random number generator, for laboratories. */
@Command(name = "rng", description = "Gives samples of the random number generator.")
final class RngCommand {
  private static final long REPORT_NANOS = 1_000_000_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "export",
      description = {
        "Writes samples of one stage, from an instance of its own that shares no bit with any"
            + " outcome.",
        "noise: the token's bytes behind their health tests. drbg: output of the DRBG alone."
            + " draws: unbiased integers, in as few of 1, 2, 4, 8 bytes as the bound asks, highest"
            + " byte first."
      })
  int export(
      @Option(
              names = "--config",
              required = true,
              paramLabel = "FILE",
              description = "The configuration; see appliance.example.yaml.")
          Path config,
      @Option(
              names = "--stage",
              required = true,
              paramLabel = "STAGE",
              description = "One of ${COMPLETION-CANDIDATES}, in any case.")
          LabSamples.Stage stage,
      @Option(
              names = "--bytes",
              required = true,
              paramLabel = "N",
              description = "How many bytes; draws are not cut in two.")
          long bytes,
      @Option(
              names = "--below",
              paramLabel = "N",
              defaultValue = "256",
              description = "The bound of each draw; ${DEFAULT-VALUE} if left out.")
          long below,
      @Option(
              names = "--to",
              paramLabel = "FILE",
              description = "Where to; the standard output if left out.")
          Optional<Path> to)
      throws ConfigException, StartException, IOException, InterruptedException {
    if (bytes < 0 || below < 1) {
      throw new ParameterException(
          spec.commandLine(), "--bytes must be 0 or more, and --below 1 or more");
    }
    ApplianceConfig loaded = ConfigFile.load(config, ApplianceConfig.class);
    String export = loaded.origin() + " export " + Identity.of(ProgramFiles.read()).boot();
    RngConfig rng = Stages.labConfig(loaded, export);
    try (Token token = Stages.token(loaded);
        var noise = new ReadAhead(new TokenNoise(token), LabSamples.MAXIMUM_BYTES);
        LabSamples samples = LabSamples.open(noise, rng, new RngWatch(), stage, below);
        var out = to.isPresent() ? ExportFile.create(to.get()) : ExportFile.standardOutput();
        var hashed = new HashedOutput(out)) {
      write(samples, bytes - bytes % samples.unit(), hashed);
      return Main.OK;
    } catch (TokenException e) {
      throw new StartException(StartException.Fault.TOKEN, String.valueOf(e.getMessage()), e);
    } catch (RngException e) {
      throw new StartException(
          StartException.Fault.RNG, "the samples end here: " + e.getMessage(), e);
    }
  }

  private void write(LabSamples samples, long bytes, HashedOutput out)
      throws RngException, IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    long start = System.nanoTime();
    long reported = start;
    for (long done = 0; done < bytes; ) {
      int count = (int) Math.min(HashedOutput.CHUNK_BYTES, bytes - done);
      fill(samples, out.next(), count);
      out.write(count);
      done += count;
      long now = System.nanoTime();
      if (now - reported >= REPORT_NANOS) {
        err.println(progress(done, bytes, (now - start) * 1e-9));
        err.flush();
        reported = now;
      }
    }
    byte[] hash = out.finish();
    double seconds = Math.max(1e-9, (System.nanoTime() - start) * 1e-9);
    RngReport report = samples.report();
    err.println(progress(bytes, bytes, seconds));
    err.println("sha256 " + HexFormat.of().formatHex(hash));
    err.println("instance " + report.instance() + ", " + report.construction());
    err.println(
        report.samplesTested()
            + " noise samples tested; "
            + report.health().falseAlarmsInWords(Math.max(1, report.samplesTested() / seconds)));
    err.flush();
  }

  private static String progress(long done, long all, double seconds) {
    return String.format(
        Locale.ROOT, "%,d of %,d bytes, %.1f MB/s", done, all, done / seconds / 1e6);
  }

  private static void fill(LabSamples samples, byte[] chunk, int count) throws RngException {
    byte[] piece = new byte[Math.min(LabSamples.MAXIMUM_BYTES, count)];
    for (int at = 0; at < count; at += piece.length) {
      if (count - at < piece.length) {
        piece = new byte[count - at];
      }
      samples.fill(piece);
      System.arraycopy(piece, 0, chunk, at, piece.length);
    }
  }
}
