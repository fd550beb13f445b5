package org.astragal.appliance;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.astragal.games.api.DrawsException;
import org.astragal.hsm.TokenException;
import org.astragal.outcome.JackpotEvent;
import org.astragal.outcome.JackpotEvent.Checked;
import org.astragal.outcome.JackpotEvent.Closed;
import org.astragal.outcome.JackpotEvent.Committed;
import org.astragal.outcome.JackpotEvent.Drawn;
import org.astragal.outcome.JackpotEvent.MysteryDraw;
import org.astragal.outcome.JackpotEvent.Place;

/**
 * Answers a question about a jackpot level from what is known of it. What is asked must go on where
 * the last answer ended: values that never shrink, cycles that never come back, contributions for
 * which nothing was drawn. So nobody finds a threshold by trying, or draws twice.
 *
 * <p>Thread safety: for any threads; it keeps nothing.
 */
final class JackpotDecider {
  private final GameSource source;
  private final ThresholdLogic logic;
  private final Optional<ThresholdVault> vault;

  /**
   * Creates one.
   *
   * @param source where chance comes from
   * @param logic what makes a threshold of a draw
   * @param vault encrypts thresholds; without it none is drawn
   */
  JackpotDecider(GameSource source, ThresholdLogic logic, Optional<ThresholdVault> vault) {
    this.source = source;
    this.logic = logic;
    this.vault = vault;
  }

  /**
   * An answer.
   *
   * @param after what is known of the level with it
   * @param said what is sealed
   */
  record Decision(JackpotState after, JackpotEvent said) {}

