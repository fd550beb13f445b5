package org.astragal.ledger;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.astragal.ledger.VerifiedLog.Said.End;
import org.astragal.ledger.VerifiedLog.Taker;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.Policy;
import org.astragal.outcome.Reason;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SealedOutcomeException;
import org.astragal.outcome.StreamResult;
import org.astragal.outcome.StreamVerifier;

/** Files of sealed outcomes, one a line, of one log: verified as one stream. */
final class OutcomeFiles implements VerifiedLog.Reading {
  private static final int BUFFER = 1 << 18;

  private final String origin;
  private final List<Path> files;
  private final KeyTrail trail;
  private Policy policy;

  private OutcomeFiles(String origin, List<Path> files, Policy policy, KeyTrail trail) {
    this.origin = origin;
    this.files = files;
    this.policy = policy;
    this.trail = trail;
  }

  /**
   * Opens the logs that an auditor has.
   *
   * @param all files, each lines of one log in order, several of a log following each other; and
   *     folders that {@link LogFetch} has filled
   * @param journal the name of the ledger's journal
   * @return by origin
   * @throws AuditException if one of them is none
   */
  static Map<String, VerifiedLog> open(
      List<Path> all, Policy policy, KeyTrail trail, String journal) throws AuditException {
    var readings = new HashMap<String, VerifiedLog.Reading>();
    var files = new ArrayList<Path>();
    for (var one : all) {
      if (Files.isDirectory(one)) {
        var folder = LogFolder.open(one, policy);
        if (readings.put(folder.origin(), folder) != null) {
          throw new AuditException(one + " is a second copy of " + folder.origin());
        }
      } else {
        files.add(one);
      }
    }
    for (var one : byLog(files).entrySet()) {
      var reading = new OutcomeFiles(one.getKey(), one.getValue(), policy, trail);
      if (readings.put(one.getKey(), reading) != null) {
        throw new AuditException(one.getValue() + " are a second copy of " + one.getKey());
      }
    }
    var open = new HashMap<String, VerifiedLog>();
    readings.forEach((origin, reading) ->
        open.put(origin, VerifiedLog.start(origin, EventLogs.sourceOf(journal, origin), reading)));
    return open;
  }

  private static Map<String, List<Path>> byLog(List<Path> files) throws AuditException {
    record First(Path file, String log, long seq) {}
    var firsts = new ArrayList<First>();
    for (var file : files) {
      try (var in = new BufferedInputStream(Files.newInputStream(file))) {
        var line = new Lines(in).next();
        if (line.isEmpty()) {
          throw new AuditException(file + " is empty");
        }
        var record = OutcomeRecord.parse(SealedOutcome.parse(line.get()).record());
        firsts.add(new First(file, record.log(), record.seq()));
      } catch (IOException | SealedOutcomeException | RecordException e) {
        throw new AuditException(file + " does not begin with a sealed outcome", e);
      }
    }
    firsts.sort(Comparator.comparing(First::log).thenComparingLong(First::seq));
    var byLog = new HashMap<String, List<Path>>();
    firsts.forEach(f -> byLog.computeIfAbsent(f.log(), _ -> new ArrayList<>()).add(f.file()));
    return byLog;
  }

  @Override
  public End read(Taker to) throws IOException, InterruptedException {
    var stream = StreamVerifier.start(policy, origin);
    for (var file : files) {
      try (var in = Files.newInputStream(file)) {
        var why = read(stream, new BufferedInputStream(in, BUFFER), to);
        if (!why.isEmpty()) {
          return new End(why, true);
        }
      }
    }
    return new End("the files of " + origin + " end at " + stream.next(), false);
  }

  /** {@return why it cannot go on; empty at the end of the file} */
  private String read(StreamVerifier stream, InputStream in, Taker to)
      throws IOException, InterruptedException {
    var lines = new Lines(in);
    for (var line = lines.next(); line.isPresent(); line = lines.next()) {
      switch (stream.accept(line.get())) {
        case StreamResult.Pending _ -> {
          // Its checkpoint is not complete yet.
        }
        case StreamResult.Verified verified -> {
          to.take(verified::records, verified.leaves());
          for (var record : verified.records()) {
            trail.of(record).ifPresent(change -> trust(stream, change));
          }
        }
        case StreamResult.Refused refused -> {
          // A line twice is none of the auditor's business: its place is verified.
          if (refused.reason() != Reason.ALREADY_SEEN) {
            return "%s seq %d does not verify: %s %s"
                .formatted(origin, refused.seq(), refused.reason().code(), refused.detail());
          }
        }
      }
    }
    return "";
  }

  private void trust(StreamVerifier stream, KeyTrail.Change change) {
    policy = change.in(policy);
    stream.trust(policy);
  }
}
