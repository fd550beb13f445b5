package org.astragal.appliance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.astragal.games.api.Choice;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.outcome.BetResult;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundStepped;
import org.astragal.outcome.RoundVoided;

/**
 * Plays recorded rounds again from their draws and choices and says whether the same comes out. The
 * offer of a round that waits is checked at once where every draw is shown; where some are hidden,
 * when the record that settles the round reveals them. So records of one round are given in the
 * order of the log.
 *
 * <p>Thread safety: for one thread.
 */
final class Replay {
  /** Most rounds that wait for their end at one time. */
  private static final int MAX_WAITING = 10_000;

  private final GameCatalog games;
  private final Map<List<String>, RoundChain> waiting = new HashMap<>();

  Replay(GameCatalog games) {
    this.games = games;
  }

  /** {@return what the replay says of a record that is known to be sealed} */
  Finding check(OutcomeRecord record) {
    try {
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
    } catch (DrawsException | ProblemException e) {
      return new Finding.Refuted("replay: " + e.getMessage());
    } catch (IllegalArgumentException | IllegalStateException e) {
      return new Finding.Refuted("replay: the record holds what cannot be played: " + e);
    }
  }

  private static Finding nothing(OutcomeRecord record) {
    return new Finding.True(record.seq() + " " + record.body().type() + ", nothing to replay");
  }

  private Finding opened(OutcomeRecord record, RoundOpened opened)
      throws DrawsException, ProblemException {
    Optional<GameCatalog.Installed> installed = games.find(opened.game());
    if (installed.isEmpty()) {
      return PlayedAgain.notInstalled(opened.game());
    }
    if (waiting.size() == MAX_WAITING) {
      return new Finding.Undecided("replay: more than " + MAX_WAITING + " rounds wait");
    }
    var chain = new RoundChain(installed.get(), record, opened);
    waiting.put(List.of(opened.operator(), opened.round().id()), chain);
    return offer(record, chain);
  }

  private Finding stepped(OutcomeRecord record, RoundStepped stepped)
      throws DrawsException, ProblemException {
    RoundChain chain = waiting.get(List.of(stepped.operator(), stepped.round().id()));
    if (chain == null) {
      return new Finding.Undecided("replay needs the round.opened of this round before it");
    }
    chain.add(record, stepped);
    return offer(record, chain);
  }

  private static Finding offer(OutcomeRecord record, RoundChain chain)
      throws DrawsException, ProblemException {
    String what = record.seq() + " " + record.body().type();
    if (chain.hasHidden()) {
      return new Finding.True(what + ", replayed when its round is settled");
    }
    Optional<String> difference = chain.differenceOfNewest();
    return difference.isPresent()
        ? new Finding.Refuted("replay: " + difference.get())
        : new Finding.True(what + ", replayed");
  }

  private Finding settled(OutcomeRecord record, RoundSettled settled)
      throws DrawsException, ProblemException {
    RoundChain chain = waiting.remove(List.of(settled.operator(), settled.round().id()));
    Optional<GameCatalog.Installed> installed = games.find(settled.game());
    if (installed.isEmpty()) {
      return PlayedAgain.notInstalled(settled.game());
    }
    Optional<String> difference = difference(settled, installed.get());
    if (difference.isEmpty() && chain != null) {
      difference = chain.differenceFrom(settled);
    }
    return difference.isPresent()
        ? new Finding.Refuted("replay: " + difference.get())
        : new Finding.True(record.seq() + " " + settled.game().id() + ", replayed");
  }

  private static Optional<String> difference(RoundSettled settled, GameCatalog.Installed installed)
      throws DrawsException, ProblemException {
    Round round = PlayedAgain.round(installed, settled.bets(), settled.draws(), settled.choices());
    if (!(installed.game().play(round) instanceof Played.Settled again)) {
      return Optional.of("the round still waits for a choice");
    }
    round.finish();
    for (int i = 0; i < settled.choices().size(); i++) {
      if (!withoutMaker(settled.choices().get(i)).equals(choice(round.chosen().get(i)))) {
        return Optional.of("choice " + i + " is not what the game offers");
      }
    }
    Optional<String> results =
        differenceOfResults(settled.results(), RoundPlay.results(settled.bets(), again.results()));
    if (results.isPresent()) {
      return results;
    }
    return ContributionTable.triggers(settled.contributions(), again.triggers())
            .equals(settled.triggers())
        ? Optional.empty()
        : Optional.of("the draws win other jackpot levels than the record says");
  }

  /** A record settles each of its bets once, and so does a game. */
  private static Optional<String> differenceOfResults(
      List<BetResult> recorded, List<BetResult> again) {
    for (int i = 0; i < again.size(); i++) {
      if (!again.get(i).equals(recorded.get(i))) {
        return Optional.of(
            "bet "
                + again.get(i).bet()
                + " wins "
                + again.get(i).win().minor()
                + ", the record says "
                + recorded.get(i).win().minor()
                + ", or their details differ");
      }
    }
    return Optional.empty();
  }

  private static Json choice(Choice choice) {
    return DataJson.toJson(choice.toData());
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
