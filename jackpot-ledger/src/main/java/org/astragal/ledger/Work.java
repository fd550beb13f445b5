package org.astragal.ledger;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.astragal.ledger.Batch.Unpostable;
import org.astragal.ledger.Batch.Variance;
import org.astragal.outcome.Json;

/** What an entry of the journal came to, before it is committed. Used by one thread. */
final class Work {
  /** Begins the names of tallies that sum up what came from a game, in micro-units: pool, game. */
  static final String GIVEN = "given/";

  private final List<Row> rows = new ArrayList<>();
  private final List<Wager> posted = new ArrayList<>();
  private final List<Variance> variances = new ArrayList<>();
  private final List<Unpostable> unpostable = new ArrayList<>();
  private final Map<String, Long> tallies = new TreeMap<>();
  private final Activity activity = new Activity();
  private final Set<LevelState> moved = new LinkedHashSet<>();
  private final List<Meter> peaks = new ArrayList<>();
  private final List<Significant> events = new ArrayList<>();
  private final List<HeldBet> held = new ArrayList<>();

  /** Where a level's meter stood, micro-units. */
  record Meter(int level, long micro) {
    private static Meter of(LevelState level) {
      return new Meter(level.id(), level.micro(AccountKind.POOL));
    }
  }

  /** What a regulator would ask for. */
  record Significant(String type, Json.Obj detail) {}

  /** Begins with what was found before the rounds are looked at. */
  void take(Batch batch) {
    batch.tallies().forEach((name, n) -> tallies.merge(name, n, Long::sum));
    batch.unpostable().forEach(this::refuse);
  }

  void add(Row row) {
    rows.add(row);
  }

  void post(Wager wager) {
    posted.add(wager);
  }

  void tally(String name) {
    tallies.merge(name, 1L, Long::sum);
  }

  /** So much came from a game. */
  void given(String pool, String game, long micro) {
    tallies.merge(GIVEN + pool + "/" + game, micro, Math::addExact);
  }

  void vary(Variance variance) {
    tally("variance");
    if (variances.size() < Batch.MAX_VARIANCES) {
      variances.add(variance);
    }
  }

  void refuse(Unpostable what) {
    tally("unpostable." + what.reason().code());
    unpostable.add(what);
  }

  void moved(LevelState level) {
    moved.add(level);
  }

  /** A level is won: watchers see what it stood at, and then where it began again. */
  void peak(LevelState level) {
    peaks.add(Meter.of(level));
  }

  void event(String type, Map<String, Json> detail) {
    events.add(new Significant(type, Json.Obj.of(detail)));
  }

  /** A contribution waits for two persons. */
  void hold(HeldBet bet) {
    held.add(bet);
  }

  /** {@return contributions that wait for two persons from now on} */
  List<HeldBet> held() {
    return held;
  }

  /** {@return all postings, in order} */
  List<Row> rows() {
    return rows;
  }

  /** {@return the rounds that are settled with it} */
  List<Wager> posted() {
    return posted;
  }

  List<Variance> variances() {
    return variances;
  }

  List<Unpostable> unpostable() {
    return unpostable;
  }

  Map<String, Long> tallies() {
    return tallies;
  }

  Activity activity() {
    return activity;
  }

  /** {@return what watchers see of it: each win, then where each level stands at the end} */
  List<Meter> meters() {
    var all = new ArrayList<>(peaks);
    moved.forEach(level -> all.add(Meter.of(level)));
    return all;
  }

  List<Significant> events() {
    return events;
  }
}
