package org.astragal.appliance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.outcome.Draw;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.Reveal;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundStepped;

/** Records of a round that waits, in the order of its steps, and what its end says of them. */
final class RoundChain {
  private final GameCatalog.Installed installed;
  private final RoundOpened opened;
  private final List<Step> steps = new ArrayList<>();

  RoundChain(GameCatalog.Installed installed, OutcomeRecord record, RoundOpened opened) {
    this.installed = installed;
    this.opened = opened;
    steps.add(
        new Step(
            record.seq(),
            Optional.empty(),
            opened.draws(),
            opened.commitment(),
            opened.awaiting()));
  }

  void add(OutcomeRecord record, RoundStepped stepped) {
    if (steps.size() > installed.game().plan().bounds().choices()) {
      throw new IllegalArgumentException("more steps than the plan of the game has");
    }
    steps.add(
        new Step(
            record.seq(),
            Optional.of(stepped.choice()),
            stepped.draws(),
            stepped.commitment(),
            stepped.awaiting()));
  }

  boolean hasHidden() {
    return steps.stream().anyMatch(step -> step.commitment().isPresent());
  }

  /** For a round in which everything is shown. */
  Optional<String> differenceOfNewest() throws DrawsException, ProblemException {
    var draws = new ArrayList<Draw>();
    steps.forEach(step -> draws.addAll(step.draws()));
    return differenceOfOffer(steps.size() - 1, draws, choices());
  }

  Optional<String> differenceFrom(RoundSettled settled) throws DrawsException, ProblemException {
    if (!settled.bets().equals(opened.bets()) || !settled.game().equals(opened.game())) {
      return Optional.of("the round was opened with other bets, or with another game");
    }
    if (settled.choices().size() < steps.size() - 1
        || !settled.choices().subList(0, steps.size() - 1).equals(choices())) {
      return Optional.of("the choices are not those of the round's earlier records");
    }
    for (int made = 0; made < steps.size(); made++) {
      Optional<String> difference = steps.get(made).differenceFrom(settled, made);
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

  private List<Json> choices() {
    return steps.stream().flatMap(step -> step.choice().stream()).toList();
  }

  private Optional<String> differenceOfOffer(int made, List<Draw> draws, List<Json> choices)
      throws DrawsException, ProblemException {
    Round round = PlayedAgain.round(installed, opened.bets(), draws, choices);
    boolean isSame =
        installed.game().play(round) instanceof Played.Awaiting awaiting
            && DataJson.toJson(awaiting.toData()).equals(steps.get(made).awaiting());
    round.finish();
    return isSame
        ? Optional.empty()
        : Optional.of("record " + steps.get(made).seq() + " offers what the game does not");
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
