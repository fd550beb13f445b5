package org.astragal.games.reference;

import java.util.Map;
import java.util.TreeMap;
import org.astragal.games.api.BetFigures;
import org.astragal.games.api.Fraction;
import org.astragal.games.reference.CrapsTable.Effect;
import org.astragal.games.reference.CrapsTable.Roll;
import org.astragal.games.reference.CrapsTable.TableBet;

/**
 * The exact figures of a craps bet, from what each of the 36 rolls does to it. A roll that leaves a
 * bet as it is changes no chance: what counts is which of the others comes first.
 */
final class CrapsFigures {
  private CrapsFigures() {}

  static BetFigures of(TableBet bet) {
    var chances = new TreeMap<Fraction, Fraction>();
    decide(bet, 0, Fraction.ONE, chances);
    var figures = Figures.of(bet.label());
    chances.forEach(figures::win);
    return figures.figures();
  }

  // The chance to be decided at each multiple, for a bet that waits for a point with some chance.
  private static void decide(
      TableBet bet, int point, Fraction chance, Map<Fraction, Fraction> chances) {
    int changing = 0;
    for (Roll roll : Roll.ALL) {
      changing += isChange(bet, point, roll) ? 1 : 0;
    }
    for (Roll roll : Roll.ALL) {
      if (isChange(bet, point, roll)) {
        Fraction part = chance.dividedBy(Fraction.of(changing, 1));
        switch (bet.after(point, roll)) {
          case Effect.Pays pays -> add(chances, pays.multiple(), part);
          case Effect.Stays stays -> decide(bet, stays.point(), part, chances);
        }
      }
    }
  }

  private static boolean isChange(TableBet bet, int point, Roll roll) {
    return !bet.after(point, roll).equals(new Effect.Stays(point));
  }

  private static void add(Map<Fraction, Fraction> chances, Fraction multiple, Fraction chance) {
    chances.put(multiple, chances.getOrDefault(multiple, Fraction.ZERO).plus(chance));
  }
}
