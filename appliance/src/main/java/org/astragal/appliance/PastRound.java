package org.astragal.appliance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.astragal.games.api.Data;
import org.astragal.games.api.RecordedDraw;
import org.astragal.outcome.Draw;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordException;
import org.astragal.outcome.Reveal;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundStepped;
import org.astragal.outcome.RoundSuspended;
import org.astragal.outcome.SealedOutcome;
import org.astragal.signer.LogException;
import org.astragal.signer.OutcomeLog;

/**
 * What the log says of a round that has begun: enough to play it again up to here.
 *
 * @param opened its first record; empty for a round that begins
 * @param draws every draw so far, the hidden ones too, in order
 * @param made the values of the choices so far, in order
 * @param choices the same as the records have them
 * @param reveals what opens the commitments so far
 * @param step of the newest record
 * @param at time of the newest record
 * @param suspended the newest record, if it says that a step was not played
 * @param hasEnded whether there is nothing to choose any more
 */
record PastRound(
    Optional<RoundOpened> opened,
    List<RecordedDraw> draws,
    List<Data.Members> made,
    List<Json> choices,
    List<Reveal> reveals,
    int step,
    Instant at,
    Optional<RoundSuspended> suspended,
    boolean hasEnded) {
  /** A round that begins. */
  static final PastRound NONE =
      new PastRound(
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          -1,
          Instant.EPOCH,
          Optional.empty(),
          false);

  PastRound {
    draws = List.copyOf(draws);
    made = List.copyOf(made);
    choices = List.copyOf(choices);
    reveals = List.copyOf(reveals);
  }

  /**
   * Reads a round.
   *
   * @return what its sealed records say; empty if there is no such round, or it was played at once
   */
  static Optional<PastRound> read(OutcomeLog log, String operator, String roundId)
      throws LogException {
    var reader = new Reader(log, operator, roundId);
    for (SealedOutcome sealed : log.byRound(operator, roundId)) {
      try {
        reader.take(OutcomeRecord.parse(sealed.record()));
      } catch (RecordException e) {
        throw new IllegalStateException("the log holds only records", e);
      }
    }
    return reader.past();
  }

  /** Gathers one record after the other. */
  private static final class Reader {
    private final OutcomeLog log;
    private final String operator;
    private final String roundId;
    private final List<RecordedDraw> draws = new ArrayList<>();
    private final List<Data.Members> made = new ArrayList<>();
    private final List<Json> choices = new ArrayList<>();
    private final List<Reveal> reveals = new ArrayList<>();
    private Optional<RoundOpened> opened = Optional.empty();
    private Optional<RoundSuspended> suspended = Optional.empty();
    private int step = -1;
    private Instant at = Instant.EPOCH;
    private boolean hasEnded;

    Reader(OutcomeLog log, String operator, String roundId) {
      this.log = log;
      this.operator = operator;
      this.roundId = roundId;
    }

    void take(OutcomeRecord record) throws LogException {
      step++;
      at = record.at();
      suspended = Optional.empty();
      switch (record.body()) {
        case RoundOpened first -> {
          opened = Optional.of(first);
          drawn(first.commitment(), first.draws());
        }
        case RoundStepped next -> {
          choices.add(next.choice());
          made.add(value(next.choice()));
          drawn(next.commitment(), next.draws());
        }
        case RoundSuspended nothing -> suspended = Optional.of(nothing);
        default -> hasEnded = true;
      }
    }

    /** Where something is hidden, what is kept beside the record has all draws in their order. */
    private void drawn(Optional<Hash> commitment, List<Draw> shown) throws LogException {
      if (commitment.isEmpty() || hasEnded) {
        shown.forEach(draw -> draws.add(recorded(draw)));
        return;
      }
      Optional<byte[]> kept = log.secret(operator, roundId, step);
      if (kept.isEmpty()) {
        // The round has ended since its records were read.
        hasEnded = true;
        return;
      }
      HiddenDraws hidden = HiddenDraws.parse(kept.get());
      hidden.draws().forEach(draw -> draws.add(recorded(draw)));
      reveals.add(
          new Reveal(commitment.get(), HexFormat.of().formatHex(hidden.nonce()), made.size()));
    }

    Optional<PastRound> past() {
      return opened.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new PastRound(opened, draws, made, choices, reveals, step, at, suspended, hasEnded));
    }

    private static RecordedDraw recorded(Draw draw) {
      return new RecordedDraw(draw.purpose(), draw.n(), draw.v(), draw.step(), draw.isHidden());
    }

    private static Data.Members value(Json choice) {
      try {
        if (choice instanceof Json.Obj object) {
          return DataJson.toData(object.obj("value"));
        }
      } catch (ProblemException | JsonException e) {
        throw new IllegalStateException("the log holds only choices of games", e);
      }
      throw new IllegalStateException("the log holds only choices of games");
    }
  }
}
