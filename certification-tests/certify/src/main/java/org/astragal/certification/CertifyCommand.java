package org.astragal.certification;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.astragal.service.ConfigException;
import org.astragal.service.ConfigFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code certify}: runs batteries over data, and writes a report. */
@Command(
    name = "astragal certify",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    version = "Astragal certify 0.1.0",
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "[compare | selftest]",
    description = {
      "Runs statistical batteries over a file, a stream or a running appliance, and writes"
          + " report.json, report.html and report.pdf.",
      "The same command in the same folder goes on with a run that was interrupted."
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:PASS: everything was computed, and nothing is rejected",
      "1:FAIL: something is rejected",
      "2:wrong usage or configuration",
      "3:UNDECIDED: too little was computed, or the data cannot be read"
    })
final class CertifyCommand implements Callable<Integer> {
  private final Batteries batteries;
  private final Main.Streams streams;

  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      split = ",",
      description = "Which batteries, separated by commas; all if left out.")
  private List<String> suites = List.of();

  @Option(
      names = "--source",
      paramLabel = "FILE|-|appliance",
      description = "The data: a file, the standard input, or samples of a running appliance.")
  private String source = "";

  @Option(
      names = "--bits",
      paramLabel = "N",
      description = "How many bits to test; all of a file or stream if left out.")
  private Optional<Long> bits = Optional.empty();

  @Option(
      names = "--symbol-bits",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "Bits of a symbol, 1 to 8. One symbol stands in each byte, in its low bits, as the"
              + " reference program of SP 800-90B reads it. Default ${DEFAULT-VALUE}.")
  private int symbolBits;

  @Option(
      names = "--sequences",
      paramLabel = "N",
      defaultValue = "100",
      description = "Sequences of SP 800-22, 1 to 1000. Default ${DEFAULT-VALUE}.")
  private int sequences;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Folder of the report: a new or empty one, or the one of a run to go on with.")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads; one for each core if left out. The report does not depend on it.")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Of --source appliance: YAML with url and tls (keyStore, passwordFile, trustStore) of a"
              + " client whose certificate says OU=lab.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = "Of --source appliance: one of ${COMPLETION-CANDIDATES}, in any case.")
  private Optional<ApplianceSource.Stage> stage = Optional.empty();

  @Option(
      names = "--below",
      paramLabel = "N",
      defaultValue = "256",
      description = "Of --stage draws: the bound of each draw. Default ${DEFAULT-VALUE}.")
  private long below;

  @Mixin private EntropyOptions entropy = new EntropyOptions();

  @Mixin private GamesOptions games = new GamesOptions();

  CertifyCommand(Batteries batteries, Main.Streams streams) {
    this.batteries = batteries;
    this.streams = streams;
  }

  @Override
  public Integer call() throws CertifyException, ConfigException, InterruptedException {
    Settings settings = settings();
    Path folderPath = report.orElseThrow(() -> usage("--report is missing: name a folder"));
    if (source.isEmpty()) {
      throw usage("--source is missing: a file, - for the standard input, or appliance");
    }
    if (!source.equals("appliance")) {
      DataSource data =
          source.equals("-") ? new StreamSource(streams.in()) : new FileSource(Path.of(source));
      return run(settings, data, folderPath);
    }
    try (ApplianceClient client = client()) {
      return run(settings, appliance(client), folderPath);
    }
  }

  private int run(Settings settings, DataSource data, Path path)
      throws CertifyException, InterruptedException {
    var progress = new Progress(streams.err(), streams.terminal());
    try (RunFolder folder = RunFolder.open(path)) {
      Run.Outcome outcome =
          new Run(
                  batteries,
                  settings,
                  data,
                  bytes(),
                  folder,
                  new Runner(threads(), progress),
                  progress)
              .run();
      // Whoever stopped the run gets its report all the same.
      boolean stopped = Thread.interrupted();
      var files = new ReportFiles(folder, streams.out());
      files.write(outcome);
      if (!stopped && data instanceof ApplianceSource appliance) {
        files.seal(outcome.report(), appliance);
      }
      return outcome.report().verdict().status();
    } finally {
      progress.end();
    }
  }

  private Settings settings() throws CertifyException {
    if (symbolBits < 1 || symbolBits > Settings.MAX_SYMBOL_BITS) {
      throw usage("--symbol-bits must be 1 to " + Settings.MAX_SYMBOL_BITS + ": " + symbolBits);
    }
    if (sequences < 1 || sequences > Settings.MAX_SEQUENCES) {
      throw usage("--sequences must be 1 to " + Settings.MAX_SEQUENCES + ": " + sequences);
    }
    List<String> all =
        games.hasProfile()
            ? List.of(Settings.GAMES)
            : batteries.kinds().stream().map(Batteries.Kind::suite).toList();
    List<String> named = suites.isEmpty() ? all : suites;
    return new Settings(
        batteries.named(named).stream().map(Batteries.Kind::suite).toList(),
        symbolBits,
        sequences,
        entropy.settings(symbolBits),
        games.options(drawn()));
  }

  /** {@return the bound of the draws that come from an appliance} */
  private OptionalLong drawn() {
    boolean draws =
        source.equals("appliance") && stage.filter(ApplianceSource.Stage.DRAWS::equals).isPresent();
    return draws && below > 1 ? OptionalLong.of(below) : OptionalLong.empty();
  }

  private OptionalLong bytes() throws CertifyException {
    if (bits.isEmpty()) {
      return OptionalLong.empty();
    }
    if (bits.get() < 1 || bits.get() % symbolBits != 0) {
      throw usage(
          String.format(
              Locale.ROOT,
              "--bits must be a multiple of the %d bits of a symbol, and above 0: %d",
              symbolBits,
              bits.get()));
    }
    return OptionalLong.of(bits.get() / symbolBits);
  }

  private int threads() throws CertifyException {
    int count = threads.orElse(Runtime.getRuntime().availableProcessors());
    if (count < 1 || count > 1_024) {
      throw usage("--threads must be 1 to 1024: " + count);
    }
    return count;
  }

  private ApplianceClient client() throws CertifyException, ConfigException {
    if (config.isEmpty() || bits.isEmpty() || stage.isEmpty()) {
      throw usage("--source appliance needs --config, --stage and --bits");
    }
    return ApplianceClient.open(
        ConfigFile.load(config.get(), ApplianceAccess.class), ApplianceClient.SILENCE);
  }

  private ApplianceSource appliance(ApplianceClient client) throws CertifyException {
    if (below < 1) {
      throw usage("--below must be 1 or more: " + below);
    }
    if (symbolBits != Settings.MAX_SYMBOL_BITS && stage.get() != ApplianceSource.Stage.DRAWS) {
      throw usage("--stage " + stage.get().text() + " gives whole bytes: leave --symbol-bits at 8");
    }
    return new ApplianceSource(client, stage.get(), below);
  }

  private static CertifyException usage(String message) {
    return new CertifyException(CertifyException.Fault.USAGE, message);
  }
}