  /**
   * Decides.
   *
   * @param before what is known of the level; nothing if it was never asked about
   * @throws ProblemException if the question does not follow; nothing was drawn
   */
  Decision decide(Optional<JackpotState> before, JackpotQuestion question) throws ProblemException {
    if (before.isPresent() && !before.get().place().isLevelOf(question.place())) {
      throw refused("The level belongs to another ledger.");
    }
    if (before.isPresent() && question.place().cycle() < before.get().place().cycle()) {
      throw refused("Cycle " + before.get().place().cycle() + " of it has begun.");
    }
    try {
      return switch (question) {
        case JackpotQuestion.Commit commit -> commit(before, commit);
        case JackpotQuestion.Check check -> check(open(before, check.place()), check);
        case JackpotQuestion.Close close -> close(open(before, close.place()), close);
        case JackpotQuestion.Draw draw -> draw(before, draw);
      };
    } catch (DrawsException e) {
      throw new ProblemException(
          ProblemType.NOT_READY, "Ask again; no draw could be had: " + e.fault() + ".");
    } catch (TokenException e) {
      throw new ProblemException(
          ProblemType.NOT_READY, "Ask again; the token failed: " + e.fault() + ".");
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          ProblemType.MALFORMED_REQUEST, "The body: " + e.getMessage() + ".");
    }
  }

  private Decision commit(Optional<JackpotState> before, JackpotQuestion.Commit asked)
      throws ProblemException, DrawsException, TokenException {
    if (before.flatMap(JackpotState::open).isPresent()) {
      throw refused("Its threshold of cycle " + before.get().place().cycle() + " is not told yet.");
    }
    Place place = asked.place();
    if (before.isPresent() && place.cycle() == before.get().place().cycle()) {
      throw refused("Cycle " + place.cycle() + " of it was decided.");
    }
    ThresholdVault keeper =
        vault.orElseThrow(() ->
            new ProblemException(
                ProblemType.NOT_READY,
                "The configuration of this appliance has no section thresholds."));
    ThresholdLogic.Installed rule =
        logic
            .newest()
            .orElseThrow(() ->
                new ProblemException(
                    ProblemType.NOT_READY,
                    "No installed pack has " + ThresholdLogic.MUST_HIT_BY + "."));
    if (asked.toMinor() > JackpotEvent.MAX_MINOR) {
      throw new IllegalArgumentException("toMinor must be at most " + JackpotEvent.MAX_MINOR);
    }
    long from = asked.openMicro() / JackpotEvent.MICRO;
    long draw = source.draws().below("threshold", rule.logic().below(from, asked.toMinor()));
    var secret =
        new ThresholdSecret(
            rule.logic().thresholdMinor(from, asked.toMinor(), draw), source.nonce());
    var committed =
        new Committed(
            place, asked.openMicro(), from, asked.toMinor(), secret.commitment(place), rule.ref());
    String sealed = Base64.getEncoder().encodeToString(keeper.seal(context(place), secret));
    var open = new JackpotState.Open(committed, asked.openMicro(), secret, sealed);
    return new Decision(
        new JackpotState(place, asked.hash(), 0, false, Optional.of(open)), committed);
  }

  /** {@return what the key is made for under which a threshold is kept} */
  static String context(Place place) {
    return place.ledger() + "\n" + place.pool() + "\n" + place.level() + "\n" + place.cycle();
  }

  private static JackpotState open(Optional<JackpotState> before, Place place)
      throws ProblemException {
    return before
        .filter(state -> state.open().isPresent() && state.place().equals(place))
        .orElseThrow(() -> refused("It has no threshold in cycle " + place.cycle() + "."));
  }

  private static Decision check(JackpotState before, JackpotQuestion.Check asked)
      throws ProblemException {
    JackpotState.Open open = before.open().orElseThrow();
    if (asked.before() != open.micro()) {
      throw refused("The last answer about it was for " + open.micro() + " micro-units.");
    }
    if (asked.after() < open.micro()) {
      throw refused("What is asked about never shrinks.");
    }
    if (asked.after() > open.committed().toMinor() * JackpotEvent.MICRO) {
      throw refused("It never holds more than " + open.committed().toMinor() + " minor units.");
    }
    if (asked.posting() <= before.posting()) {
      throw refused("Posting " + before.posting() + " of it was decided.");
    }
    boolean isHit = open.secret().isReachedBy(asked.after());
    var said =
        new Checked(
            asked.place(),
            asked.before(),
            asked.after(),
            asked.posting(),
            open.committed().commitment(),
            isHit ? Optional.of(open.secret().open()) : Optional.empty());
    Optional<JackpotState.Open> next =
        isHit ? Optional.empty() : Optional.of(open.at(asked.after()));
    return new Decision(
        new JackpotState(asked.place(), asked.hash(), asked.posting(), false, next), said);
  }

  private static Decision close(JackpotState before, JackpotQuestion.Close asked) {
    JackpotState.Open open = before.open().orElseThrow();
    return new Decision(
        new JackpotState(asked.place(), asked.hash(), before.posting(), false, Optional.empty()),
        new Closed(asked.place(), open.committed().commitment(), open.secret().open()));
  }

  private Decision draw(Optional<JackpotState> before, JackpotQuestion.Draw asked)
      throws ProblemException, DrawsException {
    if (before.flatMap(JackpotState::open).isPresent()) {
      throw refused("It is decided by a threshold.");
    }
    if (before.isPresent()
        && (before.get().drawn()
            ? asked.after() != before.get().posting()
            : asked.after() < before.get().posting())) {
      throw refused("Posting " + before.get().posting() + " of it was decided last.");
    }
    var draws = new ArrayList<MysteryDraw>();
    // What cannot be asked is refused before anything is drawn.
    record(asked, asked.stakes().stream().map(s -> drawn(s, 0)).toList());
    for (JackpotQuestion.Stake stake : asked.stakes()) {
      draws.add(drawn(stake, source.draws().below("mystery", asked.oneInMinor())));
    }
    return new Decision(
        new JackpotState(asked.place(), asked.hash(), asked.last(), true, Optional.empty()),
        record(asked, draws));
  }

  private static MysteryDraw drawn(JackpotQuestion.Stake stake, long value) {
    return new MysteryDraw(stake.posting(), stake.minor(), value);
  }

  private static Drawn record(JackpotQuestion.Draw asked, List<MysteryDraw> draws) {
    return new Drawn(
        asked.place(),
        asked.oneInMinor(),
        asked.after(),
        asked.last(),
        asked.contributions(),
        draws);
  }

  private static ProblemException refused(String why) {
    return new ProblemException(ProblemType.JACKPOT_STATE, "Nothing was decided. " + why);
  }
}
