package org.astragal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How fast the books of a site are recomputed by an auditor who has nothing but public keys: books
 * exported and log fetched by the documented commands, then audited by a process of its own.
 */
final class LedgerAudit {
  private static final Pattern RECORDS = Pattern.compile("(?m)^(\\d+) records, ");
  private static final Pattern CLOCK = Pattern.compile("(?m)^(\\d+\\.\\d+) s by the clock");
  private static final Pattern PROCESSOR =
      Pattern.compile("clock, (\\d+\\.\\d+) s of processor time");

  private final BenchSite site;
  private final Path books;
  private final Path log;
  private final Path policy;

  private LedgerAudit(BenchSite site) {
    this.site = site;
    this.books = site.directory().resolve("audit-books");
    this.log = site.directory().resolve("audit-log");
    this.policy = site.directory().resolve("audit-policy");
  }

  /**
   * Audits the books of a site whose appliance and ledger run.
   *
   * @return outcomes a second by the clock; microseconds of processor time for each, the start of
   *     the program included
   */
  static List<Figure> measure(BenchSite site, int rounds)
      throws LoadException, InterruptedException {
    return new LedgerAudit(site).measure(rounds);
  }

  private List<Figure> measure(int rounds) throws LoadException, InterruptedException {
    policy();
    Commands.run(
        site.launcher(
            List.of("ledger", "export", "--config=" + site.ledgerConfig(), books.toString())));
    var fetch = new ArrayList<>(List.of("ledger", "fetch"));
    fetch.addAll(site.auditor());
    fetch.addAll(List.of("--policy=" + policy, log.toString()));
    Commands.run(site.launcher(fetch));
    List<Double> rates = new ArrayList<>();
    List<Double> costs = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      String printed =
          Commands.run(
              site.launcher(
                  List.of(
                      "ledger",
                      "audit",
                      "--books=" + books,
                      "--policy=" + policy,
                      log.toString())));
      double records = Commands.number(RECORDS, printed);
      rates.add(records / Commands.number(CLOCK, printed));
      costs.add(Commands.number(PROCESSOR, printed) * 1e6 / records);
    }
    return List.of(
        new Figure("auditPerSecond", "audited by the clock", "/s", rates),
        new Figure("auditMicros", "processor time of an audited outcome", "us", costs));
  }

  /** The keys of the log and of the journal. */
  private void policy() throws LoadException, InterruptedException {
    String key =
        Commands.run(
            site.launcher(
                List.of(
                    "ledger",
                    "journal-key",
                    "--name=ledger.localhost/journal",
                    site.directory().resolve("pki").resolve("journal.key").toString())));
    String line = key.lines().filter(l -> l.startsWith("log ")).findFirst().orElseThrow();
    try {
      Files.writeString(policy, Files.readString(site.policy()) + line + "\n");
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROCESS, "no policy", e);
    }
  }
}
