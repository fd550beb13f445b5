package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.astragal.games.api.Terms;
import org.astragal.games.reference.CrapsTable.Effect;
import org.astragal.games.reference.CrapsTable.Roll;
import org.astragal.games.reference.CrapsTable.TableBet;

/**
 * What every line of the published figures wins, exactly, by playing every possible round of a game
 * through its own code, or, where there are too many, by counting over the parts of it that decide.
 * What a part decides is proved by the test of its game.
 */
final class Exact {
  private static final Map<String, Map<String, Distribution>> KNOWN = new TreeMap<>();

  private Exact() {}

  /** {@return the distribution of each line, by its name and in their order} */
  static Map<String, Distribution> of(Game game, Terms terms) {
    String key = game.id() + " " + terms;
    Map<String, Distribution> known = KNOWN.get(key);
    if (known == null) {
      known = compute(game, terms);
      KNOWN.put(key, known);
    }
    return known;
  }

  /** {@return the figures of each line, by its name and in their order} */
  static Map<String, BetFigures> figures(Game game, Terms terms) {
    var all = new LinkedHashMap<String, BetFigures>();
    switch (game.id()) {
      case "ref.slot.ways243" -> all.put("SPIN", SlotCycles.waysFigures());
      case "ref.blackjack.inf" -> {
        Distribution net = Blackjacks.EXACT.net();
        // What comes back at most has been raised three times before.
        Fraction most = net.largest().plus(Fraction.of(3, 1));
        all.put(
            "HAND",
            new BetFigures(
                "HAND", net.mean(), net.variance(), Blackjacks.EXACT.hitFrequency(), most));
      }
      default -> of(game, terms).forEach((line, wins) -> all.put(line, wins.figures(line)));
    }
    return all;
  }

  private static Map<String, Distribution> compute(Game game, Terms terms) {
    Map<String, Bet> bets = Kinds.bets(game);
    var all = new LinkedHashMap<String, Distribution>();
    switch (game.id()) {
      case "ref.baccarat" -> bets.forEach((line, bet) -> all.put(line, coup(terms, bet)));
      case "ref.blackjack.inf" -> all.put("HAND", Blackjacks.EXACT.net());
      case "ref.craps" ->
          bets.forEach(
              (line, bet) -> all.put(line, rolls(CrapsTable.find(bet.selection()).orElseThrow())));
      case "ref.crash" -> bets.forEach((line, bet) -> all.put(line, crash(bet)));
      case "ref.keno.80" -> bets.forEach((line, bet) -> all.put(line, keno(game, terms, bet)));
      case "ref.lotto.649" -> bets.forEach((line, bet) -> all.put(line, lotto(game, bet)));
      case "ref.mystery" -> all.put("RATE", nothing());
      case "ref.slot.lines20" -> all.put("SPIN", SlotCycles.lines());
      case "ref.slot.ways243" ->
          throw new IllegalArgumentException("its distribution is too wide; see figures");
      case "ref.wheel.54" -> {
        String cap = terms.value("winCap");
        if (cap.equals("NONE")) {
          all.putAll(tree(game, terms, bets));
        } else {
          long limit = Long.parseLong(cap);
          of(game, game.defaultTerms())
              .forEach((line, whole) -> all.put(line, whole.cappedAt(limit)));
        }
      }
      default -> all.putAll(tree(game, terms, bets));
    }
    return all;
  }

  /** Blackjack, computed on first use. */
  static final class Blackjacks {
    static final BlackjackExact EXACT = new BlackjackExact(true);

    private Blackjacks() {}
  }

  // Every path of draws through a round, played by the game.
  private static Map<String, Distribution> tree(Game game, Terms terms, Map<String, Bet> bets) {
    var all = new LinkedHashMap<String, Distribution>();
    var names = List.copyOf(bets.keySet());
    var rounds = Kinds.rounds(game);
    int done = 0;
    for (List<Bet> round : rounds) {
      List<Map<Long, Map<Long, Long>>> wins = walk(game, terms, round);
      for (int i = 0; i < round.size(); i++) {
        var distribution = new Distribution();
        long stake = round.get(i).stakeMinor();
        wins.get(i)
            .forEach((denominator, counts) ->
                counts.forEach((win, count) ->
                    distribution.add(Fraction.of(win, stake), Fraction.of(count, denominator))));
        all.put(names.get(done++), distribution);
      }
    }
    return all;
  }

