package org.astragal.ledger;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.outcome.CompactRange;
import org.astragal.outcome.Hash;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.outcome.Reason;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SealedOutcomeException;
import org.astragal.outcome.SignedNote;
import org.astragal.outcome.StreamResult;
import org.astragal.outcome.StreamVerifier;

/**
 * The lines of one log from files, in order, verified as a stream. What does not belong between
 * them, as in a partition that others can write to, is passed over if it does not verify by itself.
 *
 * <p>Used by one thread, which closes it.
 */
final class OutcomeLog implements AutoCloseable {
  private static final int BUFFER = 1 << 18;

  private final String origin;
  private final Deque<Path> files;
  private final CompactRange tree = new CompactRange();
  private final List<byte[]> waiting = new ArrayList<>();
  private final Deque<Item> ready = new ArrayDeque<>();
  private Optional<BufferedInputStream> in = Optional.empty();
  private Optional<Lines> lines = Optional.empty();
  private Optional<StreamVerifier> stream = Optional.empty();
  private Optional<Policy> policy = Optional.empty();
  private Optional<KeyTrail> trail = Optional.empty();

  private OutcomeLog(String origin, List<Path> files) {
    this.origin = origin;
    this.files = new ArrayDeque<>(files);
  }

  /** A verified record. */
  static final class Item {
    private final OutcomeRecord record;
    private final Hash leaf;
    private final byte[] line;
    private final SignedNote note;

    private Item(OutcomeRecord record, Hash leaf, byte[] line, SignedNote note) {
      this.record = record;
      this.leaf = leaf;
      this.line = line;
      this.note = note;
    }

    OutcomeRecord record() {
      return record;
    }

    Hash leaf() {
      return leaf;
    }

    /** {@return the line that it came in; not to be changed} */
    byte[] line() {
      return line;
    }

    /** {@return the checkpoint that it was verified under} */
    SignedNote note() {
      return note;
    }
  }

  /** Opens the logs that files hold, by origin; several files of a log follow each other. */
  static Map<String, OutcomeLog> open(List<Path> files) throws AuditException, IOException {
    record First(Path file, OutcomeRecord record) {}
    var firsts = new ArrayList<First>();
    for (var file : files) {
      firsts.add(new First(file, first(file)));
    }
    firsts.sort(Comparator.comparingLong(first -> first.record().seq()));
    var byLog = new HashMap<String, List<Path>>();
    for (var first : firsts) {
      byLog.computeIfAbsent(first.record().log(), _ -> new ArrayList<>()).add(first.file());
    }
    var logs = new HashMap<String, OutcomeLog>();
    byLog.forEach((log, all) -> logs.put(log, new OutcomeLog(log, all)));
    return logs;
  }

  private static OutcomeRecord first(Path file) throws AuditException, IOException {
    try (var in = new BufferedInputStream(Files.newInputStream(file))) {
      var lines = new Lines(in);
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        try {
          return OutcomeRecord.parse(SealedOutcome.parse(line.get()).record());
        } catch (SealedOutcomeException | RecordException e) {
          // It does not belong there.
        }
      }
      throw new AuditException(file + " holds no sealed outcome");
    }
  }

  /** {@return the tree of what was given out; whoever takes an item appends its leaf} */
  CompactRange tree() {
    return tree;
  }

  /** Says whom to believe, before the first record is asked for. */
  void trust(Policy keys, String journal, KeyTrail follows) throws AuditException {
    if (stream.isPresent()) {
      return;
    }
    try {
      var own = EventLogs.isOf(journal, origin) ? EventLogs.policy(keys, journal, origin) : keys;
      policy = Optional.of(own);
      trail = Optional.of(follows);
      stream = Optional.of(StreamVerifier.start(own, origin));
    } catch (PolicyException e) {
      throw new AuditException("the policy has no key of the journal " + journal, e);
    }
  }

  /**
   * {@return the next record}
   *
   * @throws AuditException if there is none that verifies
   */
  Item next() throws AuditException, IOException {
    while (ready.isEmpty()) {
      var line = line();
      if (line.isEmpty()) {
        throw new AuditException("the files of %s end at %d".formatted(origin, tree.size()));
      }
      take(line.get());
    }
    return ready.removeFirst();
  }

  private Optional<byte[]> line() throws IOException {
    while (true) {
      if (lines.isPresent()) {
        var line = lines.get().next();
        if (line.isPresent()) {
          return line;
        }
        close();
      }
      if (files.isEmpty()) {
        return Optional.empty();
      }
      in = Optional.of(new BufferedInputStream(Files.newInputStream(files.removeFirst()), BUFFER));
      lines = Optional.of(new Lines(in.get()));
    }
  }

  private void take(byte[] line) throws AuditException {
    var verifier = stream.orElseThrow();
    switch (verifier.accept(line)) {
      case StreamResult.Pending _ -> waiting.add(line);
      case StreamResult.Verified verified -> {
        waiting.add(line);
        for (var i = 0; i < verified.records().size(); i++) {
          var record = verified.records().get(i);
          ready.add(new Item(record, verified.leaves().get(i), waiting.get(i), verified.note()));
          var change = trail.orElseThrow().of(record);
          if (change.isPresent()) {
            policy = policy.map(keys -> change.get().in(keys));
            verifier.trust(policy.orElseThrow());
          }
        }
        waiting.clear();
      }
      case StreamResult.Refused refused -> {
        if (refused.reason() == Reason.GAP || refused.reason() == Reason.ROOT_MISMATCH) {
          throw new AuditException(
              "%s seq %d does not verify: %s %s"
                  .formatted(origin, refused.seq(), refused.reason().code(), refused.detail()));
        }
        // Seen before, or nothing that the log has sealed.
      }
    }
  }

  @Override
  public void close() throws IOException {
    lines = Optional.empty();
    if (in.isPresent()) {
      in.get().close();
    }
    in = Optional.empty();
  }
}
