package org.astragal.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.PolicyException;
import org.astragal.service.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code what-if --books FOLDER --policy FILE RULES OUTCOMES…}: other rules for a period. */
@Command(
    name = "what-if",
    description = {
      "Plays a period of the books again under other rules, and prints what would be different:",
      "the same rounds, draws and orders, beginning with the balances as they were. The books are",
      "audited on the way. Exit status: 0 done, 1 the books do not hold, 2 usage, 3 could not",
      "decide."
    },
    mixinStandardHelpOptions = true)
final class WhatIfCommand implements Callable<Integer> {
  @Mixin private AuditedBooks books = new AuditedBooks();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Begin of the period, such as 2026-06-01T00:00:00Z; left out: the first entry.")
  private Instant from = Instant.MIN;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "End of the period, which does not belong to it; left out: the last entry.")
  private Instant to = Instant.MAX;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Parameters(
      index = "0",
      paramLabel = "RULES",
      description = "A rules file, or a directory of them. Pools without one keep their rules.")
  private Path rules = Path.of("rules");

  @Parameters(
      index = "1..*",
      paramLabel = "OUTCOMES",
      description = "Files of sealed outcomes, as for `audit`.")
  private List<Path> outcomes = List.of();

  @Override
  public Integer call() {
    try {
      var files =
          Files.isDirectory(rules) ? RulesFile.loadAll(rules) : List.of(RulesFile.load(rules));
      var whatIf = new WhatIf(files, from, to);
      var result = books.audit(outcomes, books.keys(), Audit.Known.NOTHING, whatIf);
      if (!result.holds()) {
        System.err.println("ledger: the books do not hold: " + result.findings().kept().getFirst());
        return Main.REFUTED;
      }
      var difference = whatIf.result();
      if (difference.isEmpty()) {
        System.err.println("ledger: the journal has no round in this period");
        return Main.UNDECIDED;
      }
      System.out.println(json ? json(difference.get()) : text(difference.get()));
      return 0;
    } catch (PolicyException | ConfigException e) {
      return Main.fail(Main.USAGE, e);
    } catch (AuditException e) {
      return Main.fail(Main.UNDECIDED, e);
    }
  }

  private static String text(WhatIf.Result result) {
    var text = new StringBuilder();
    text.append("%-50s %22s %22s %22s%n".formatted("", "as it was", "under these rules", "more"));
    for (var line : result.lines()) {
      if (line.actual() != 0 || line.other() != 0) {
        text.append(
            "%-50s %22d %22d %+22d%n"
                .formatted(
                    line.pool() + " " + line.what(),
                    line.actual(),
                    line.other(),
                    line.difference()));
      }
    }
    for (var one : result.unknown()) {
      text.append(
          "%s %s is not compared: an appliance decides over it (%s), and drew for what there was;"
              .formatted(one.pool(), one.level(), kind(one)));
      text.append(
          " it was won %d times, %d minor units in all%n".formatted(one.wins(), one.wonMinor()));
    }
    text.append("balances are changes in the period, in micro-units; ");
    text.append(result.rounds()).append(" rounds");
    if (result.refusedOrders() > 0) {
      text.append("; ").append(result.refusedOrders()).append(" orders would have been refused");
    }
    return text.toString();
  }

  private static String kind(WhatIf.Unknown one) {
    return one.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String json(WhatIf.Result result) {
    var w = new JcsWriter().beginObject().name("lines").beginArray();
    for (var line : result.lines()) {
      w.beginObject().name("actual").string(Long.toString(line.actual()));
      w.name("difference").string(Long.toString(line.difference()));
      w.name("pool").string(line.pool());
      w.name("what").string(line.what());
      w.name("whatIf").string(Long.toString(line.other())).endObject();
    }
    w.endArray().name("refusedOrders").decimal(result.refusedOrders());
    w.name("rounds").decimal(result.rounds());
    w.name("unknown").beginArray();
    for (var one : result.unknown()) {
      w.beginObject().name("kind").string(kind(one)).name("level").string(one.level());
      w.name("pool").string(one.pool()).name("wins").decimal(one.wins());
      w.name("wonMinor").string(Long.toString(one.wonMinor())).endObject();
    }
    w.endArray();
    return new String(w.endObject().toBytes(), StandardCharsets.UTF_8);
  }
}
