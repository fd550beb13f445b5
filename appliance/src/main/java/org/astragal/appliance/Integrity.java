package org.astragal.appliance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.astragal.outcome.Event;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.packs.Components;
import org.astragal.signer.LogException;
import org.astragal.signer.OutcomeLog;

/**
 * Holds the files of the program against what they were at the start, and its packs against what
 * the log says they are: again and again, and when somebody asks. A difference stops play for good;
 * only a restart begins anew, and says in the log what has changed since the one before.
 *
 * <p>Thread safety: for any threads.
 */
final class Integrity implements AutoCloseable {
  /** The shortest time between two answers: each reads every file. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  private static final System.Logger LOGGER = System.getLogger(Integrity.class.getName());
  private static final byte[] NO_NONCE = new byte[0];

  /** Hashing would hold a carrier of virtual threads for as long as it takes. */
  private final ScheduledExecutorService thread;

  private final ProgramFiles program;
  private final GamePacks packs;
  private final Events events;
  private volatile Optional<String> obstacle = Optional.empty();
  private long answeredAt = System.nanoTime() - PAUSE.toNanos();

  private Integrity(
      ProgramFiles program, GamePacks packs, Events events, ScheduledExecutorService thread) {
    this.thread = thread;
    this.program = program;
    this.packs = packs;
    this.events = events;
  }

  /**
   * Begins: tells what has changed since the start before, and looks again as often as configured.
   */
  static Integrity begin(
      ProgramFiles program,
      GamePacks packs,
      Events events,
      OutcomeLog log,
      ApplianceConfig.IntegritySection config,
      Timetable times)
      throws LogException {
    var integrity = new Integrity(program, packs, events, times.thread("integrity"));
    integrity.tellChanges(log);
    times.every(
        integrity.thread,
        config.every(),
        () -> integrity.look("period", NO_NONCE, new CompletableFuture<>()));
    return integrity;
  }

  /** {@return the program's files, and what they were at the start} */
  ProgramFiles program() {
    return program;
  }

  /** {@return why play has stopped, in one sentence; nothing while the files are what they were} */
  Optional<String> obstacle() {
    return obstacle;
  }

  private void look(String cause, byte[] nonce, CompletableFuture<SealedOutcome> answer) {
    try {
      var _ =
          check(cause, nonce)
              .whenComplete((sealed, failure) -> {
                if (failure == null) {
                  answer.complete(sealed);
                } else {
                  answer.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException e) {
      // What cannot be checked cannot be vouched for.
      stop("the check itself failed");
      LOGGER.log(System.Logger.Level.ERROR, "the files of the program could not be checked", e);
      answer.completeExceptionally(e);
    }
  }

  /**
   * Looks now, and answers a nonce.
   *
   * @return the sealed answer; nothing if the last one was given too short a time ago
   */
  Optional<CompletableFuture<SealedOutcome>> answer(byte[] nonce) {
    synchronized (thread) {
      if (System.nanoTime() - answeredAt < PAUSE.toNanos()) {
        return Optional.empty();
      }
      answeredAt = System.nanoTime();
    }
    var answer = new CompletableFuture<SealedOutcome>();
    thread.execute(() -> look("demand", nonce, answer));
    return Optional.of(answer);
  }

  private CompletableFuture<SealedOutcome> check(String cause, byte[] nonce) {
    var expected = new TreeMap<>(program.hashes());
    Components components = program.components();
    for (Map.Entry<String, GamePacks.Kept> pack : packs.files().entrySet()) {
      components = components.with(pack.getKey(), pack.getValue().path());
      expected.put(pack.getKey(), pack.getValue().hash());
    }
    SortedMap<String, Components.Digest> found = components.read(nonce);
    var members = new TreeMap<String, Json>();
    members.put("cause", new Json.Str(cause));
    if (nonce.length > 0) {
      var answers = new TreeMap<String, Hash>();
      found.forEach((name, digest) -> answers.put(name, digest.answer()));
      members.put("answers", json(answers));
      members.put("nonce", new Json.Str(HexFormat.of().formatHex(nonce)));
    }
    var hashes = new TreeMap<String, Hash>();
    found.forEach((name, digest) -> hashes.put(name, digest.plain()));
    if (hashes.equals(expected)) {
      members.put("components", new Json.Int(hashes.size()));
      members.put("digest", new Json.Str(Components.name(hashes).toString()));
      return events.programVerified(members);
    }
    List<Json> differences = differences(expected, hashes);
    stop("changed: " + names(differences));
    members.put("components", new Json.Arr(differences));
    return events.programMismatch(members);
  }

  private void stop(String why) {
    obstacle =
        Optional.of(
            "Files of the program are not what they were (" + why + "): find out why, restart.");
  }

  private void tellChanges(OutcomeLog log) throws LogException {
    Optional<SealedOutcome> before = log.newestEvent(Events.STARTED);
    if (before.isEmpty()) {
      return;
    }
    try {
      if (OutcomeRecord.parse(before.get().record()).body() instanceof Event event) {
        SortedMap<String, Hash> former = hashes(event.event());
        List<Json> changes = differences(former, program.hashes());
        if (!former.isEmpty() && !changes.isEmpty()) {
          events.programChanged(Map.of("components", new Json.Arr(changes)));
        }
      }
    } catch (RecordException | JsonException e) {
      throw new IllegalStateException("the log holds only records of ours", e);
    }
  }

  private static SortedMap<String, Hash> hashes(Json.Obj started) throws JsonException {
    var hashes = new TreeMap<String, Hash>();
    for (Json item : started.optionalArr("components").orElse(List.of())) {
      if (item instanceof Json.Obj component) {
        hashes.put(component.string("name"), Hash.parse(component.string("sha256")));
      }
    }
    return hashes;
  }

  /** {@return what differs, with both hashes; one is missing where there is no such file} */
  private static List<Json> differences(
      SortedMap<String, Hash> expected, SortedMap<String, Hash> found) {
    var names = new TreeSet<>(expected.keySet());
    names.addAll(found.keySet());
    var differences = new ArrayList<Json>();
    for (String name : names) {
      Optional<Hash> should = Optional.ofNullable(expected.get(name));
      Optional<Hash> is = Optional.ofNullable(found.get(name));
      if (!should.equals(is)) {
        var members = new TreeMap<String, Json>();
        should.ifPresent(hash -> members.put("expected", new Json.Str(hash.toString())));
        is.ifPresent(hash -> members.put("found", new Json.Str(hash.toString())));
        members.put("name", new Json.Str(name));
        differences.add(Json.Obj.of(members));
      }
    }
    return differences;
  }

  private static List<String> names(List<Json> differences) {
    var names = new ArrayList<String>();
    for (Json difference : differences) {
      if (((Json.Obj) difference).members().get("name") instanceof Json.Str(String name)) {
        names.add(name);
      }
    }
    return names;
  }

  /** {@return hashes by name, in the form of a record} */
  static Json.Arr json(SortedMap<String, Hash> hashes) {
    var list = new ArrayList<Json>();
    hashes.forEach((name, hash) ->
        list.add(
            Json.Obj.of(
                Map.of("name", new Json.Str(name), "sha256", new Json.Str(hash.toString())))));
    return new Json.Arr(list);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
