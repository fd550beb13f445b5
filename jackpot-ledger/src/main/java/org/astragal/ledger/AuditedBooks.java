package org.astragal.ledger;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.service.ConfigException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which exported books a command audits, and by which keys. */
final class AuditedBooks {
  @Option(
      names = "--books",
      required = true,
      paramLabel = "FOLDER",
      description = "What `ledger export` wrote.")
  private Path books = Path.of("books");

  @Mixin private TrustedKeys trusted = new TrustedKeys();

  @Option(
      names = "--certified",
      paramLabel = "FILE",
      description = "Game logic that may move a pool; left out: it is not examined.")
  private Optional<Path> certified = Optional.empty();

  @Option(
      names = "--follow-rotation",
      description = "Take a log's word on its own keys, as the ledger's followRotation.")
  private boolean follows;

  private final FastSignatures signatures = new FastSignatures();

  /**
   * {@return the keys that count}
   *
   * @throws PolicyException if a file of them cannot be read
   */
  Policy keys() throws PolicyException {
    return trusted.load(signatures);
  }

  /**
   * Audits the books.
   *
   * @param keys from {@link #keys}
   * @param known what the auditor knows of the journal
   * @param observer sees everything before it is done again
   */
  Audit.Result audit(List<Path> outcomes, Policy keys, Audit.Known known, Replay.Observer observer)
      throws AuditException, ConfigException {
    var list =
        certified.isPresent()
            ? Optional.of(Certified.load(certified))
            : Optional.<Certified>empty();
    return Audit.run(
        books, outcomes, keys, new KeyTrail(follows, signatures), list, known, observer);
  }
}
