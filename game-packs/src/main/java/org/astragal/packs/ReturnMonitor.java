package org.astragal.packs;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.astragal.games.api.Bet;
import org.astragal.games.api.Game;
import org.astragal.games.api.Terms;
import org.astragal.outcome.BetResult;
import org.astragal.outcome.GameRef;
import org.astragal.outcome.Json;
import org.astragal.outcome.Money;
import org.astragal.outcome.RoundRef;
import org.astragal.outcome.RoundSettled;

/**
 * Holds what games give back against what they should, for each game, jurisdiction and currency,
 * while they are played for money. Rounds are handed over and looked at by a thread of its own;
 * {@link ReturnEvidence} says what counts as evidence, and how seldom chance alone looks like it.
 *
 * <p>Thread safety: for any threads.
 */
public final class ReturnMonitor implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(ReturnMonitor.class.getName());

  /** Rounds that wait to be looked at; more are counted and not looked at. */
  private static final int MAX_WAITING = 65_536;

  /** More than any site has; rounds of further subjects are counted and not looked at. */
  private static final int MAX_SUBJECTS = 1_024;

  /** Kinds of bets whose figures are remembered. */
  private static final int MAX_MODELS = 16_384;

  private final int warnExponent;
  private final int stopExponent;
  private final Listener listener;
  private final ArrayBlockingQueue<Seen> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Map<Subject, Watched> subjects = new ConcurrentHashMap<>();
  private final Map<List<Object>, BetModel> models = new HashMap<>();
  private final AtomicLong unseen = new AtomicLong();
  private final AtomicLong pending = new AtomicLong();
  private final Thread thread =
      Thread.ofPlatform().name("return-monitor").daemon().unstarted(this::run);

  /**
   * Starts to watch.
   *
   * @param warnExponent a warning that is false has the probability 2^-warnExponent at most, over
   *     the whole life of a subject
   * @param stopExponent a stop that is false has the probability 2^-stopExponent at most
   * @param listener hears of both; on the thread of the monitor
   */
  public ReturnMonitor(int warnExponent, int stopExponent, Listener listener) {
    this.warnExponent = warnExponent;
    this.stopExponent = stopExponent;
    this.listener = listener;
    thread.start();
  }

  /**
   * What is watched.
   *
   * @param game the game, its version and its terms
   * @param jurisdiction of the players
   * @param currency of the stakes
   */
  public record Subject(GameRef game, String jurisdiction, String currency) {}

  /** How bad it is. */
  public enum Level {
    /** Chance alone may well be it. */
    QUIET,
    /** A warning was given. */
    WARNED,
    /** The game is to be stopped. */
    STOPPED
  }

  /**
   * Where a subject stands.
   *
   * @param subject what is watched
   * @param rounds rounds so far
   * @param z deviation from the exact return in standard deviations, weighted by stakes
   * @param evidence the exponent e of the chance 2^-e that chance alone ever gets this far
   * @param level how bad it is
   */
  public record Standing(Subject subject, long rounds, double z, double evidence, Level level) {}

  /** Hears of subjects. */
  public interface Listener {
    /** A subject was seen for the first time. */
    void appeared(Subject subject);

    /** A subject has come to another level, once for each. */
    void risen(Standing standing);
  }

  /** A round that was played. */
  private record Seen(Game game, Terms terms, List<Bet> bets, RoundSettled round) {}

  /** A subject, its evidence and what was said of it. */
  private static final class Watched {
    private final Subject subject;
    private final boolean isOneSided;
    private ReturnEvidence evidence;
    private volatile Standing standing;

    Watched(Subject subject, boolean isOneSided) {
      this.subject = subject;
      this.isOneSided = isOneSided;
      this.evidence = new ReturnEvidence(isOneSided);
      this.standing = new Standing(subject, 0, 0, 0, Level.QUIET);
    }
  }

  /**
   * Hands a round over. Never waits.
   *
   * @param game the game that played it
   * @param terms what the house has settled
   * @param bets the bets, as the game took them
   * @param round what came of it
   */
  public void observe(Game game, Terms terms, List<Bet> bets, RoundSettled round) {
    if (round.round().mode() != RoundRef.Mode.REAL) {
      return;
    }
    pending.incrementAndGet();
    if (!waiting.offer(new Seen(game, terms, bets, round))) {
      pending.decrementAndGet();
      unseen.incrementAndGet();
    }
  }

  /** {@return where every subject stands} */
  public List<Standing> standings() {
    return subjects.values().stream().map(watched -> watched.standing).toList();
  }

  /** {@return where a subject stands} */
  public Standing standing(Subject subject) {
    Watched watched = subjects.get(subject);
    return watched == null ? new Standing(subject, 0, 0, 0, Level.QUIET) : watched.standing;
  }

  /** {@return rounds that were not looked at, because there were too many} */
  public long unseen() {
    return unseen.get();
  }

  /** Begins the evidence of a game anew, in all jurisdictions. */
  public void reset(GameRef game) {
    subjects.values().stream()
        .filter(watched -> watched.subject.game().equals(game))
        .forEach(watched -> {
          synchronized (watched) {
            watched.evidence = new ReturnEvidence(watched.isOneSided);
            watched.standing = new Standing(watched.subject, 0, 0, 0, Level.QUIET);
          }
        });
  }

  private void run() {
    try {
      while (true) {
        Seen seen = waiting.take();
        try {
          take(seen);
        } catch (RuntimeException e) {
          unseen.incrementAndGet();
          LOGGER.log(System.Logger.Level.ERROR, "a round could not be looked at", e);
        } finally {
          pending.decrementAndGet();
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void take(Seen seen) {
    var parts = new LinkedHashMap<Subject, Deviation>();
    RoundSettled round = seen.round;
    for (int i = 0; i < round.bets().size(); i++) {
      org.astragal.outcome.Bet bet = round.bets().get(i);
      Money stake = bet.stake();
      var subject =
          new Subject(round.game(), bet.player().jurisdiction(), stake.ccy() + "/" + stake.exp());
      BetModel model = model(seen, i);
      double back = exactly(round.results().get(i)) - raised(round, bet.id());
      parts.computeIfAbsent(subject, _ -> new Deviation()).add(model, (double) stake.minor(), back);
    }
    boolean isOneSided = seen.game.plan().bounds().choices() > 0;
    parts.forEach((subject, deviation) -> judge(subject, isOneSided, deviation));
  }

  /** The sum of what the bets of one round and one subject come to. */
  private static final class Deviation {
    private double surplus;
    private double spread;
    private double floor;
    private double ceiling;

    void add(BetModel model, double stake, double back) {
      surplus += back - model.mean() * stake;
      // Bets of one round share its draws: at most they go together.
      spread += model.spread() * stake;
      floor += model.floor() * stake;
      ceiling += model.ceiling() * stake;
    }
  }

  private void judge(Subject subject, boolean isOneSided, Deviation deviation) {
    Watched watched = subjects.get(subject);
    if (watched == null) {
      if (subjects.size() >= MAX_SUBJECTS) {
        unseen.incrementAndGet();
        return;
      }
      watched = new Watched(subject, isOneSided);
      subjects.put(subject, watched);
      listener.appeared(subject);
    }
    Standing standing;
    boolean hasRisen;
    synchronized (watched) {
      if (watched.standing.level() == Level.STOPPED) {
        return;
      }
      watched.evidence.add(deviation.surplus, deviation.spread, deviation.floor, deviation.ceiling);
      standing = standing(watched);
      hasRisen = standing.level() != watched.standing.level();
      watched.standing = standing;
    }
    if (hasRisen) {
      listener.risen(standing);
    }
  }

  private Standing standing(Watched watched) {
    ReturnEvidence evidence = watched.evidence;
    double exponent = Math.max(0, Math.log(evidence.capital()) / Math.log(2));
    Level reached =
        exponent >= stopExponent
            ? Level.STOPPED
            : exponent >= warnExponent ? Level.WARNED : Level.QUIET;
    Level before = watched.standing.level();
    // What was said stays said: capital comes and goes.
    Level level = reached.compareTo(before) > 0 ? reached : before;
    return new Standing(watched.subject, evidence.rounds(), evidence.z(), exponent, level);
  }

  private BetModel model(Seen seen, int index) {
    Bet bet = seen.bets.get(index);
    List<Object> key = List.of(seen.round.game(), bet.selection());
    BetModel known = models.get(key);
    if (known == null) {
      known = BetModel.of(seen.game, seen.game.figures(seen.terms, bet));
      if (models.size() < MAX_MODELS) {
        models.put(key, known);
      }
    }
    return known;
  }

  /** {@return a win with the part of a minor unit that the floor cut off} */
  private static double exactly(BetResult result) {
    double win = (double) result.win().minor();
    if (result.detail().members().get("remainder") instanceof Json.Str(String part)) {
      int slash = part.indexOf('/');
      if (slash > 0) {
        win +=
            Double.parseDouble(part.substring(0, slash))
                / Double.parseDouble(part.substring(slash + 1));
      }
    }
    return win;
  }

  private static double raised(RoundSettled round, String bet) {
    double sum = 0;
    for (Json choice : round.choices()) {
      if (choice instanceof Json.Obj object
          && object.members().get("raise") instanceof Json.Obj raise
          && raise.members().get("bet") instanceof Json.Str(String of)
          && of.equals(bet)
          && raise.members().get("minor") instanceof Json.Str(String minor)) {
        sum += Double.parseDouble(minor);
      }
    }
    return sum;
  }

  /** Waits until every round that was handed over was looked at; for tests and an orderly stop. */
  public void drain() throws InterruptedException {
    while (pending.get() > 0) {
      Thread.sleep(1);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
