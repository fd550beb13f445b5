package org.astragal.appliance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.Draw;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.Reveal;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundStepped;
import org.astragal.packs.PlayedAgain;
import org.astragal.packs.Replayer;

/** Records of a round that waits, in the order of its steps, and what its end says of them. */
final class RoundChain {
  /** More than any round has. */
  private static final int MAX_STEPS = 1_024;

  private final Replayer replayer;
  private final RoundOpened opened;
  private final List<Step> steps = new ArrayList<>();

  RoundChain(Replayer replayer, OutcomeRecord record, RoundOpened opened) {
    this.replayer = replayer;
    this.opened = opened;
    steps.add(
        new Step(
            record.seq(),
            Optional.empty(),
            opened.draws(),
            opened.commitment(),
            opened.awaiting()));
  }

  /** {@return whether a round may have as many steps} */
  boolean add(OutcomeRecord record, RoundStepped stepped) {
    if (steps.size() == MAX_STEPS) {
      return false;
    }
    steps.add(
        new Step(
            record.seq(),
            Optional.of(stepped.choice()),
            stepped.draws(),
            stepped.commitment(),
            stepped.awaiting()));
    return true;
  }

  boolean hasHidden() {
    return steps.stream().anyMatch(step -> step.commitment().isPresent());
  }

  /** For a round in which everything is shown. */
  Optional<Finding> differenceOfNewest() {
    var draws = new ArrayList<Draw>();
    steps.forEach(step -> draws.addAll(step.draws()));
    return differenceOfOffer(steps.size() - 1, draws, choices());
  }

  Optional<Finding> differenceFrom(RoundSettled settled) {
    if (!settled.bets().equals(opened.bets()) || !settled.game().equals(opened.game())) {
      return refuted("the round was opened with other bets, or with another game");
    }
    if (settled.choices().size() < steps.size() - 1
        || !settled.choices().subList(0, steps.size() - 1).equals(choices())) {
      return refuted("the choices are not those of the round's earlier records");
    }
    for (int made = 0; made < steps.size(); made++) {
      Optional<Finding> difference =
          steps.get(made).differenceFrom(settled, made).map(Replay::refuted);
      if (difference.isEmpty()) {
        int step = made;
        difference =
            differenceOfOffer(
                made,
                settled.draws().stream().filter(draw -> draw.step() <= step).toList(),
                settled.choices().subList(0, made));
      }
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static Optional<Finding> refuted(String why) {
    return Optional.of(Replay.refuted(why));
  }

  private List<Json> choices() {
    return steps.stream().flatMap(step -> step.choice().stream()).toList();
  }

  private Optional<Finding> differenceOfOffer(int made, List<Draw> draws, List<Json> choices) {
    String offers = "record " + steps.get(made).seq() + " offers what the game does not";
    return switch (replayer.play(opened.game(), opened.bets(), draws, choices)) {
      case PlayedAgain.Awaiting(Json.Obj offer) ->
          offer.equals(steps.get(made).awaiting()) ? Optional.empty() : refuted(offers);
      case PlayedAgain.Refused(String why) -> refuted(offers + ": " + why);
      case PlayedAgain.Unavailable(String why) ->
          Optional.of(new Finding.Undecided("replay: " + why));
      case PlayedAgain.Settled _ -> refuted(offers + ": the round is at its end");
    };
  }

  /** One record of a round that waits. */
  private record Step(
      long seq,
      Optional<Json> choice,
      List<Draw> draws,
      Optional<Hash> commitment,
      Json.Obj awaiting) {
    /** What was shown must be what was drawn, and what was hidden what was committed to. */
    Optional<String> differenceFrom(RoundSettled settled, int made) {
      List<Draw> shown =
          settled.draws().stream().filter(draw -> draw.step() == made && !draw.isHidden()).toList();
      if (!shown.equals(draws)) {
        return Optional.of("record " + seq + " shows other draws than the round had");
      }
      // Every reveal of a record opens the hidden draws of its step, or the record is malformed.
      Optional<Hash> revealed =
          settled.reveals().stream()
              .filter(reveal -> reveal.step() == made)
              .map(Reveal::commitment)
              .findFirst();
      return revealed.equals(commitment)
          ? Optional.empty()
          : Optional.of("record " + seq + " committed to other draws than the round had");
    }
  }
}
