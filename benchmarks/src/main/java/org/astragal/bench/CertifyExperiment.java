package org.astragal.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The batteries of laboratories as a laboratory runs them: {@code ./astragal certify} on a file,
 * from the start of the program to the last page of its report. Time by the clock, processor time
 * and peak memory of the process.
 */
final class CertifyExperiment implements Experiment {
  /** What is run on which data. A battery is a line here. */
  private static final List<Trial> TRIALS =
      List.of(
          new Trial("sp800-22", "SP 800-22, 100 x 10^6 bits", 12_500_000, "--suite sp800-22"),
          new Trial(
              "non-iid",
              "SP 800-90B non-IID, 10^6 bytes",
              1_000_000,
              "--suite sp800-90b --track non-iid"),
          new Trial(
              "iid", "SP 800-90B IID, 10^6 bytes", 1_000_000, "--suite sp800-90b --track iid"),
          new Trial(
              "restart",
              "SP 800-90B restart, 1000 x 1000 bytes",
              1_000_000,
              "--suite sp800-90b --track restart"),
          new Trial("diehard", "Diehard and later, 10^8 bytes", 100_000_000, "--suite diehard"),
          new Trial("large", "a file of 10 GB (zeros)", 10_000_000_000L, "--suite sp800-22"));

  /** A file of zeros is as large, and costs no room. */
  private static final long SPARSE = 1_000_000_000;

  private static final int UNDECIDED = 3;
  private static final long POLL_MILLIS = 50;
  private static final int PIECE = 1 << 20;

  /**
   * One command.
   *
   * @param key for programs
   * @param label for people
   * @param bytes of the file
   * @param options of the command
   */
  private record Trial(String key, String label, long bytes, String options) {}

  /** What one run of it took. */
  private record Cost(double seconds, double processor, double mebibytes) {}

  @Override
  public String name() {
    return "certify";
  }

  @Override
  public Section run(Plan plan) throws LoadException, InterruptedException {
    var figures = new ArrayList<Figure>();
    Path folder = plan.directory().resolve(name());
    try {
      Folders.delete(folder);
      Files.createDirectories(folder);
      for (Trial trial : TRIALS) {
        Path file = folder.resolve("data.bin");
        write(file, trial.bytes());
        var costs = new ArrayList<Cost>();
        for (int i = 1; i <= plan.rounds(); i++) {
          plan.say(name() + ": " + trial.label() + ", round " + i + " of " + plan.rounds());
          costs.add(measure(plan, trial, file, folder));
        }
        figures.add(figure(trial, "Seconds", "s", costs.stream().map(Cost::seconds).toList()));
        figures.add(
            figure(trial, "Processor", "s of CPU", costs.stream().map(Cost::processor).toList()));
        figures.add(figure(trial, "Memory", "MiB", costs.stream().map(Cost::mebibytes).toList()));
      }
      return new Section(
          name(),
          "the batteries of laboratories, from the start of the program to the last page",
          figures,
          List.of(
              "processor time and peak resident memory are the kernel's, read every 50 ms",
              "data: the key stream of AES-256-CTR, and zeros for 10 GB, of which SP 800-22 looks"
                  + " at 100 sequences of 2,097,152 bits; its SHA-256 is of all of it"));
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROCESS, "no room in " + folder, e);
    } finally {
      delete(folder);
    }
  }

  private static Figure figure(Trial trial, String what, String unit, List<Double> rounds) {
    return new Figure(trial.key() + what, trial.label(), unit, rounds);
  }

  private static Cost measure(Plan plan, Trial trial, Path file, Path folder)
      throws LoadException, IOException, InterruptedException {
    Path report = folder.resolve("report");
    Folders.delete(report);
    var command = new ArrayList<>(List.of(plan.home().resolve("astragal").toString(), "certify"));
    command.addAll(Arrays.asList(trial.options().split(" ", -1)));
    command.addAll(List.of("--source", file.toString(), "--report", report.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("out.txt").toFile());
    builder.environment().put("ASTRAGAL_BUILT", "1");
    long start = System.nanoTime();
    Process process = builder.start();
    Duration processor = Duration.ZERO;
    double kibibytes = 0;
    try {
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        Duration now = CpuTime.of(process.pid());
        processor = now.compareTo(processor) > 0 ? now : processor;
        kibibytes = Math.max(kibibytes, peak(process.pid()));
      }
    } finally {
      process.destroyForcibly();
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    // A verdict of any kind is a run; usage is none.
    if (process.exitValue() > UNDECIDED || !Files.exists(report.resolve("report.pdf"))) {
      throw new LoadException(
          LoadException.Fault.PROCESS,
          String.join(" ", command) + ": " + Files.readString(folder.resolve("out.txt")));
    }
    return new Cost(seconds, processor.toMillis() * 1e-3, kibibytes / 1024);
  }

  private static double peak(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException _) {
      // It has just ended.
      return 0;
    }
  }

  private static void write(Path file, long bytes) throws IOException {
    Files.deleteIfExists(file);
    if (bytes > SPARSE) {
      try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
        sparse.setLength(bytes);
      }
      return;
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      Cipher stream = Cipher.getInstance("AES/CTR/NoPadding");
      stream.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(new byte[32], "AES"),
          new IvParameterSpec(new byte[16]));
      byte[] zeros = new byte[PIECE];
      for (long left = bytes; left > 0; left -= PIECE) {
        out.write(stream.update(zeros, 0, (int) Math.min(left, PIECE)));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES", e);
    }
  }

  private static void delete(Path folder) throws LoadException {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROCESS, "cannot delete " + folder, e);
    }
  }
}
