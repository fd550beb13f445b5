package org.astragal.appliance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenException;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Event;
import org.astragal.outcome.JackpotEvent;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.rng.Rng;
import org.astragal.rng.RngException;
import org.astragal.rng.RngStream;
import org.astragal.signer.Kept;
import org.astragal.signer.LogException;
import org.astragal.signer.OutcomeLog;
import org.jspecify.annotations.Nullable;

/**
 * The jackpot levels over which this appliance decides. One question about a level is answered at a
 * time; its answer is a record, and what is known of the level afterwards is durable when the
 * record is. A question that is repeated gets the same bytes, also after a restart.
 *
 * <p>Thread safety: for any threads.
 */
final class Jackpots {
  /** Most levels of all ledgers together. */
  static final int MAX_LEVELS = 4_096;

  private static final String KEPT = "jackpot/";

  private final OutcomeLog log;
  private final JackpotDecider decider;
  private final Supplier<ApplianceInfo> appliance;
  private final Map<List<String>, Level> levels = new ConcurrentHashMap<>();

  private Jackpots(OutcomeLog log, JackpotDecider decider, Supplier<ApplianceInfo> appliance) {
    this.log = log;
    this.decider = decider;
    this.appliance = appliance;
  }

  /**
   * Reads what is known of each level.
   *
   * @param config how thresholds are kept; without it none is drawn
   * @throws StartException if thresholds are kept that cannot be read
   */
  static Jackpots open(
      OutcomeLog log,
      Rng rng,
      Token token,
      Optional<ApplianceConfig.Thresholds> config,
      ThresholdLogic logic,
      Function<RngStream, ApplianceInfo> appliance)
      throws StartException, LogException {
    List<Kept> kept = log.kept(KEPT);
    Optional<ThresholdVault> vault =
        config.isEmpty()
            ? Optional.empty()
            : Optional.of(ThresholdVault.open(token, config.get(), !kept.isEmpty()));
    try {
      RngStream stream = rng.stream("jackpots");
      var jackpots =
          new Jackpots(
              log,
              new JackpotDecider(new GameSource(stream), logic, vault),
              () -> appliance.apply(stream));
      for (Kept one : kept) {
        jackpots.load(one, vault);
      }
      return jackpots;
    } catch (RngException e) {
      throw Stages.noDraws(e);
    }
  }

  private void load(Kept kept, Optional<ThresholdVault> vault) throws StartException {
    JackpotState state =
        JackpotState.parse(
            kept.value(), appliance.get(), (place, sealed) -> unseal(vault, place, sealed));
    var key = List.of(state.place().pool(), state.place().level());
    levels.put(key, new Level(Optional.of(state), kept.seq()));
  }

  private static ThresholdSecret unseal(
      Optional<ThresholdVault> vault, JackpotEvent.Place place, byte[] sealed)
      throws StartException {
    if (vault.isEmpty()) {
      throw new StartException(
          StartException.Fault.TOKEN,
          "the log keeps the threshold of "
              + place
              + ", and the configuration has no section thresholds that names its key");
    }
    try {
      return vault.get().open(JackpotDecider.context(place), sealed);
    } catch (TokenException e) {
      throw new StartException(
          StartException.Fault.TOKEN,
          "the threshold of " + place + " cannot be read: " + e.getMessage(),
          e);
    }
  }

  /**
   * An answer, as soon as it is sealed.
   *
   * @param sealed the record; fails if the log does not take it
   * @param repeated whether it was asked before
   */
  record Answer(CompletableFuture<SealedOutcome> sealed, boolean repeated) {}

  /**
   * Answers a question.
   *
   * @throws ProblemException if it does not follow from what was asked before; nothing was drawn
   */
  Answer ask(JackpotQuestion question) throws ProblemException, LogException {
    var key = List.of(question.place().pool(), question.place().level());
    if (!levels.containsKey(key) && levels.size() >= MAX_LEVELS) {
      throw new ProblemException(
          ProblemType.BUSY, "This appliance decides over " + MAX_LEVELS + " levels already.");
    }
    Level level = levels.computeIfAbsent(key, _ -> new Level(Optional.empty(), -1));
    return level.ask(question);
  }

  /** One level. Its lock is never held while somebody waits for a seal. */
  private final class Level {
    private Optional<JackpotState> state;

    /** Where the last answer is, once it is sealed; negative before the first. */
    private long seq;

    private Optional<CompletableFuture<SealedOutcome>> pending = Optional.empty();

    private Level(Optional<JackpotState> state, long seq) {
      this.state = state;
      this.seq = seq;
    }

    private synchronized Answer ask(JackpotQuestion question)
        throws ProblemException, LogException {
      boolean isSame =
          state.isPresent()
              && state.get().place().isLevelOf(question.place())
              && state.get().question().equals(question.hash());
      if (pending.isPresent()) {
        if (isSame) {
          return new Answer(pending.get(), true);
        }
        throw new ProblemException(
            ProblemType.BUSY, "Another question about this level is being answered.");
      }
      return isSame ? new Answer(again(), true) : new Answer(anew(question), false);
    }

    private CompletableFuture<SealedOutcome> again() throws ProblemException, LogException {
      return CompletableFuture.completedFuture(
          log.bySeq(seq)
              .orElseThrow(() ->
                  new ProblemException(
                      ProblemType.NOT_READY, "Ask again; the answer is not sealed yet.")));
    }

    private CompletableFuture<SealedOutcome> anew(JackpotQuestion question)
        throws ProblemException {
      JackpotDecider.Decision decision = decider.decide(state, question);
      Optional<JackpotState> before = state;
      var event = new Event(decision.said().type(), appliance.get(), decision.said().members());
      String name = KEPT + question.place().pool() + "/" + question.place().level();
      CompletableFuture<SealedOutcome> sealing = log.append(event, name, decision.after().encode());
      state = Optional.of(decision.after());
      pending = Optional.of(sealing);
      return sealing.whenComplete((sealed, failure) -> done(before, sealed, failure));
    }

    /** A record that the log did not take was never there: the question is open again. */
    private synchronized void done(
        Optional<JackpotState> before,
        @Nullable SealedOutcome sealed,
        @Nullable Throwable failure) {
      pending = Optional.empty();
      if (failure != null || sealed == null) {
        state = before;
      } else {
        seq = Jackpots.seqOf(sealed);
      }
    }
  }

  private static long seqOf(SealedOutcome sealed) {
    try {
      return sealed.receipt().index();
    } catch (NoteException e) {
      throw new IllegalStateException("the log gave it", e);
    }
  }
}
