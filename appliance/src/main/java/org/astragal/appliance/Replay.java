package org.astragal.appliance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundStepped;
import org.astragal.outcome.RoundVoided;
import org.astragal.packs.PlayedAgain;
import org.astragal.packs.Replayer;

/**
 * Plays recorded rounds again from their draws and choices, with the archived logic that their
 * records name, and says whether the same comes out. The offer of a round that waits is checked at
 * once where every draw is shown; where some are hidden, when the record that settles the round
 * reveals them. So records of one round are given in the order of the log.
 *
 * <p>Thread safety: for one thread.
 */
final class Replay {
  /** Most rounds that wait for their end at one time. */
  private static final int MAX_WAITING = 10_000;

  private final Replayer replayer;
  private final Map<List<String>, RoundChain> waiting = new HashMap<>();

  Replay(Replayer replayer) {
    this.replayer = replayer;
  }

  /** {@return what the replay says of a record that is known to be sealed} */
  Finding check(OutcomeRecord record) {
    return switch (record.body()) {
      case RoundOpened opened -> opened(record, opened);
      case RoundStepped stepped -> stepped(record, stepped);
      case RoundSettled settled -> settled(record, settled);
      case RoundVoided voided -> {
        waiting.remove(List.of(voided.operator(), voided.round().id()));
        yield nothing(record);
      }
      default -> nothing(record);
    };
  }

  private static Finding nothing(OutcomeRecord record) {
    return new Finding.True(record.seq() + " " + record.body().type() + ", nothing to replay");
  }

  private Finding opened(OutcomeRecord record, RoundOpened opened) {
    if (waiting.size() == MAX_WAITING) {
      return new Finding.Undecided("replay: more than " + MAX_WAITING + " rounds wait");
    }
    var chain = new RoundChain(replayer, record, opened);
    waiting.put(List.of(opened.operator(), opened.round().id()), chain);
    return offer(record, chain);
  }

  private Finding stepped(OutcomeRecord record, RoundStepped stepped) {
    RoundChain chain = waiting.get(List.of(stepped.operator(), stepped.round().id()));
    if (chain == null) {
      return new Finding.Undecided("replay needs the round.opened of this round before it");
    }
    return chain.add(record, stepped)
        ? offer(record, chain)
        : refuted("more steps than a round has");
  }

  private static Finding offer(OutcomeRecord record, RoundChain chain) {
    String what = record.seq() + " " + record.body().type();
    return chain.hasHidden()
        ? new Finding.True(what + ", replayed when its round is settled")
        : chain.differenceOfNewest().orElse(replayed(what));
  }

  private Finding settled(OutcomeRecord record, RoundSettled settled) {
    RoundChain chain = waiting.remove(List.of(settled.operator(), settled.round().id()));
    PlayedAgain again =
        replayer.play(settled.game(), settled.bets(), settled.draws(), settled.choices());
    return switch (again) {
      case PlayedAgain.Refused(String why) -> refuted(why);
      case PlayedAgain.Unavailable(String why) -> new Finding.Undecided("replay: " + why);
      case PlayedAgain.Awaiting _ -> refuted("the round still waits for a choice");
      case PlayedAgain.Settled end ->
          difference(settled, end)
              .map(Replay::refuted)
              .or(() -> chain == null ? Optional.empty() : chain.differenceFrom(settled))
              .orElse(replayed(record.seq() + " " + settled.game().id()));
    };
  }

  private static Finding replayed(String what) {
    return new Finding.True(what + ", replayed");
  }

  static Finding refuted(String why) {
    return new Finding.Refuted("replay: " + why);
  }

  private static Optional<String> difference(RoundSettled settled, PlayedAgain.Settled again) {
    var made = new ArrayList<Json>();
    settled.choices().forEach(choice -> made.add(withoutMaker(choice)));
    for (int i = 0; i < made.size(); i++) {
      if (i >= again.choices().size() || !made.get(i).equals(again.choices().get(i))) {
        return Optional.of("choice " + i + " is not what the game offers");
      }
    }
    return again
        .differenceFrom(settled.results())
        .or(() ->
            ContributionTable.triggers(settled.contributions(), again.triggers())
                    .equals(settled.triggers())
                ? Optional.empty()
                : Optional.of("the draws win other jackpot levels than the record says"));
  }

  /** Who made a choice is not for the game to say. */
  private static Json withoutMaker(Json choice) {
    if (!(choice instanceof Json.Obj object)) {
      return choice;
    }
    var members = new TreeMap<String, Json>(object.members());
    members.remove(Turn.BY);
    return Json.Obj.of(members);
  }
}
