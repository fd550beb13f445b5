package org.astragal.ledger;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.astragal.ledger.LogFetch.FetchException;
import org.astragal.outcome.PolicyException;
import org.astragal.service.ConfigException;
import org.astragal.service.TlsFiles;
import org.astragal.service.TlsMaterial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fetch --url URL … FOLDER}: the log of a running appliance, for an audit. */
@Command(
    name = "fetch",
    description = {
      "Copies the whole log of a running appliance into a folder for `ledger audit`, every record",
      "held against the signed checkpoint before it is kept. Run again, it fetches what is new.",
      "Exit status: 0 the folder holds the log, 1 the log is not what it is signed to be,",
      "2 usage, 3 it could not be fetched to its end; what was fetched stays."
    },
    mixinStandardHelpOptions = true)
final class FetchCommand implements Callable<Integer> {
  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "Where the appliance listens, such as https://localhost:8443.")
  private URI url = URI.create("");

  @Option(
      names = "--identity",
      required = true,
      paramLabel = "FILE",
      description = "Key and certificate of an auditor, a lab or a ledger, PKCS#12.")
  private Path identity = Path.of("");

  @Option(
      names = "--password-file",
      required = true,
      paramLabel = "FILE",
      description = "Its password, in a file of mode 0600.")
  private Path passwordFile = Path.of("");

  @Option(
      names = "--trust",
      required = true,
      paramLabel = "FILE",
      description = "PEM with the authorities that the appliance's certificate may come from.")
  private Path trust = Path.of("");

  @Mixin private TrustedKeys trusted = new TrustedKeys();

  @Parameters(paramLabel = "FOLDER", description = "Where to; created, or an earlier copy.")
  private Path folder = Path.of("log");

  @Override
  public Integer call() throws InterruptedException {
    if (!"https".equals(url.getScheme()) || url.getHost() == null) {
      System.err.println("ledger: --url must be like https://appliance.example:8443");
      return Main.USAGE;
    }
    try {
      var keys = trusted.load(new FastSignatures());
      var tls = TlsMaterial.load(new TlsFiles(identity, passwordFile, trust));
      try (var log = new PublishedLog(url, tls)) {
        var result = LogFetch.run(log::get, keys, folder);
        System.out.printf(
            "%s of %d records is in %s, %d of them fetched now; root %s%n",
            result.head().origin(),
            result.head().size(),
            folder,
            result.fetched(),
            result.head().root());
        return 0;
      }
    } catch (PolicyException | ConfigException e) {
      return Main.fail(Main.USAGE, e);
    } catch (FetchException e) {
      return Main.fail(Main.REFUTED, e);
    } catch (IOException e) {
      return Main.fail(Main.UNDECIDED, e);
    }
  }
}
