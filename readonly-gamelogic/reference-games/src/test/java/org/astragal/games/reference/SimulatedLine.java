package org.astragal.games.reference;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.games.api.Bet;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Fraction;
import org.astragal.games.api.Game;
import org.astragal.games.api.JackpotLevel;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.api.Trigger;

/** What rounds of one line of a game came to. One thread at a time. */
final class SimulatedLine {
  /** In place of a multiple of the stake: a round of more than one spin. */
  static final Fraction MANY_SPINS = Fraction.of(-1, 1);

  /** Draws of one spin of the reels. */
  private static final int SPIN = 5;

  private final Bet bet;

  /** How many rounds came to so much, in minor units, less what was raised. */
  private final Map<Long, Long> counts = new TreeMap<>();

  private final Map<String, Long> triggers = new TreeMap<>();
  private long manySpins;
  private long rounds;
  private long sumMinor;

  SimulatedLine(Bet bet) {
    this.bet = bet;
  }

  /** Plays one round with the bet alone. */
  void play(Game game, List<Bet> bets, SeededGenerator generator) throws DrawsException {
    Round round =
        Round.begin(game, game.defaultTerms(), bets, generator.draws(), generator.player());
    Played.Settled settled = Plays.settled(game.play(round));
    long net = settled.results().getFirst().winMinor() - round.raisedMinor(bet.id());
    rounds++;
    sumMinor += net;
    if (game.id().equals("ref.slot.ways243") && round.drawn().size() > SPIN) {
      manySpins++;
    } else {
      counts.merge(net, 1L, Long::sum);
    }
    for (Trigger trigger : settled.triggers()) {
      triggers.merge(trigger.level(), 1L, Long::sum);
    }
  }

  /** {@return this line with the rounds of another thread} */
  SimulatedLine plus(SimulatedLine other) {
    var sum = new SimulatedLine(bet);
    for (SimulatedLine line : List.of(this, other)) {
      line.counts.forEach((net, count) -> sum.counts.merge(net, count, Long::sum));
      line.triggers.forEach((level, count) -> sum.triggers.merge(level, count, Long::sum));
      sum.manySpins += line.manySpins;
      sum.rounds += line.rounds;
      sum.sumMinor += line.sumMinor;
    }
    return sum;
  }

  long rounds() {
    return rounds;
  }

  /** {@return what came back in all, less what was raised, in stakes} */
  double returned() {
    return (double) sumMinor / bet.stakeMinor();
  }

  /** {@return how well the outcomes go with their chances; refuses one that cannot be} */
  ChiSquare outcomes(Distribution chances) {
    var left = new TreeMap<Fraction, Long>();
    counts.forEach((net, count) -> left.put(Fraction.of(net, bet.stakeMinor()), count));
    if (manySpins > 0) {
      left.put(MANY_SPINS, manySpins);
    }
    var expected = new ArrayList<Double>();
    var observed = new ArrayList<Long>();
    chances
        .chances()
        .forEach((multiple, chance) -> {
          expected.add(rounds * approximate(chance));
          Long count = left.remove(multiple);
          observed.add(count == null ? 0 : count);
        });
    if (!left.isEmpty()) {
      throw new AssertionError("rounds came to what they cannot come to: " + left);
    }
    return ChiSquare.of(expected, observed);
  }

  /** {@return how well the jackpots go with their chances, which are for each minor unit} */
  ChiSquare jackpots(List<JackpotLevel> levels) {
    var expected = new ArrayList<Double>();
    var observed = new ArrayList<Long>();
    double none = rounds;
    long without = rounds;
    for (JackpotLevel level : levels) {
      double wins = rounds * approximate(level.chance()) * bet.stakeMinor();
      long count = triggers.getOrDefault(level.name(), 0L);
      expected.add(wins);
      observed.add(count);
      none -= wins;
      without -= count;
    }
    expected.add(none);
    observed.add(without);
    return ChiSquare.of(expected, observed);
  }

  /** {@return a fraction as near as a double comes} */
  static double approximate(Fraction fraction) {
    return new BigDecimal(fraction.numerator())
        .divide(new BigDecimal(fraction.denominator()), MathContext.DECIMAL64)
        .doubleValue();
  }
}
