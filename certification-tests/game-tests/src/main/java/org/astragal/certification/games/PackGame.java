package org.astragal.certification.games;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.Data;
import org.astragal.games.api.Draws;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Game;
import org.astragal.games.api.GamePack;
import org.astragal.games.api.Played;

/**
 * A game of a pack with its bets, as the tests play it. The only class here that plays. Immutable.
 */
final class PackGame {
  /** Decimal places of the currency of all stakes. */
  private static final int EXPONENT = 2;

  private final Game game;
  private final GameData data;
  private final List<Bet> bets;
  private final List<OutcomeTable> tables;
  private final String name;

  /**
   * Prepares.
   *
   * @param game to play
   * @param data its bets and tables
   * @throws IllegalArgumentException if the game refuses the bets
   */
  PackGame(Game game, GameData data) {
    this.game = game;
    this.data = data;
    this.bets =
        data.bets().stream()
            .map(bet -> new Bet(bet.id(), members(bet.selection()), data.stakeMinor(), EXPONENT))
            .toList();
    this.tables = data.tables().stream().map(GameData.Table::table).toList();
    boolean isFirst =
        GameData.of(game.id(), game.version()).stream()
            .findFirst()
            .map(first -> first.stakeMinor() == data.stakeMinor())
            .orElse(true);
    this.name = isFirst ? game.id() : game.id() + " at " + data.stakeMinor();
    if (game.check(bets).isPresent()) {
      throw new IllegalArgumentException(
          game.id() + " refuses the bets of its data: " + game.check(bets).get());
    }
  }

  /**
   * What a round came to.
   *
   * @param detail of the first bet
   * @param wins by bet
   * @param raised what the choices have added to the stake, by bet
   * @param jackpots that were won, by bet
   */
  record Round(
      Data.Members detail,
      Map<String, Long> wins,
      Map<String, Long> raised,
      Map<String, String> jackpots) {
    /** {@return what a table counts: one outcome, or any number where it counts each} */
    List<String> outcomes(Counted counted) {
      return switch (counted.kind()) {
        case DETAIL -> List.of(detail.get(counted.key()).map(Round::text).orElse("none"));
        case EACH -> numbers(counted.key()).stream().map(Object::toString).toList();
        case WIN -> {
          long others =
              counted.without().isEmpty()
                  ? 0
                  : numbers(counted.without()).stream().mapToLong(Long::longValue).sum();
          yield List.of(Long.toString(wins.getOrDefault(counted.key(), -1L) - others));
        }
        case NET ->
            List.of(
                Long.toString(
                    wins.getOrDefault(counted.key(), -1L)
                        - raised.getOrDefault(counted.key(), 0L)));
        case JACKPOT -> List.of(jackpots.getOrDefault(counted.key(), "none"));
      };
    }

    private List<Long> numbers(String name) {
      var numbers = new ArrayList<Long>();
      for (Data item : detail.items(name).orElse(List.of())) {
        if (item instanceof Data.Whole(var number)) {
          numbers.add(number);
        }
      }
      return numbers;
    }

    private static String text(Data value) {
      return switch (value) {
        case Data.Text(var text) -> text;
        case Data.Whole(var number) -> Long.toString(number);
        case Data.Flag(var flag) -> Boolean.toString(flag);
        case Data.Items(var items) ->
            items.stream().map(Round::text).collect(Collectors.joining(" "));
        case Data.Members(var members) ->
            members.entrySet().stream()
                .map(member -> member.getKey() + " " + text(member.getValue()))
                .collect(Collectors.joining(", "));
      };
    }
  }

  /** {@return all games of all packs that are installed, by id} */
  static List<Game> installed() {
    return ServiceLoader.load(GamePack.class).stream()
        .flatMap(pack -> pack.get().games().stream())
        .sorted(Comparator.comparing(Game::id))
        .toList();
  }

  /** {@return those of them whose outcomes are listed, prepared once} */
  static List<PackGame> listed() {
    return Listed.GAMES;
  }

  /** Read when it is first asked for: a table has hundreds of exact fractions. */
  private static final class Listed {
    private static final List<PackGame> GAMES =
        installed().stream()
            .flatMap(game ->
                GameData.of(game.id(), game.version()).stream()
                    .map(data -> new PackGame(game, data)))
            .toList();
  }

  /** {@return what is placed in every round} */
  List<Bet> bets() {
    return bets;
  }

  /** {@return the tables of its data, in order} */
  List<OutcomeTable> tables() {
    return tables;
  }

  String id() {
    return game.id();
  }

  /** {@return the id, with the stake where it is not the first that the game is played at} */
  String name() {
    return name;
  }

  GameData data() {
    return data;
  }

  /**
   * Plays to the end; where the game asks its player, the player of the data chooses.
   *
   * @throws DrawsException if there is no draw
   */
  Round play(Draws draws) throws DrawsException {
    var round =
        org.astragal.games.api.Round.begin(
            game, game.defaultTerms(), bets, draws, data.player().choices());
    Played.Settled settled =
        switch (game.play(round)) {
          case Played.Settled end -> end;
          case Played.Awaiting _ ->
              throw new IllegalStateException(game.id() + " is not completed");
        };
    var wins = new TreeMap<String, Long>();
    var raised = new TreeMap<String, Long>();
    for (BetResult result : settled.results()) {
      wins.put(result.bet(), result.winMinor());
      raised.put(result.bet(), round.raisedMinor(result.bet()));
    }
    var jackpots = new TreeMap<String, String>();
    settled.triggers().forEach(trigger -> jackpots.put(trigger.bet(), trigger.level()));
    return new Round(settled.results().getFirst().detail(), wins, raised, jackpots);
  }

  private static Data.Members members(Map<String, Object> selection) {
    var members = Data.Members.empty();
    for (var member : selection.entrySet()) {
      members = members.with(member.getKey(), value(member.getValue()));
    }
    return members;
  }

  private static Data value(Object value) {
    return switch (value) {
      case String text -> new Data.Text(text);
      case Integer number -> new Data.Whole(number);
      case List<?> items -> {
        var values = new ArrayList<Data>();
        items.forEach(item -> values.add(value(item)));
        yield new Data.Items(values);
      }
      default -> throw new IllegalArgumentException("no part of a selection: " + value);
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