  // For each bet: one over the likelihood of a path, to wins, to the number of paths.
  private static List<Map<Long, Map<Long, Long>>> walk(Game game, Terms terms, List<Bet> round) {
    var wins = new ArrayList<Map<Long, Map<Long, Long>>>();
    round.forEach(_ -> wins.add(new TreeMap<>()));
    try {
      DrawTree.walk(draws -> {
        List<BetResult> results = Plays.play(game, terms, round, draws);
        for (int i = 0; i < results.size(); i++) {
          wins.get(i)
              .computeIfAbsent(draws.denominator(), _ -> new TreeMap<>())
              .merge(results.get(i).winMinor(), 1L, Long::sum);
        }
      });
    } catch (Exception e) {
      throw new IllegalStateException("not every round of " + game.id() + " can be played", e);
    }
    return wins;
  }

  // All rounds of the mystery trigger pay nothing: jackpots are the ledger's.
  private static Distribution nothing() {
    var nothing = new Distribution();
    nothing.add(Fraction.ZERO, Fraction.ONE);
    return nothing;
  }

  private static Distribution coup(Terms terms, Bet bet) {
    var baccarat = new Baccarat();
    var distribution = new Distribution();
    BaccaratCount.EXAMPLES.forEach((winner, example) -> {
      long win = playRecorded(baccarat, terms, bet, example).winMinor();
      distribution.add(
          Fraction.of(win, bet.stakeMinor()),
          new Fraction(
              Objects.requireNonNull(BaccaratCount.WAYS.get(winner)), BaccaratCount.allWays()));
    });
    return distribution;
  }

  private static Distribution rolls(TableBet bet) {
    var distribution = new Distribution();
    rolls(bet, 0, Fraction.ONE, distribution);
    return distribution;
  }

  // A bet waits for a point with this chance. The rolls that leave it as it is are left out: the
  // chance of each other roll to be the first of them is one over their number.
  private static void rolls(TableBet bet, int point, Fraction chance, Distribution into) {
    List<Roll> others =
        Roll.ALL.stream()
            .filter(roll -> !bet.after(point, roll).equals(new Effect.Stays(point)))
            .toList();
    Fraction each = chance.times(Fraction.of(1, others.size()));
    for (Roll roll : others) {
      switch (bet.after(point, roll)) {
        case Effect.Pays(int numerator, int denominator) ->
            into.add(Fraction.of(numerator, denominator), each);
        case Effect.Stays(int next) -> rolls(bet, next, each, into);
      }
    }
  }

  private static Distribution crash(Bet bet) {
    long cashOut = bet.selection().whole("cashOut").orElseThrow();
    var distribution = new Distribution();
    Fraction reached = Fraction.of(99 * (1L << 52) / cashOut, 1L << 52);
    distribution.add(Fraction.of(cashOut, 100), reached);
    distribution.add(Fraction.ZERO, Fraction.ONE.minus(reached));
    return distribution;
  }

  // By how many of the picked numbers are drawn: the next ball is one of those with the chance of
  // what is left. Each number of hits is then played once.
  private static Distribution keno(Game game, Terms terms, Bet bet) {
    int spots = bet.selection().items("numbers").orElseThrow().size();
    var distribution = new Distribution();
    Hits.of(80, spots, 20)
        .forEach((hits, chance) -> {
          long win = Hits.playKeno(game, terms, bet, hits).winMinor();
          distribution.add(Fraction.of(win, bet.stakeMinor()), chance);
        });
    return distribution;
  }

  private static Distribution lotto(Game game, Bet bet) {
    var distribution = new Distribution();
    Hits.of(49, 6, 6)
        .forEach((hits, chance) -> {
          for (boolean bonus : new boolean[] {false, true}) {
            Fraction ball = Fraction.of(bonus ? 6 - hits : 37 + hits, 43);
            if (ball.numerator().signum() > 0) {
              long win = Hits.playLotto(game, bet, hits, bonus).winMinor();
              distribution.add(Fraction.of(win, bet.stakeMinor()), chance.times(ball));
            }
          }
        });
    return distribution;
  }

  private static BetResult playRecorded(Game game, Terms terms, Bet bet, List<Integer> draws) {
    var left = new ArrayList<>(draws);
    try {
      return Plays.play(game, terms, List.of(bet), (_, _) -> left.removeFirst()).getFirst();
    } catch (DrawsException e) {
      throw new IllegalStateException(e);
    }
  }
}
