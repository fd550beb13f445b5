package org.astragal.games.reference;

import java.util.ArrayList;
import java.util.List;
import org.astragal.games.api.Bet;
import org.astragal.games.api.BetResult;
import org.astragal.games.api.Data;
import org.astragal.games.api.DrawsException;
import org.astragal.games.api.Payout;
import org.astragal.games.api.Round;
import org.astragal.games.reference.CrapsTable.Effect;
import org.astragal.games.reference.CrapsTable.Roll;
import org.astragal.games.reference.CrapsTable.TableBet;

/**
 * The rolls of one round, until every bet is decided.
 *
 * <p>The dice roll freely for {@value #FREE_ROLLS} rolls. What is open then waits for its numbers
 * or a seven, and every other roll would change nothing; so from then on a roll is drawn out of
 * those alone that decide something. That is the law of rolling on, and it comes to an end. It
 * happens in less than one of 10^12 rounds.
 */
final class CrapsShooter {
  /** Rolls of free dice. */
  static final int FREE_ROLLS = 100;

  private final List<Placed> placed = new ArrayList<>();
  private final List<Roll> rolls = new ArrayList<>();

  /** A bet and how far it has come; changed by the rolls of one round. */
  private static final class Placed {
    final Bet bet;
    final TableBet table;
    final List<Effect> effects = new ArrayList<>();

    Placed(Bet bet, TableBet table) {
      this.bet = bet;
      this.table = table;
      effects.add(new Effect.Stays(0));
    }

    boolean isOpen() {
      return effects.getLast() instanceof Effect.Stays;
    }

    int point() {
      return effects.getLast() instanceof Effect.Stays stays ? stays.point() : 0;
    }

    boolean isDecidedBy(Roll roll) {
      return isOpen() && table.after(point(), roll) instanceof Effect.Pays;
    }

    void after(Roll roll) {
      if (isOpen()) {
        effects.add(table.after(point(), roll));
      }
    }
  }

  CrapsShooter(List<Bet> bets) {
    for (Bet bet : bets) {
      placed.add(new Placed(bet, CrapsTable.find(bet.selection()).orElseThrow()));
    }
  }

  /** {@return whether every bet is decided} */
  boolean isDone() {
    return placed.stream().noneMatch(Placed::isOpen);
  }

  /** Rolls once. */
  void roll(Round round) throws DrawsException {
    Roll roll;
    if (rolls.size() < FREE_ROLLS) {
      int first = 1 + (int) round.draw("die", 6);
      roll = new Roll(first, 1 + (int) round.draw("die", 6));
    } else {
      List<Roll> deciding = deciding();
      roll = deciding.get((int) round.draw("deciding-roll", deciding.size()));
    }
    rolls.add(roll);
    placed.forEach(p -> p.after(roll));
  }

  /** {@return the rolls that decide at least one bet that is open} */
  List<Roll> deciding() {
    return Roll.ALL.stream()
        .filter(roll -> placed.stream().anyMatch(p -> p.isDecidedBy(roll)))
        .toList();
  }

  /** {@return what the player sees between two rolls} */
  Data.Members view() {
    var open = new ArrayList<Data>();
    int point = 0;
    for (Placed p : placed) {
      if (p.isOpen()) {
        open.add(new Data.Text(p.bet.id()));
        point = Math.max(point, p.point());
      }
    }
    Roll last = rolls.getLast();
    return Data.Members.empty()
        .with("dice", Data.Items.ofNumbers(List.of(last.first(), last.second())))
        .with("open", new Data.Items(open))
        .with("point", point)
        .with("roll", rolls.size());
  }

  /** {@return the results, in the order of the bets, when every bet is decided} */
  List<BetResult> results() {
    var results = new ArrayList<BetResult>(placed.size());
    for (Placed p : placed) {
      if (!(p.effects.getLast() instanceof Effect.Pays pays)) {
        throw new IllegalStateException("bet " + p.bet.id() + " is not decided");
      }
      // The first effect is the placing of the bet, so the last is that of the deciding roll.
      int index = p.effects.size() - 1;
      Roll roll = rolls.get(index - 1);
      var detail =
          Data.Members.empty()
              .with("dice", Data.Items.ofNumbers(List.of(roll.first(), roll.second())))
              .with("roll", index);
      int point = p.effects.get(index - 1) instanceof Effect.Stays stays ? stays.point() : 0;
      results.add(
          BetResult.of(
              p.bet,
              point == 0 ? detail : detail.with("point", point),
              List.of(),
              Payout.of(p.bet.stakeMinor(), pays.numerator(), pays.denominator())));
    }
    return results;
  }
}
