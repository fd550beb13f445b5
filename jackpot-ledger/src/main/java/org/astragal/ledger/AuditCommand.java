package org.astragal.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.outcome.SignedNote;
import org.astragal.service.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code audit --books FOLDER --policy FILE OUTCOMES…}: recomputes the books offline. */
@Command(
    name = "audit",
    description = {
      "Recomputes every posting and balance from the sealed outcomes, the rules files and the",
      "signed journal, with public keys only, and compares them with the exported books.",
      "Exit status: 0 the books hold, 1 they do not, 2 usage, 3 could not decide."
    },
    mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
  @Mixin private AuditedBooks books = new AuditedBooks();

  @Option(
      names = "--head",
      paramLabel = "FILE",
      description = "A signed head of the journal that was kept elsewhere.")
  private Optional<Path> head = Optional.empty();

  @Option(
      names = "--exported",
      paramLabel = "TIME",
      description =
          "When the books were exported, such as 2026-06-08T12:00:00Z: heads that a log has"
              + " anchored before must be in them.")
  private Optional<Instant> exported = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Parameters(
      arity = "0..*",
      paramLabel = "OUTCOMES",
      description =
          "Folders of `ledger fetch`, or files of sealed outcomes, one a line, each log from its"
              + " first record; the logs of third parties' events are in the exported books.")
  private List<Path> outcomes = List.of();

  @Override
  public Integer call() {
    try {
      var began = System.nanoTime();
      var keys = books.keys();
      var known = new Audit.Known(held(keys), exported);
      var result = books.audit(outcomes, keys, known, Replay.Observer.NOBODY);
      var clock = Duration.ofNanos(System.nanoTime() - began);
      System.out.println(json ? json(result) : text(result, clock));
      return result.holds() ? 0 : Main.REFUTED;
    } catch (PolicyException | ConfigException e) {
      return Main.fail(Main.USAGE, e);
    } catch (AuditException e) {
      return Main.fail(Main.UNDECIDED, e);
    }
  }

  private Optional<Checkpoint> held(Policy keys) throws AuditException {
    if (head.isEmpty()) {
      return Optional.empty();
    }
    try {
      var note = SignedNote.parse(Files.readAllBytes(head.get()));
      var checkpoint = Checkpoint.parse(note.text());
      if (KeptHeads.isSigned(note, keys, checkpoint.origin())) {
        return Optional.of(checkpoint);
      }
      throw new AuditException(head.get() + " is not signed by a key of the policy");
    } catch (IOException | NoteException e) {
      throw new AuditException(head.get() + " is no signed head", e);
    }
  }

  private static String text(Audit.Result result, Duration clock) {
    var text = new StringBuilder();
    result.findings().kept().forEach(f -> text.append(f).append('\n'));
    if (result.findings().count() > result.findings().kept().size()) {
      text.append("... ").append(result.findings().count()).append(" findings in all\n");
    }
    result.later().ifPresent(what -> text.append("note: ").append(what).append('\n'));
    for (var pool : result.pools().all()) {
      for (var level : pool.levels()) {
        text.append(pool.name()).append(' ').append(level.name());
        for (var kind : AccountKind.values()) {
          text.append(' ').append(kind).append(' ').append(level.micro(kind));
        }
        text.append('\n');
      }
    }
    return text.append(
            "%d records, %d entries, %d postings; head %s%n"
                .formatted(
                    result.outcomes(), result.entries(), result.postings(), result.head().root()))
        .append(
            "%s s by the clock, %s s of processor time since the start%n"
                .formatted(seconds(clock), seconds(processorTime())))
        .append(result.holds() ? "the books hold" : "the books do NOT hold")
        .toString();
  }

  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static String seconds(Duration time) {
    return "%d.%02d".formatted(time.toSeconds(), time.toMillisPart() / 10);
  }

  private static String json(Audit.Result result) {
    var w = new JcsWriter().beginObject();
    w.name("entries").decimal(result.entries());
    w.name("findings").beginArray();
    for (var finding : result.findings().kept()) {
      w.beginObject().name("detail").string(finding.detail());
      w.name("kind").string(finding.kind().code()).endObject();
    }
    w.endArray().name("findingsInAll").decimal(result.findings().count());
    w.name("head").string(result.head().text());
    w.name("holds").bool(result.holds());
    result.later().ifPresent(what -> w.name("later").string(what));
    w.name("outcomes").decimal(result.outcomes());
    w.name("pools").beginObject();
    result.pools().all().stream()
        .sorted(Comparator.comparing(PoolState::name))
        .forEach(pool -> {
          w.name(pool.name()).beginObject();
          pool.levels().stream()
              .sorted(Comparator.comparing(LevelState::name))
              .forEach(level -> {
                w.name(level.name()).beginObject();
                JournalEntry.balances(level)
                    .forEach((account, micro) -> w.name(account).string(Long.toString(micro)));
                w.endObject();
              });
          w.endObject();
        });
    w.endObject().name("postings").decimal(result.postings());
    return new String(w.endObject().toBytes(), StandardCharsets.UTF_8);
  }
}
