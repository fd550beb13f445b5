package org.astragal.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.ledger.Findings.Kind;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Event;
import org.astragal.outcome.Hash;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.LedgerHead;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.Policy;
import org.astragal.outcome.SignedNote;

/**
 * Heads of the journal that others have kept: the logs of appliances, which anchor them, and the
 * auditor. The journal must go on from each of them, so a past that was rewritten, or cut off, is
 * found whatever its own heads say. Used by one thread.
 */
final class KeptHeads {
  private final Findings findings;
  private final Policy policy;
  private final TreeMap<Long, List<Kept>> bySize = new TreeMap<>();

  private Optional<String> later = Optional.empty();

  /** What somebody has kept; {@code at} is empty if the books have what it stands for, or must. */
  private record Kept(Hash root, String where, Optional<Instant> at) {
    /** {@return whether it leaves less room for books that were exported before} */
    boolean isStricterThan(Kept other) {
      return other.at().isPresent() && (at.isEmpty() || at.get().isBefore(other.at().get()));
    }
  }

  KeptHeads(Findings findings, Policy policy) {
    this.findings = findings;
    this.policy = policy;
  }

  /** {@return whether a key of the policy has signed a head of the journal with this name} */
  static boolean isSigned(SignedNote note, Policy policy, String journal) {
    var text = note.text().getBytes(StandardCharsets.UTF_8);
    return note.signatures().stream()
        .anyMatch(s ->
            s.name().equals(journal)
                && policy
                    .key(s.name(), s.keyId())
                    .map(key -> key.verify(text, s.signature()))
                    .orElse(false));
  }

  /**
   * Takes a head.
   *
   * @param where who has kept it, for people
   */
  void add(Checkpoint head, String where) {
    add(head, new Kept(head.root(), where, Optional.empty()));
  }

  private void add(Checkpoint head, Kept kept) {
    var all = bySize.computeIfAbsent(head.size(), _ -> new ArrayList<>(1));
    for (var other : all) {
      if (other.root().equals(kept.root()) && !kept.isStricterThan(other)) {
        return;
      }
    }
    all.removeIf(other -> other.root().equals(kept.root()));
    all.add(kept);
  }

  /**
   * Takes the head that a record anchors, if it does and it is one of this journal.
   *
   * @param journal the name of the journal
   * @param isPosted whether the journal says that the record was posted
   */
  void follow(OutcomeRecord record, Event event, String journal, boolean isPosted) {
    if (!event.type().equals(LedgerHead.TYPE)) {
      return;
    }
    var where = record.log() + " seq " + record.seq();
    try {
      var head = LedgerHead.of(event).orElseThrow();
      var checkpoint = head.checkpoint();
      if (!checkpoint.origin().equals(journal)) {
        return;
      }
      if (isSigned(head.note(), policy, journal)) {
        var at = isPosted ? Optional.<Instant>empty() : Optional.of(record.at());
        add(checkpoint, new Kept(checkpoint.root(), where, at));
      } else {
        findings.add(Kind.JOURNAL, where + " anchors a head that no key of the policy has signed");
      }
    } catch (JsonException | NoteException | IllegalArgumentException e) {
      findings.add(Kind.JOURNAL, where + " anchors what is no head: " + e.getMessage());
    }
  }

  /**
   * Holds the journal against them.
   *
   * @param books a folder that {@link Export} has written
   * @param size entries of the journal
   * @param exported when that was, if the auditor knows
   */
  void compare(Path books, long size, Optional<Instant> exported) throws IOException {
    if (bySize.isEmpty()) {
      return;
    }
    var tree = new CompactRange();
    try (var entries = CopyReader.open(books.resolve(Export.JOURNAL))) {
      for (var row = entries.next(); row.isPresent(); row = entries.next()) {
        compare(tree);
        tree.append(Hash.leaf(CopyReader.fields(row.get()).get(3)));
      }
    }
    compare(tree);
    for (var beyond : bySize.tailMap(size, false).entrySet()) {
      for (var kept : beyond.getValue()) {
        beyond(size, beyond.getKey(), kept, exported);
      }
    }
  }

  /** What was sealed after the export may stand for entries that came after it. */
  private void beyond(long size, long kept, Kept what, Optional<Instant> exported) {
    var isLater =
        what.at().isPresent() && (exported.isEmpty() || !what.at().get().isBefore(exported.get()));
    if (isLater) {
      later =
          Optional.of(
              "%s of %s anchors %d entries, the books have %d: they were exported before, or cut"
                      .formatted(what.where(), what.at().get(), kept, size)
                  + " back (--exported TIME decides)");
    } else {
      findings.add(
          Kind.JOURNAL,
          "entries after %d are missing: %s has kept a head of %d"
              .formatted(size, what.where(), kept));
    }
  }

  /** {@return what may be later than the books, for people; empty if there is nothing} */
  Optional<String> later() {
    return later;
  }

  private void compare(CompactRange tree) {
    for (var kept : bySize.getOrDefault(tree.size(), List.of())) {
      if (!kept.root().equals(tree.root())) {
        findings.add(
            Kind.JOURNAL,
            "the first %d entries are others than those whose head %s has kept"
                .formatted(tree.size(), kept.where()));
      }
    }
  }
}
