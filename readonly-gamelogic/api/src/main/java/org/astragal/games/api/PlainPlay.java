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
   * Plays one round of bets without choices.
   *
   * @param pack a {@link GamePack}
   * @param round {@code game} and {@code version}; {@code bets}, each with {@code id}, {@code
   *     selection} and {@code stakeMinor}; {@code draws}, each a list of purpose, n and value
   * @return {@code results}, each with {@code bet}, {@code detail}, {@code features} and {@code
   *     winMinor}; or {@code refused}, a sentence that says why the round cannot have been played
   *     like this
   * @throws ClassCastException if the arguments have another form
   * @throws IllegalArgumentException if a member is missing
   */
  public static Map<String, Object> play(Object pack, Map<String, Object> round) {
    Optional<Game> game = game((GamePack) pack, text(round, "game"), text(round, "version"));
    if (game.isEmpty()) {
      return refused("the pack has no such game");
    }
    try {
      List<Bet> bets = bets(list(round, "bets"));
      Optional<BetRefusal> refusal = game.get().check(bets);
      if (refusal.isPresent()) {
        return refused(refusal.get().message());
      }
      var draws = new RecordedDraws(draws(list(round, "draws")));
      List<BetResult> results = game.get().play(bets, draws);
      draws.finish();
      var answer = new LinkedHashMap<String, Object>();
      answer.put("results", plain(results));
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
          new Bet(text(bet, "id"), members(member(bet, "selection")), number(bet, "stakeMinor")));
    }
    return bets;
  }

  private static List<RecordedDraw> draws(List<?> plain) {
    var draws = new ArrayList<RecordedDraw>();
    for (Object one : plain) {
      List<?> draw = (List<?>) one;
      draws.add(new RecordedDraw((String) draw.get(0), (Long) draw.get(1), (Long) draw.get(2)));
    }
    return draws;
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

  private static Object plain(Data data) {
    return switch (data) {
      case Data.Text(String value) -> value;
      case Data.Whole(long value) -> value;
      case Data.Flag(boolean value) -> value;
      case Data.Items(List<Data> values) -> {
        var items = new ArrayList<Object>();
        for (Data value : values) {
          items.add(plain(value));
        }
        yield items;
      }
      case Data.Members members -> {
        var named = new LinkedHashMap<String, Object>();
        for (Map.Entry<String, Data> member : members.values().entrySet()) {
          named.put(member.getKey(), plain(member.getValue()));
        }
        yield named;
      }
    };
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
