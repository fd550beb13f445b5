package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.astragal.games.api.Bet;
import org.astragal.games.api.Data;
import org.astragal.games.api.Game;

/**
 * One bet for each line of a game's published figures, with a stake whose wins are never rounded.
 */
final class Kinds {
  private Kinds() {}

  /** {@return all games, by id} */
  static List<Game> games() {
    return new ReferenceGames().games();
  }

  /** {@return the game of that id} */
  static Game game(String id) {
    return games().stream().filter(game -> game.id().equals(id)).findFirst().orElseThrow();
  }

  /** {@return a bet for each line of the figures, by the name of the line and in their order} */
  static Map<String, Bet> bets(Game game) {
    var bets = new LinkedHashMap<String, Bet>();
    for (var line : game.figures(game.defaultTerms())) {
      Data.Members selection = selection(game, line.bet());
      bets.put(line.bet(), new Bet("b" + bets.size(), selection, stake(game), 2));
    }
    return bets;
  }

  /** {@return the same bets in rounds: as many in each as the game takes} */
  static List<List<Bet>> rounds(Game game) {
    var rounds = new ArrayList<List<Bet>>();
    var bets = List.copyOf(bets(game).values());
    for (int i = 0; i < bets.size(); i += game.maximumBets()) {
      rounds.add(bets.subList(i, Math.min(bets.size(), i + game.maximumBets())));
    }
    return rounds;
  }

  /** A stake that every denominator of the game divides. */
  static long stake(Game game) {
    return switch (game.id()) {
      case "ref.craps" -> 30;
      case "ref.crash", "ref.scratch", "ref.slot.ways243" -> 100;
      case "ref.dice" -> 10_000;
      case "ref.lotto.649" -> 200;
      case "ref.mystery" -> 1_000_000;
      case "ref.slot.lines20" -> 5_000;
      default -> 20;
    };
  }

  private static Data.Members selection(Game game, String line) {
    String[] words = line.split(" ", -1);
    var none = Data.Members.empty();
    return switch (game.id()) {
      case "ref.baccarat" -> none.with("bet", line);
      case "ref.craps" ->
          words.length == 1
              ? none.with("kind", words[0])
              : none.with("kind", words[0]).with("number", Integer.parseInt(words[1]));
      case "ref.crash" -> none.with("cashOut", Integer.parseInt(words[1]));
      case "ref.dice" -> none.with("under", Integer.parseInt(words[1]));
      case "ref.keno.80" -> none.with("numbers", everySeventh(Integer.parseInt(words[1])));
      case "ref.lotto.649" -> none.with("numbers", everySeventh(6));
      case "ref.plinko16" -> none.with("risk", line);
      case "ref.roulette.eu" ->
          RouletteTable.bets(RouletteTable.Kind.valueOf(line)).getFirst().selection();
      case "ref.wheel.54" -> none.with("spot", line);
      default -> none;
    };
  }

  private static Data.Items everySeventh(int count) {
    return Data.Items.ofNumbers(IntStream.rangeClosed(1, count).map(i -> 7 * i).boxed().toList());
  }
}
