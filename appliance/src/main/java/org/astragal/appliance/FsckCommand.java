package org.astragal.appliance;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.astragal.hsm.KeyInfo;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenException;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.outcome.VerifierKey;
import org.astragal.service.ConfigException;
import org.astragal.service.ConfigFile;
import org.astragal.signer.Fsck;
import org.astragal.signer.FsckReport;
import org.astragal.signer.LogException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fsck}: checks the stored log completely, and changes nothing. */
@Command(
    name = "fsck",
    description = {
      "Hashes every record of the log again and compares tiles, checkpoints and indexes.",
      "Changes nothing; works beside a running appliance too."
    })
final class FsckCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration; see appliance.example.yaml.")
  private Path config = Path.of("");

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "The keys to trust; without it the token is asked for the signing key.")
  private Optional<Path> policyFile = Optional.empty();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws ConfigException, StartException {
    ApplianceConfig loaded = ConfigFile.load(config, ApplianceConfig.class);
    PrintWriter out = spec.commandLine().getOut();
    try {
      Policy policy = policyFile.isPresent() ? Policy.load(policyFile.get()) : ofToken(loaded);
      FsckReport report = Fsck.check(loaded.log().directory(), policy);
      print(out, report);
      return report.clean() ? Main.OK : Main.REFUSED;
    } catch (PolicyException e) {
      spec.commandLine().getErr().println("the policy cannot be used: " + e.getMessage());
    } catch (TokenException | LogException e) {
      spec.commandLine().getErr().println(e.getMessage());
    }
    return Main.UNDECIDED;
  }

  /** Trusts every key that the token vouches for: former keys of the log are there, too. */
  private static Policy ofToken(ApplianceConfig config)
      throws TokenException, StartException, PolicyException {
    try (Token token = Stages.token(config)) {
      var keys = new ArrayList<VerifierKey>();
      for (KeyInfo info : token.keys()) {
        if (info.audit().trusted()) {
          keys.add(VerifierKey.of(config.origin(), token.key(info.label()).publicKey()));
        }
      }
      return Policy.of(keys);
    }
  }

  private static void print(PrintWriter out, FsckReport report) {
    for (FsckReport.Finding finding : report.findings()) {
      out.println(finding.kind() + " " + finding.where() + ": " + finding.detail());
    }
    if (report.more() > 0) {
      out.println("and " + report.more() + " more");
    }
    out.printf(
        "%s: %d records, %d checkpoints, %d tiles, %d unsigned, %d open intents: %s%n",
        report.origin(),
        report.records(),
        report.checkpoints(),
        report.tiles(),
        report.unsigned(),
        report.openIntents().size(),
        report.clean() ? "clean" : "NOT clean");
  }
}
