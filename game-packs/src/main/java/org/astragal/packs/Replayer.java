package org.astragal.packs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.astragal.outcome.Bet;
import org.astragal.outcome.Draw;
import org.astragal.outcome.GameRef;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.packs.PackException.Fault;

/**
 * Plays recorded rounds again, with the logic that their records name, out of the archive.
 *
 * <p>A record that was verified vouches for the logic by its hash: code of another hash is never
 * run.
 *
 * <p>Thread safety: for any threads.
 */
public final class Replayer {
  /** Logics that stay loaded. */
  private static final int MAX_LOADED = 8;

  private final PackArchive archive;
  private final Map<Hash, ArchivedLogic> loaded =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, ArchivedLogic> eldest) {
          return size() > MAX_LOADED;
        }
      };

  /**
   * Creates one.
   *
   * @param archive where the logic is
   */
  public Replayer(PackArchive archive) {
    this.archive = archive;
  }

  /**
   * Plays a round again, to its end or to the first choice that was not made.
   *
   * @param game as a record names it that was verified
   * @param bets the bets of the round
   * @param draws its draws, in order; no other is ever made
   * @param choices its choices, in the form of records
   * @return what came of it
   */
  public PlayedAgain play(GameRef game, List<Bet> bets, List<Draw> draws, List<Json> choices) {
    try {
      Map<String, Object> answer = logic(game.logic()).play(plain(game, bets, draws, choices));
      return PlayedAgain.of(bets, answer);
    } catch (PackException e) {
      return e.fault() == Fault.NOT_LOADABLE
          ? new PlayedAgain.Refused(String.valueOf(e.getMessage()))
          : new PlayedAgain.Unavailable(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return new PlayedAgain.Refused("the record holds what cannot be played: " + e.getMessage());
    }
  }

  private synchronized ArchivedLogic logic(Hash hash) throws PackException {
    ArchivedLogic known = loaded.get(hash);
    if (known == null) {
      known = ArchivedLogic.of(archive.find(hash));
      loaded.put(hash, known);
    }
    return known;
  }

  private static Map<String, Object> plain(
      GameRef game, List<Bet> placed, List<Draw> drawn, List<Json> chosen) {
    var bets = new ArrayList<Object>();
    for (Bet bet : placed) {
      bets.add(
          Map.of(
              "exponent", (long) bet.stake().exp(),
              "id", bet.id(),
              "selection", PlainJson.plain(bet.selection()),
              "stakeMinor", bet.stake().minor()));
    }
    var draws = new ArrayList<Object>();
    for (Draw draw : drawn) {
      draws.add(List.of(draw.purpose(), draw.n(), draw.v(), (long) draw.step(), draw.isHidden()));
    }
    var choices = new ArrayList<Object>();
    for (Json choice : chosen) {
      choices.add(PlainJson.plain(value(choice)));
    }
    return Map.of(
        "bets",
        bets,
        "choices",
        choices,
        "draws",
        draws,
        "game",
        game.id(),
        "terms",
        game.terms(),
        "version",
        game.version());
  }

  /** {@return what was chosen, out of what the record says of the choice} */
  private static Json value(Json choice) {
    if (choice instanceof Json.Obj object
        && object.members().get("value") instanceof Json.Obj value) {
      return value;
    }
    throw new IllegalArgumentException("a choice has no value");
  }
}
