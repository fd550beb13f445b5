package org.astragal.games.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Plays a recorded round again in types of {@code java.base} alone. A program of ten years later
 * has another version of this package; it loads the archived one beside its own and calls this by
 * name. So the forms below never change: another form gets another method.
 *
 * <p>Text is a {@link String}, a whole number a {@link Long}, a flag a {@link Boolean}, a list a
 * {@link List}, and named members are a {@link Map} of such values.
 */
public final class PlainPlay {
  private PlainPlay() {}

  /**
   * Plays one round to its end, or to the first choice that was not made.
   *
   * @param pack a {@link GamePack}
   * @param round {@code game}, {@code version} and {@code terms}; {@code bets}, each with {@code
   *     id}, {@code selection}, {@code stakeMinor} and {@code exponent}; {@code draws}, each a list
   *     of purpose, n, value, step and whether it is hidden; {@code choices}, the values of all
   *     choices in order
   * @return {@code choices} as the game offers those that were made, each with {@code value} and
   *     perhaps {@code raise}; and at the end {@code results}, each with {@code bet}, {@code
   *     detail}, {@code features} and {@code winMinor}, and {@code triggers}, each with {@code
   *     bet}, {@code draw} and {@code level}; before it {@code awaiting} with {@code choices} and
   *     {@code view}. Or {@code refused} alone, a sentence that says why the round cannot have been
   *     played like this
   * @throws ClassCastException if the arguments have another form
   * @throws IllegalArgumentException if a member is missing
   */
  public static Map<String, Object> play(Object pack, Map<String, Object> round) {
    Optional<Game> game = game((GamePack) pack, text(round, "game"), text(round, "version"));
    if (game.isEmpty()) {
      return refused("the pack has no such game");
    }
    List<Bet> bets = bets(list(round, "bets"));
    List<RecordedDraw> draws = draws(list(round, "draws"));
    var choices = new ArrayList<Data.Members>();
    for (Object choice : list(round, "choices")) {
      choices.add(members(choice));
    }
    try {
      Terms terms = Terms.of(game.get().options(), terms(member(round, "terms")));
      Optional<BetRefusal> refusal = game.get().check(bets);
      if (refusal.isPresent()) {
        return refused(refusal.get().message());
      }
      Round again = Round.replay(game.get(), terms, bets, draws, choices);
      Played played = game.get().play(again);
      again.finish();
      var made = new ArrayList<Object>();
      for (Choice choice : again.chosen()) {
        made.add(plain(choice.toData()));
      }
      Map<String, Object> answer = plain(played);
      answer.put("choices", made);
      return answer;
    } catch (DrawsException | IllegalArgumentException e) {
      return refused(e.getMessage() == null ? "the round is not playable" : e.getMessage());
    }
  }

  private static Map<String, Object> refused(String why) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("refused", why);
    return answer;
  }

  private static Optional<Game> game(GamePack pack, String id, String version) {
    for (Game game : pack.games()) {
      if (game.id().equals(id) && game.version().equals(version)) {
        return Optional.of(game);
      }
    }
    return Optional.empty();
  }

  private static List<Bet> bets(List<?> plain) {
    var bets = new ArrayList<Bet>();
    for (Object one : plain) {
      Map<?, ?> bet = (Map<?, ?>) one;
      bets.add(
          new Bet(
              text(bet, "id"),
              members(member(bet, "selection")),
              number(bet, "stakeMinor"),
              (int) number(bet, "exponent")));
    }
    return bets;
  }

  private static List<RecordedDraw> draws(List<?> plain) {
    var draws = new ArrayList<RecordedDraw>();
    for (Object one : plain) {
      List<?> draw = (List<?>) one;
      draws.add(
          new RecordedDraw(
              (String) draw.get(0),
              (Long) draw.get(1),
              (Long) draw.get(2),
              (int) (long) (Long) draw.get(3),
              (Boolean) draw.get(4)));
    }
    return draws;
  }

  private static Map<String, String> terms(Object plain) {
    var terms = new TreeMap<String, String>();
    for (Map.Entry<?, ?> term : ((Map<?, ?>) plain).entrySet()) {
      terms.put((String) term.getKey(), (String) term.getValue());
    }
    return terms;
  }

  private static Map<String, Object> plain(Played played) {
    var answer = new LinkedHashMap<String, Object>();
    switch (played) {
      case Played.Settled settled -> {
        answer.put("results", plain(settled.results()));
        answer.put("triggers", triggers(settled.triggers()));
      }
      case Played.Awaiting awaiting -> answer.put("awaiting", plain(awaiting.toData()));
    }
    return answer;
  }

  private static List<Object> triggers(List<Trigger> triggers) {
    var plain = new ArrayList<Object>();
    for (Trigger trigger : triggers) {
      var one = new LinkedHashMap<String, Object>();
      one.put("bet", trigger.bet());
      one.put("draw", (long) trigger.draw());
      one.put("level", trigger.level());
      plain.add(one);
    }
    return plain;
  }

  private static List<Object> plain(List<BetResult> results) {
    var plain = new ArrayList<Object>();
    for (BetResult result : results) {
      var one = new LinkedHashMap<String, Object>();
      one.put("bet", result.bet());
      one.put("detail", plain(result.detail()));
      one.put("features", new ArrayList<Object>(result.features()));
      one.put("winMinor", result.winMinor());
      plain.add(one);
    }
    return plain;
  }

  // Statements: the type of a switch expression would name interfaces that games do not know.
  private static Object plain(Data data) {
    switch (data) {
      case Data.Text(String value) -> {
        return value;
      }
      case Data.Whole(long value) -> {
        return value;
      }
      case Data.Flag(boolean value) -> {
        return value;
      }
      case Data.Items(List<Data> values) -> {
        var items = new ArrayList<Object>();
        for (Data value : values) {
          items.add(plain(value));
        }
        return items;
      }
      case Data.Members members -> {
        var named = new LinkedHashMap<String, Object>();
        for (Map.Entry<String, Data> member : members.values().entrySet()) {
          named.put(member.getKey(), plain(member.getValue()));
        }
        return named;
      }
    }
  }

  private static Data data(Object plain) {
    return switch (plain) {
      case String value -> new Data.Text(value);
      case Long value -> new Data.Whole(value);
      case Boolean value -> new Data.Flag(value);
      case List<?> values -> {
        var items = new ArrayList<Data>();
        for (Object value : values) {
          items.add(data(value));
        }
        yield new Data.Items(items);
      }
      case Map<?, ?> members -> members(members);
      default -> throw new IllegalArgumentException("a selection holds what games do not know");
    };
  }

  private static Data.Members members(Object plain) {
    var members = new TreeMap<String, Data>();
    for (Map.Entry<?, ?> member : ((Map<?, ?>) plain).entrySet()) {
      members.put((String) member.getKey(), data(member.getValue()));
    }
    return new Data.Members(members);
  }

  private static String text(Map<?, ?> members, String name) {
    return (String) member(members, name);
  }

  private static long number(Map<?, ?> members, String name) {
    return (Long) member(members, name);
  }

  private static List<?> list(Map<?, ?> members, String name) {
    return (List<?>) member(members, name);
  }

  private static Object member(Map<?, ?> members, String name) {
    Object value = members.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the round has no member " + name);
    }
    return value;
  }
}
