package org.astragal.ledger;

import java.nio.file.Path;
import java.util.Optional;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import picocli.CommandLine.Option;

/** Which keys a command believes. */
final class TrustedKeys {
  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "The keys that count, of logs and of the journal: one `log <vkey>` line each.")
  private Path policy = Path.of("policy");

  @Option(
      names = "--revocations",
      paramLabel = "FILE",
      description = "Keys that count up to a size of their log only.")
  private Optional<Path> revocations = Optional.empty();

  /**
   * {@return the keys that count}
   *
   * @param signatures how their signatures are checked
   * @throws PolicyException if a file of them cannot be read
   */
  Policy load(FastSignatures signatures) throws PolicyException {
    var keys = Policy.load(policy).checkedBy(signatures);
    return revocations.isPresent() ? keys.revoking(revocations.get()) : keys;
  }
}
