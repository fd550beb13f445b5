package org.astragal.signer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.astragal.outcome.Event;
import org.astragal.outcome.LogCreated;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.RequestRef;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundRef;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundStepped;
import org.astragal.outcome.RoundSuspended;
import org.astragal.outcome.RoundVoided;
import org.astragal.signer.FsckReport.Kind;
import org.astragal.signer.Store.Family;

/**
 * Checks the indexes against the records, both ways: each round and each event has its entries, and
 * there are no others.
 */
final class FsckIndex {
  private record Round(String operator, RequestRef request, RoundRef round) {}

  private final Store store;
  private final Findings findings;
  private long rounds;
  private long events;

  /** Rounds that wait after the records seen so far. */
  private final Map<List<String>, WaitingRound> waiting = new HashMap<>();

  /** The place of the newest record of each of them. */
  private final Map<List<String>, Long> newest = new HashMap<>();

  FsckIndex(Store store, Findings findings) {
    this.store = store;
    this.findings = findings;
  }

  /** Looks for the entries of a record. */
  void record(long seq, RecordBody body) throws LogException {
    Optional<Round> found = round(body);
    if (found.isEmpty()) {
      event(seq, body.type());
      return;
    }
    rounds++;
    Round round = found.get();
    waiting(seq, body, round);
    String where = "record " + seq;
    Optional<Store.SeenRequest> request = store.request(round.operator, round.request.id());
    if (request.isEmpty()) {
      findings.add(Kind.INDEX, where, "its request is not in the index");
    } else if (request.get().seq() != seq
        || !request.get().sha256().equals(round.request.sha256())) {
      findings.add(Kind.INDEX, where, "the index has another record or body for its request");
    }
    Optional<Long> step = store.round(round.operator, round.round.id(), round.round.step());
    if (step.isEmpty() || step.get() != seq) {
      findings.add(Kind.INDEX, where, "the index has no or another record for its round");
    }
  }

  private void waiting(long seq, RecordBody body, Round round) {
    List<String> key = List.of(round.operator, round.round.id());
    switch (body) {
      case RoundOpened _ -> {
        waiting.put(key, new WaitingRound(round.operator, round.round.id(), seq));
        newest.put(key, seq);
      }
      case RoundSettled _, RoundVoided _ -> {
        waiting.remove(key);
        newest.remove(key);
      }
      case RoundStepped _, RoundSuspended _ -> newest.computeIfPresent(key, (_, _) -> seq);
      case Event _, LogCreated _ -> {}
    }
  }

  private void event(long seq, String type) throws LogException {
    events++;
    byte[] stored = store.get(Family.META, Keys.event(seq));
    if (stored == null || !type.equals(new String(stored, StandardCharsets.UTF_8))) {
      findings.add(Kind.INDEX, "record " + seq, "the index has no or another type for its event");
    }
  }

  private static Optional<Round> round(RecordBody body) {
    return switch (body) {
      case RoundOpened r -> Optional.of(new Round(r.operator(), r.request(), r.round()));
      case RoundStepped r -> Optional.of(new Round(r.operator(), r.request(), r.round()));
      case RoundSuspended r -> Optional.of(new Round(r.operator(), r.request(), r.round()));
      case RoundSettled r -> Optional.of(new Round(r.operator(), r.request(), r.round()));
      case RoundVoided r -> Optional.of(new Round(r.operator(), r.request(), r.round()));
      case Event _, LogCreated _ -> Optional.empty();
    };
  }

  /** Looks for entries without a record. Every record was seen before. */
  void surplus() throws LogException {
    for (Family family : new Family[] {Family.REQUESTS, Family.ROUNDS}) {
      // Each round has found its own entry, or it is a finding: only a count can be left over.
      if (count(family) != rounds) {
        name(family);
      }
    }
    var byTime = new HashSet<WaitingRound>();
    newest.forEach((name, seq) -> byTime.add(new WaitingRound(name.get(0), name.get(1), seq)));
    if (!Set.copyOf(waiting.values()).equals(Set.copyOf(WaitingRounds.byName(store)))
        || !byTime.equals(Set.copyOf(WaitingRounds.byTime(store, 0, Integer.MAX_VALUE)))) {
      findings.add(Kind.INDEX, "rounds", "the list of waiting rounds is not what the records say");
    }
    int indexed = store.events("").size();
    if (indexed != events) {
      findings.add(
          Kind.INDEX, "events", indexed + " are in the index, " + events + " in the records");
    }
  }

  private long count(Family family) throws LogException {
    long[] count = new long[1];
    store.scan(
        family,
        new byte[0],
        (_, _) -> {
          count[0]++;
          return true;
        });
    return count[0];
  }

  private void name(Family family) throws LogException {
    store.scan(
        family,
        new byte[0],
        (key, value) -> {
          if (value.length < Long.BYTES || !pointsBack(family, key, Keys.number(value))) {
            findings.add(
                Kind.INDEX,
                printable(key),
                "an entry of " + family.name().toLowerCase(Locale.ROOT) + " has no record");
          }
          return true;
        });
  }

  private boolean pointsBack(Family family, byte[] key, long seq) throws LogException {
    byte[] record = store.get(Family.RECORDS, Keys.number(seq));
    if (record == null) {
      return false;
    }
    try {
      Optional<Round> round = round(OutcomeRecord.parse(record).body());
      return round.isPresent() && Arrays.equals(key, key(family, round.get()));
    } catch (RecordException e) {
      return false;
    }
  }

  private static byte[] key(Family family, Round round) {
    return family == Family.REQUESTS
        ? Keys.request(round.operator, round.request.id())
        : Keys.round(round.operator, round.round.id(), round.round.step());
  }

  private static String printable(byte[] key) {
    return new String(key, StandardCharsets.UTF_8).replace('\0', ' ').strip();
  }
}
